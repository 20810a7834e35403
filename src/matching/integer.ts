import { ExactNumber, integerOf } from '../event-format/exact-number.js';
import type { JsonValue } from '../event-format/lossless-json.js';
import { nanosecondText, parseRfc3339 } from '../event-format/rfc3339.js';
import type { NumberComparison } from '../search/filter.js';
import type { ValueKind } from './field-kind.js';

/** A JavaScript number where that is exact. */
export type Integer = number | bigint;

/** The integer that a value is; null where it is none, undefined where that depends on how it is stored. */
export type IntegerReader = (value: JsonValue | undefined) => Integer | null | undefined;

/** Times count as nanoseconds since 1970. */
export function integerReader(kind: ValueKind): IntegerReader {
  if (kind === 'integer') return (value) => (typeof value === 'string' ? unlessTime(value) : numberOf(value));
  if (kind === 'dateTime') return (value) => (typeof value === 'string' ? nanosecondsOf(value) : unlessNumber(value));
  if (kind === 'any') return (value) => (typeof value === 'string' ? nanosecondsOf(value) : numberOf(value));
  return (value) => (typeof value === 'string' ? unlessTime(value) : unlessNumber(value));
}

/** A fraction is a number in jsonb, but none in a column. */
function numberOf(value: JsonValue | undefined): Integer | null | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return value instanceof ExactNumber ? integerOf(value.text) : null;
}

function unlessNumber(value: JsonValue | undefined): null | undefined {
  return typeof value === 'number' || value instanceof ExactNumber ? undefined : null;
}

function unlessTime(text: string): null | undefined {
  return TIME.test(text) ? undefined : null;
}

/** All that the database may take for a time. */
const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d/;

const LAST_SECOND = 9_223_372_035;
const LAST_TIME = 9_223_372_036_000_000_000n;

/** RFC 3339 as columns of times hold it; null for no time, undefined where the database has its own opinion. */
export function nanosecondsOf(text: string): bigint | null | undefined {
  const instant = parseRfc3339(text);
  // PostgreSQL takes 24:00 for a time, and no year 0.
  if (!instant) return unlessTime(text);
  if (text.startsWith('0000')) return undefined;
  if (Math.abs(instant.seconds) > LAST_SECOND) return instant.seconds < 0 ? -LAST_TIME : LAST_TIME;
  return BigInt(nanosecondText(instant));
}

/** The same integer, as a number where that is exact. */
export function shortest(integer: bigint): Integer {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** JavaScript compares numbers with bigints exactly. */
export function comparison(operator: NumberComparison): <T extends Integer | string>(a: T, b: T) => boolean {
  switch (operator) {
    case 'eq':
      return (a, b) => !(a < b || a > b);
    case 'lt':
      return (a, b) => a < b;
    case 'lte':
      return (a, b) => a <= b;
    case 'gt':
      return (a, b) => a > b;
    case 'gte':
      return (a, b) => a >= b;
  }
}
