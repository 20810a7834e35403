import { contracts, type ContractName } from '../../event-format/contract.js';
import { all, not, NOTHING, type Filter } from '../../search/filter.js';
import type { EventKind, TimeSource } from '../../storage/event-enums.js';
import { millisecondRange, type DateTimeRange } from '../inputs/date-time-range.input.js';
import { eventFormat } from '../types/event/event-enums.js';
import { SecurityEvent } from '../types/event/security-event.type.js';
import { readAcknowledgementFilter } from './acknowledgement-filter.js';
import { passesEnum } from './enum-filter.js';
import { isInput, type Input } from './input.js';
import { mirrorTypeOf } from './object-filters.js';
import { FilterReader, ofElement } from './read-filter.js';
import { readTests, type ReadTest } from './read-tests.js';

/**
 * The conditions of a `SecurityEventFilter`.
 *
 * @throws AppError `input.invalid` for one that is too large, and for a range that ends before it starts
 */
export function readEventFilter(input: Input, path = 'filter'): Filter {
  return new FilterReader().object(input, mirrorTypeOf(SecurityEvent), path, readOwn);
}

function readOwn(name: string, value: unknown, path: string): Filter[] {
  const input = value as Input;
  switch (name) {
    case 'time':
    case 'receivedAt':
    case 'sentAt':
      return [{ kind: name, ...millisecondRange(path, value as DateTimeRange) }];
    case 'host':
      return isInput(input['name']) ? readTests(input['name'], String, `${path}.name`).map(ofHostName) : [];
    case 'service':
      return readTests(input, String, path).map(ofService);
    case 'tags':
      return readTags(input, path);
    case 'kind':
      return readEnum(input, (kinds) => ({ kind: 'eventKind', kinds: kinds as EventKind[] }));
    case 'timeSource':
      return readEnum(input, (sources) => ({ kind: 'timeSource', sources: sources as TimeSource[] }));
    case 'formats':
      return readFormats(input);
    case 'acknowledgement':
      return readAcknowledgementFilter(input, path);
    case 'exists':
      return value === true ? [] : [NOTHING];
    default:
      throw new Error(`No filter of events is called ${name}`);
  }
}

/** Every host has a name. */
function ofHostName({ test, isNegated }: ReadTest): Filter {
  const filter: Filter = test ? { kind: 'hostName', test } : all([]);
  return isNegated ? not(filter) : filter;
}

const ofEnvelope = (filter: Filter): Filter => ({ kind: 'envelope', filter });

/** An event without an envelope has no service, like one whose envelope names none. */
function ofService({ test, isNegated }: ReadTest): Filter {
  const key = 'service';
  const filter = ofEnvelope(test ? { kind: 'value', key, test } : { kind: 'exists', key });
  return isNegated ? not(filter) : filter;
}

/** The same as of a list of the event's own. */
function readTags(input: Input, path: string): Filter[] {
  const key = 'tags';
  const exists = ofEnvelope({ kind: 'exists', key });
  return Object.entries(input).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    if (name === 'exists') return [value === true ? exists : not(exists)];
    if (name === 'isEmpty') {
      const isEmpty = ofEnvelope({ kind: 'isEmpty', key });
      return [value === true ? isEmpty : all([exists, not(isEmpty)])];
    }
    const filter = all(readTests(value as Input, String, `${path}.${name}`).map(ofElement));
    // A list that is not there has no element that passes.
    if (name === 'none') return [not(ofEnvelope({ kind: 'some', key, filter }))];
    return [ofEnvelope({ kind: name as 'some' | 'every', key, filter })];
  });
}

/** Every event has a value: a `null` is none of them. */
function readEnum(input: Input, oneOf: (values: readonly string[]) => Filter): Filter[] {
  return Object.entries(input).flatMap(([operator, value]) => {
    if (value === undefined) return [];
    const values = [value].flat() as string[];
    return [operator === 'ne' || operator === 'notIn' ? not(oneOf(values)) : oneOf(values)];
  });
}

function readFormats(input: Input): Filter[] {
  const names = contracts.map(({ name }) => name);
  const accepted = (some: readonly ContractName[]): Filter => ({ kind: 'formats', contracts: some });
  return Object.entries(input).flatMap(([quantifier, value]) => {
    if (value === null || value === undefined) return [];
    if (quantifier === 'isEmpty') return [value === true ? not(accepted(names)) : accepted(names)];
    const passing = names.filter((name) => passesEnum(eventFormat(name), value as Input));
    if (quantifier === 'some') return [accepted(passing)];
    if (quantifier === 'none') return [not(accepted(passing))];
    return [not(accepted(names.filter((name) => !passing.includes(name))))];
  });
}

/** Joins what two arguments ask for. */
export function both(...filters: readonly (Filter | undefined)[]): Filter {
  return all(filters.filter((filter) => filter !== undefined));
}
