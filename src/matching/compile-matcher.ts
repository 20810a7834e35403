import { isJsonObject, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import { definitionOf, ROOT, type FieldType } from '../event-format/merged-format.js';
import { ExactNumber, integerOf } from '../event-format/exact-number.js';
import { conditionsOf, type Filter } from '../search/filter.js';
import { normalizeFilter } from '../search/normalize-filter.js';
import { INSTANCE } from '../storage/read-row.js';
import { compareCheck } from './compare-check.js';
import { costOf } from './cost.js';
import { elementSubject, ENVELOPE, fieldType, isAddressField, subjectIn, type Subject } from './field-kind.js';
import { comparison, integerReader } from './integer.js';
import {
  countCheck,
  everyCheck,
  isEmptyCheck,
  joinedCheck,
  listExistsCheck,
  noneCheck,
  someAncestorCheck,
  someCheck,
  type ListPlace,
} from './list-checks.js';
import type { MatchedEvent } from './matched-event.js';
import { ownCheck } from './own-condition.js';
import { valueTest } from './value-test.js';
import { allOf, anyOf, negated, undecided, type Check, type Verdict } from './verdict.js';

/** Whether an event passes; undefined when only the database can say. */
export type Matcher = (event: MatchedEvent) => Verdict;

/**
 * A filter as a function of an event in memory. Where it says true or false, `EventSearch` says the same of the stored
 * event; where the two might differ, it says nothing. What is stored how is known from the event's format alone: a value
 * that has the type of its field compares the same in a column and in JSON.
 */
export function compileMatcher(filter: Filter): Matcher {
  const root: Subject = { definition: definitionOf(ROOT) };
  const check = checkOf(normalizeFilter(filter), root);
  const isAboutRow = [...conditionsOf(filter)].every(({ kind }) => ROW_KINDS.has(kind));
  return (event) => (!isAboutRow && event.isWild ? undefined : check(event.document, event));
}

const ROW_KINDS: ReadonlySet<Filter['kind']> = new Set<Filter['kind']>([
  'all',
  'any',
  'not',
  'time',
  'hostName',
  'hostId',
  'eventKind',
  'timeSource',
  'receivedAt',
  'sentAt',
  'formats',
]);

function checkOf(filter: Filter, subject: Subject): Check {
  switch (filter.kind) {
    case 'all':
      return allOf(checksOf(filter.filters, subject));
    case 'any':
      return anyOf(checksOf(filter.filters, subject));
    case 'not': {
      const check = checkOf(filter.filter, subject);
      return (value, event) => negated(check(value, event));
    }
    case 'element':
      return subject.element ? valueTest(filter.test, { kind: subject.element.kind, isElement: true }) : undecided;
    case 'compare':
      return compareCheck(filter, subject);
    case 'instance':
      return instanceCheck(filter);
    case 'envelope':
      return envelopeCheck(checkOf(filter.filter, ENVELOPE));
    // It does not stand in the event, and may change at any time.
    case 'acknowledgement':
      return undecided;
    case 'inside':
    case 'some':
    case 'every':
    case 'none':
    case 'isEmpty':
    case 'exists':
    case 'value':
    case 'count':
    case 'joined':
    case 'age':
      return keyCheck(filter, subject);
    default:
      return ownCheck(filter);
  }
}

/** The cheap ones first: mostly one of them says all. */
function checksOf(filters: readonly Filter[], subject: Subject): Check[] {
  return [...filters].sort((a, b) => costOf(a) - costOf(b)).map((part) => checkOf(part, subject));
}

function keyCheck(filter: Extract<Filter, { key: string }>, subject: Subject): Check {
  const { key } = filter;
  const type = fieldType(subject, key);
  if (!type) return undecided;
  switch (filter.kind) {
    case 'inside': {
      const check = checkOf(filter.filter, subjectIn(type));
      return (object, event) => {
        const inner = (object as JsonObject)[key];
        return isJsonObject(inner) && check(inner, event);
      };
    }
    case 'exists':
      return type.kind === 'list' ? listExistsCheck({ key, of: type.of }) : existsCheck(key, type.kind);
    case 'value': {
      const passes = valueTest(filter.test, { kind: type.kind, isAddress: isAddressField(subject, key) });
      return (object) => passes((object as JsonObject)[key]);
    }
    case 'age':
      return ageCheck(filter, type.kind);
    default:
      return type.kind === 'list' ? listCheck(filter, { key, of: type.of }) : undecided;
  }
}

type ListFilter = Extract<Filter, { kind: 'some' | 'every' | 'none' | 'isEmpty' | 'count' | 'joined' }>;

function listCheck(filter: ListFilter, place: ListPlace): Check {
  switch (filter.kind) {
    case 'isEmpty':
      return isEmptyCheck(place);
    case 'count':
      return countCheck(place, filter.comparison, filter.value);
    case 'joined':
      return joinedCheck(place, filter.separator, valueTest(filter.test, { kind: 'string' }));
    default: {
      const passes = checkOf(filter.filter, elementSubject(place.of));
      if (filter.kind === 'every') return everyCheck(place, passes);
      if (filter.kind === 'none') return noneCheck(place, passes);
      return filter.beyondEvent ? someAncestorCheck(place, passes, filter.filter) : someCheck(place, passes);
    }
  }
}

/** A value of another type than its field's has no column to be in. */
function existsCheck(key: string, kind: FieldType['kind']): Check {
  const isOfKind = KINDS[kind];
  return (object) => {
    const value = (object as JsonObject)[key];
    if (value === undefined || value === null) return false;
    return isOfKind(value) ? true : undefined;
  };
}

const KINDS: Readonly<Record<FieldType['kind'], (value: JsonValue) => boolean>> = {
  string: (value) => typeof value === 'string',
  dateTime: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  // A number that jsonb would spell anew is kept beside it, where no search sees it.
  integer: (value) =>
    typeof value === 'number' || (value instanceof ExactNumber && integerOf(value.text) !== undefined),
  any: (value) => !(value instanceof ExactNumber),
  openObject: isJsonObject,
  map: isJsonObject,
  object: isJsonObject,
  list: Array.isArray,
};

function ageCheck({ key, comparison: operator, nanoseconds }: Extract<Filter, { kind: 'age' }>, kind: string): Check {
  if (kind !== 'dateTime') return undecided;
  const read = integerReader(kind);
  const holds = comparison(operator);
  return (object, event) => {
    const time = read((object as JsonObject)[key]);
    if (time === null) return false;
    if (time === undefined) return undefined;
    return holds(event.eventNanoseconds - BigInt(time), nanoseconds);
  };
}

/** Who stands where in the stored lineage, the database knows. */
function instanceCheck({ relation, id }: Extract<Filter, { kind: 'instance' }>): Check {
  if (relation !== 'self') return undecided;
  const wanted = id.toLowerCase();
  return (process) => {
    const instance = (process as { readonly [INSTANCE]?: string })[INSTANCE];
    return instance === undefined ? undefined : instance === wanted;
  };
}

function envelopeCheck(check: Check): Check {
  return (_, event) => {
    if (event.row.envelopeId === null) return false;
    return event.envelope ? check(event.envelope as unknown as JsonObject, event) : undefined;
  };
}
