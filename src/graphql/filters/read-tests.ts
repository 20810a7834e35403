import { stringifyLossless } from '../../event-format/lossless-json.js';
import type { Plain, Test } from '../../search/filter.js';
import { codecFor } from '../../storage/codec.js';
import { DateTime } from '../scalars/date-time.scalar.js';
import { IPAddress } from '../scalars/ip-address.scalar.js';
import type { Input } from './input.js';

/** A test, or without one whether there is a value; or the opposite of either. */
export interface ReadTest {
  readonly test: Test | undefined;
  readonly isNegated: boolean;
}

/** What the operators of a filter on a plain value ask for: all of it must hold. */
export function readTests(input: Input, scalar: object, path: string): ReadTest[] {
  const ignoreCase = input['ignoreCase'] === true;
  return Object.entries(input).flatMap(([operator, value]) => {
    if (operator === 'ignoreCase' || value === undefined) return [];
    // `null` where a value belongs is no condition, as elsewhere in GraphQL; but nothing equals it, and that can be asked.
    if (value === null)
      return operator === 'eq' || operator === 'ne' ? [{ test: undefined, isNegated: operator === 'eq' }] : [];
    return [readTest(operator, value, scalar, ignoreCase, path)];
  });
}

function readTest(operator: string, value: unknown, scalar: object, ignoreCase: boolean, path: string): ReadTest {
  const holds = (test: Test): ReadTest => ({ test, isNegated: false });
  switch (operator) {
    case 'eq':
      return holds(equals([value], scalar, ignoreCase));
    case 'ne':
      return { test: equals([value], scalar, ignoreCase), isNegated: true };
    case 'in':
      return holds(equals(value as unknown[], scalar, ignoreCase));
    case 'notIn':
      return { test: equals(value as unknown[], scalar, ignoreCase), isNegated: true };
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return holds({ operator, value: plain(value, scalar) as bigint | string });
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return holds({ operator, value: value as string, ignoreCase });
    case 'matches':
      return holds({ operator, pattern: value as string, ignoreCase });
    case 'within':
      return holds({ operator, networks: value as string[] });
    case 'containsJson':
      return holds({ operator, json: stringifyLossless(value) });
    case 'exists':
      return { test: undefined, isNegated: value === false };
    default:
      throw new Error(`No test is called ${operator} (${path})`);
  }
}

function equals(values: readonly unknown[], scalar: object, ignoreCase: boolean): Test {
  if (scalar === IPAddress) return { operator: 'within', networks: values as string[] };
  return { operator: 'in', values: values.map((value) => plain(value, scalar)), ignoreCase };
}

const TIME = codecFor('int8', 'dateTime');

/** The value as the store compares it. */
function plain(value: unknown, scalar: object): Plain {
  if (scalar === DateTime) return BigInt(TIME.encode(value as string)?.column as string);
  if (typeof value === 'number') return BigInt(value);
  return value as Plain;
}
