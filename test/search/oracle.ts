import { isIPv4 } from 'node:net';
import { isJsonObject, type JsonValue } from '../../src/event-format/lossless-json.js';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import { nanosecondText, parseRfc3339 } from '../../src/event-format/rfc3339.js';
import type { Filter, Plain, Test } from '../../src/search/filter.js';

/** What a filter means, written down a second time and as plainly as can be: by looking at the document itself. */
export function holds(filter: Filter, value: JsonValue): boolean {
  switch (filter.kind) {
    case 'all':
      return filter.filters.every((part) => holds(part, value));
    case 'any':
      return filter.filters.some((part) => holds(part, value));
    case 'not':
      return !holds(filter.filter, value);
    case 'inside': {
      const inner = member(value, filter.key);
      return isJsonObject(inner) && holds(filter.filter, inner);
    }
    case 'some':
      return list(value, filter.key)?.some((item) => holds(filter.filter, item)) ?? false;
    case 'none':
      return !(list(value, filter.key)?.some((item) => holds(filter.filter, item)) ?? false);
    case 'every':
      return list(value, filter.key)?.every((item) => holds(filter.filter, item)) ?? false;
    case 'isEmpty':
      return list(value, filter.key)?.length === 0;
    case 'exists':
      return (member(value, filter.key) ?? null) !== null;
    case 'value':
      return passes(filter.test, member(value, filter.key));
    case 'element':
      return passes(filter.test, value);
    default:
      throw new Error(`The oracle knows nothing of ${filter.kind}`);
  }
}

function member(value: JsonValue, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function list(value: JsonValue, key: string): readonly JsonValue[] | undefined {
  const found = member(value, key);
  return Array.isArray(found) ? (found as readonly JsonValue[]) : undefined;
}

function passes(test: Test, value: JsonValue | undefined): boolean {
  switch (test.operator) {
    case 'eq':
      return equal(value, test.value, test.ignoreCase);
    case 'in':
      return test.values.some((candidate) => equal(value, candidate, test.ignoreCase));
    case 'lt':
      return compare(value, test.value, (order) => order < 0);
    case 'lte':
      return compare(value, test.value, (order) => order <= 0);
    case 'gt':
      return compare(value, test.value, (order) => order > 0);
    case 'gte':
      return compare(value, test.value, (order) => order >= 0);
    case 'contains':
      return text(value, test.ignoreCase)?.includes(folded(test.value, test.ignoreCase)) ?? false;
    case 'startsWith':
      return text(value, test.ignoreCase)?.startsWith(folded(test.value, test.ignoreCase)) ?? false;
    case 'endsWith':
      return text(value, test.ignoreCase)?.endsWith(folded(test.value, test.ignoreCase)) ?? false;
    case 'within':
      return typeof value === 'string' && test.networks.some((network) => isWithin(value, network));
    case 'bits': {
      const integer = integerOf(value);
      if (integer === undefined || integer < -MAX_INT8 || integer >= MAX_INT8) return false;
      return compare(Number(integer & test.mask), test.value, COMPARISONS[test.comparison]);
    }
    case 'length':
      return typeof value === 'string' && compare([...value].length, test.value, COMPARISONS[test.comparison]);
    default:
      throw new Error(`The oracle knows nothing of ${test.operator}`);
  }
}

const COMPARISONS = {
  eq: (order: number) => order === 0,
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0,
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
};

function equal(value: JsonValue | undefined, wanted: Plain, ignoreCase = false): boolean {
  if (typeof wanted === 'string') return text(value, ignoreCase) === folded(wanted, ignoreCase);
  if (typeof wanted === 'bigint') return integerOf(value) === wanted;
  return value === wanted;
}

function compare(value: JsonValue | undefined, limit: bigint | string, holdsFor: (order: number) => boolean): boolean {
  if (typeof limit === 'string') {
    if (typeof value !== 'string') return false;
    return holdsFor(Buffer.compare(Buffer.from(value), Buffer.from(limit)));
  }
  const integer = integerOf(value);
  return integer !== undefined && holdsFor(integer < limit ? -1 : integer > limit ? 1 : 0);
}

function text(value: JsonValue | undefined, ignoreCase = false): string | undefined {
  return typeof value === 'string' ? folded(value, ignoreCase) : undefined;
}

function folded(value: string, ignoreCase = false): string {
  return ignoreCase ? value.toLowerCase() : value;
}

/** Times count as nanoseconds. */
function integerOf(value: JsonValue | undefined): bigint | undefined {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (value instanceof ExactNumber) return spelled(value.text);
  const instant = typeof value === 'string' ? parseRfc3339(value) : undefined;
  return instant && nearest(BigInt(nanosecondText(instant)));
}

const MAX_INT8 = 2n ** 63n - 1n;
const LAST_TIME = 9_223_372_036_000_000_000n;

/** The store knows no times before 1677 and after 2262: they count as its edges. */
export function nearest(nanoseconds: bigint): bigint {
  return nanoseconds > LAST_TIME ? LAST_TIME : nanoseconds < -LAST_TIME ? -LAST_TIME : nanoseconds;
}

/** `1e3` and `1.0` are integers, too. */
function spelled(text: string): bigint | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const places = Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction) * (sign ? -1n : 1n);
  if (places >= 0) return places > 400 ? undefined : digits * 10n ** BigInt(places);
  const divisor = 10n ** BigInt(-places);
  return digits % divisor === 0n ? digits / divisor : undefined;
}

/** An address may say of which network it is; what is compared then is that network. */
function isWithin(address: string, network: string): boolean {
  const [value = '', prefix = '32'] = address.split('/');
  const [base = '', length = '32'] = network.split('/');
  if (!isIPv4(value) || !isIPv4(base) || !/^(\d|[12]\d|3[0-2])$/.test(prefix)) return false;
  const shift = BigInt(32 - Number(length));
  return Number(prefix) >= Number(length) && bits(value) >> shift === bits(base) >> shift;
}

function bits(address: string): bigint {
  return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
}
