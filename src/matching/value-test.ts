import { isIPv4 } from 'node:net';
import type { JsonValue } from '../event-format/lossless-json.js';
import type { NumberComparison, Plain, Test } from '../search/filter.js';
import { addressOf, networkCheck, singleAddressOf } from './address.js';
import type { ValueKind } from './field-kind.js';
import { comparison, integerReader, shortest, type Integer } from './integer.js';
import {
  equalsOneOf,
  globTest,
  lengthTest,
  orderedText,
  partOfText,
  patternTest,
  type TextCheck,
} from './text-test.js';
import { undecided, type ValueCheck, type Verdict } from './verdict.js';

/** Where a value stands, as far as that changes what a test sees. */
export interface ValuePlace {
  readonly kind: ValueKind;
  /** Whether it may be stored as an `inet`. */
  readonly isAddress?: boolean;
  /** Whether it is an element of a list. */
  readonly isElement?: boolean;
}

/**
 * A test of a value as a function. A value whose type is not its field's is found by how it is stored, in a column or as
 * JSON, so nothing is decided of it; it only occurs in agent reports.
 */
export function valueTest(test: Test, place: ValuePlace): ValueCheck {
  switch (test.operator) {
    case 'eq':
      return equals([test.value], test.ignoreCase, place);
    case 'in':
      return equals(test.values, test.ignoreCase, place);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return typeof test.value === 'string'
        ? ofText(orderedText(test.operator, test.value), place)
        : ofInteger(orderedInteger(test.operator, test.value), place);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return ofText(partOfText(test), place);
    case 'matches':
      return ofText(patternTest(test), place);
    case 'glob':
      return ofText(globTest(test), place);
    case 'length':
      return ofText(lengthTest(test), place);
    case 'within':
      return within(test.networks, place);
    case 'bits':
      return ofInteger(bitsTest(test), place);
    case 'containsJson':
      return (value) => (value === undefined ? false : undefined);
  }
}

function ofText(check: TextCheck, { kind, isAddress }: ValuePlace): ValueCheck {
  if (kind !== 'string' && kind !== 'any') return absentOnly;
  return (value) => {
    if (typeof value !== 'string') return absentOnly(value);
    return isAddress && !isIPv4(value) ? undefined : check(value);
  };
}

/** What is not there passes no test. */
function absentOnly(value: JsonValue | undefined): Verdict {
  return value === undefined || value === null ? false : undefined;
}

function equals(values: readonly Plain[], ignoreCase = false, place: ValuePlace): ValueCheck {
  const texts = values.filter((value) => typeof value === 'string');
  const integers = values.filter((value) => typeof value === 'bigint');
  const truths = values.filter((value) => typeof value === 'boolean');
  // Columns of lists hold texts, which are then compared with what the other values are as texts.
  if (place.isElement && texts.length < values.length) return undecided;
  const checks = [
    ...(texts.length ? [ofText(equalsOneOf(texts, ignoreCase), place)] : []),
    ...(integers.length ? [ofInteger(equalsInteger(integers), place)] : []),
    ...(truths.length ? [equalsTruth(truths, place)] : []),
  ];
  return checks.length === 1 ? (checks[0] as ValueCheck) : someOf(checks);
}

function someOf(checks: readonly ValueCheck[]): ValueCheck {
  return (value) => {
    let verdict: Verdict = false;
    for (const check of checks) {
      const part = check(value);
      if (part === true) return true;
      if (part === undefined) verdict = undefined;
    }
    return verdict;
  };
}

function equalsTruth(truths: readonly boolean[], { kind }: ValuePlace): ValueCheck {
  const isKnown = kind === 'boolean' || kind === 'any';
  return (value) => (typeof value === 'boolean' ? (isKnown ? truths.includes(value) : undefined) : false);
}

type IntegerCheck = (integer: Integer) => Verdict;

function ofInteger(check: IntegerCheck, { kind }: ValuePlace): ValueCheck {
  const read = integerReader(kind);
  return (value) => {
    const integer = read(value);
    return integer === null ? false : integer === undefined ? undefined : check(integer);
  };
}

function equalsInteger(integers: readonly bigint[]): IntegerCheck {
  const set = new Set(integers.map(shortest));
  return (integer) => set.has(typeof integer === 'bigint' ? shortest(integer) : integer);
}

function orderedInteger(operator: NumberComparison, limit: bigint): IntegerCheck {
  const [holds, bound] = [comparison(operator), shortest(limit)];
  return (integer) => holds(integer, bound);
}

const INT8 = 2n ** 63n;
const INT4 = 2 ** 31;

/** Bit operators work on int8; a number at its edge, or past it, has no flags. A column may keep a negative one as 0. */
function bitsTest({ mask, comparison: operator, value }: Extract<Test, { operator: 'bits' }>): IntegerCheck {
  if (mask >= INT8 || mask < -INT8) return () => undefined;
  const [holds, limit] = [comparison(operator), shortest(value)];
  const small = mask >= 0n && mask < INT4 ? Number(mask) : undefined;
  return (integer) => {
    if (integer < 0) return undefined;
    if (typeof integer === 'number' && integer < INT4 && small !== undefined) {
      return holds<Integer>(integer & small, limit);
    }
    const exact = BigInt(integer);
    return exact < INT8 - 1n && holds<Integer>(exact & mask, limit);
  };
}

function within(networks: readonly string[], { kind, isAddress }: ValuePlace): ValueCheck {
  const isInside = networkCheck(networks);
  if (!isInside || (kind !== 'string' && kind !== 'any')) return absentOnly;
  // A column takes an address without a length only.
  const read = isAddress ? addressOf : singleAddressOf;
  return (value) => {
    if (typeof value !== 'string') return absentOnly(value);
    const address = read(value);
    return address ? isInside(address) : address === null ? false : undefined;
  };
}
