import { isIPv4 } from 'node:net';
import { isJsonObject, type JsonValue } from '../event-format/lossless-json.js';
import type { Filter } from '../search/filter.js';
import { addressOf, compareAddresses, singleAddressOf } from './address.js';
import { fieldType, isAddressField, subjectIn, type Subject } from './field-kind.js';
import { comparison, integerReader } from './integer.js';
import { undecided, type Check, type Verdict } from './verdict.js';

type CompareFilter = Extract<Filter, { kind: 'compare' }>;

/** Two values of the object compare so. */
export function compareCheck({ type, left, right, comparison: operator }: CompareFilter, subject: Subject): Check {
  const [a, b] = [readerOf(left, subject, type), readerOf(right, subject, type)];
  if (!a || !b) return undecided;
  const holds = comparison(operator);
  const decide = (x: Comparable, y: Comparable): Verdict => {
    if (typeof x === 'string' || typeof y === 'string') {
      // The order of texts is the database's own.
      return operator === 'eq' || x === y ? holds(x as string, y as string) : undefined;
    }
    if (typeof x === 'object' || typeof y === 'object') return holds(compareAddresses(x as Bytes, y as Bytes), 0);
    return holds(x, y);
  };
  return (object) => {
    const [x, y] = [a(object), b(object)];
    if (x === null || y === null) return false;
    return x === undefined || y === undefined ? undefined : decide(x, y);
  };
}

type Bytes = readonly number[];
type Comparable = string | number | bigint | Bytes;
/** Null for no value of the type, undefined for what may be one. */
type Reader = (value: JsonValue | undefined) => Comparable | null | undefined;

function readerOf(path: readonly string[], subject: Subject, type: CompareFilter['type']): Reader | undefined {
  const [key, ...rest] = path as readonly [string, ...string[]];
  const field = fieldType(subject, key);
  if (!field) return undefined;
  const read = rest.length
    ? readerOf(rest, subjectIn(field), type)
    : plainReader(type, field.kind, isAddressField(subject, key));
  return read && ((value) => read(isJsonObject(value) ? value[key] : undefined));
}

function plainReader(type: CompareFilter['type'], kind: string, isAddress: boolean): Reader | undefined {
  if (type === 'integer') return integerReader(kind as Parameters<typeof integerReader>[0]);
  if (kind !== 'string') return undefined;
  return (value) => {
    if (typeof value !== 'string') return value === undefined || value === null ? null : undefined;
    if (type === 'address') return isAddress ? addressOf(value) : singleAddressOf(value);
    return isAddress && !isIPv4(value) ? undefined : value;
  };
}
