import type { LetterQuery, LetterTest } from '../../dead-letters/letter-query.js';
import { DateTimeRange, millisecondRange } from '../inputs/date-time-range.input.js';
import { isInput, type Input } from './input.js';
import { readTests } from './read-tests.js';
import { HostFilter } from './security-event-filter.js';
import { addField, filterInputOf, newInput } from './value-filters.js';

/** Which dead letters. */
export const DeadLetterFilter = newInput('DeadLetterFilter', 'Which dead letters. Everything given must hold.');

addField(DeadLetterFilter, 'code', () => filterInputOf(String), 'The reason, such as `field.wrong_type`.');
addField(DeadLetterFilter, 'pointer', () => filterInputOf(String), 'Where in the document, as a JSON Pointer.');
addField(DeadLetterFilter, 'message', () => filterInputOf(String), 'The reason in a sentence.');
addField(DeadLetterFilter, 'host', () => HostFilter, 'The machine that it came from.');
addField(DeadLetterFilter, 'receivedAt', () => DateTimeRange, 'When it came first.');

/** @throws AppError `input.invalid` for a range that ends before it starts */
export function readDeadLetterFilter(filter: Input | null | undefined, path = 'filter'): LetterQuery {
  const { receivedAt, host, ...texts } = filter ?? {};
  const names = isInput(host) ? { host: host['name'] } : {};
  const tests = Object.entries({ ...texts, ...names }).flatMap(([field, input]): LetterTest[] => {
    if (!isInput(input)) return [];
    return readTests(input, String, `${path}.${field}`).map(({ test, isNegated }) => {
      // Every dead letter has all of these: that there is a value always holds.
      return { field: field as LetterTest['field'], test: test ?? EVERY_TEXT, isNegated };
    });
  });
  return { tests, ...millisecondRange(`${path}.receivedAt`, receivedAt as DateTimeRange | null | undefined) };
}

const EVERY_TEXT = { operator: 'contains', value: '' } as const;
