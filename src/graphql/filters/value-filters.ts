import { Field, InputType } from 'type-graphql';
import type { GraphQLScalarType } from 'graphql';
import { CIDR } from '../scalars/cidr.scalar.js';
import { DateTime } from '../scalars/date-time.scalar.js';
import { Int64 } from '../scalars/int64.scalar.js';
import { IPAddress } from '../scalars/ip-address.scalar.js';
import { JsonScalar } from '../scalars/json.scalar.js';
import { UInt32 } from '../scalars/uint32.scalar.js';
import { UInt64 } from '../scalars/uint64.scalar.js';

/** The value of an input object, by operator. */
export type ValueFilter = Readonly<Record<string, unknown>>;

export type InputClass = new () => object;

/** A type as TypeGraphQL takes it: a scalar, or the class of a built-in one. */
type ScalarType = GraphQLScalarType | typeof String | typeof Boolean;

/** What an operator says to its users. */
const DESCRIPTIONS = {
  eq: 'Equal to this. `null`: there is no value.',
  ne: 'Not equal to this; what has no value is not equal either. `null`: there is a value.',
  in: 'One of these.',
  notIn: 'None of these; what has no value is none of them.',
  lt: 'Less than this.',
  lte: 'This or less.',
  gt: 'More than this.',
  gte: 'This or more.',
  contains: 'This stands somewhere in it.',
  startsWith: 'It begins with this.',
  endsWith: 'It ends with this.',
  matches:
    'This regular expression matches somewhere in it (PostgreSQL’s advanced regular expressions, which know most of ' +
    'what Perl’s know). Anchor it with `^` and `$`.',
  within: 'Inside one of these networks.',
  containsJson: 'It holds this: every key of an object, every element of a list, at any number of levels.',
} as const;

export type Operator = keyof typeof DESCRIPTIONS;

/** Operators that take a list of values. */
export const LIST_OPERATORS: ReadonlySet<string> = new Set<Operator>(['in', 'notIn', 'within']);

const ORDER: readonly Operator[] = ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte'];

/** Filters of plain values by the scalar of the field. */
const inputsByScalar = new Map<object, InputClass>([
  [String, textFilter()],
  [Boolean, valueFilter('Boolean', 'a truth value', Boolean, ['eq', 'ne'])],
  [UInt32, valueFilter('UInt32', 'an integer', UInt32, ORDER)],
  [Int64, valueFilter('Int64', 'an integer', Int64, ORDER)],
  [UInt64, valueFilter('UInt64', 'an integer', UInt64, ORDER)],
  [DateTime, valueFilter('DateTime', 'a point in time, exact to the nanosecond', DateTime, ORDER)],
  [IPAddress, addressFilter()],
  [JsonScalar, jsonFilter()],
]);

/** The filter input of a scalar. Throws for one that has none: a mistake in our code. */
export function filterInputOf(scalar: object): InputClass {
  const input = inputsByScalar.get(scalar);
  if (!input) throw new Error('No filter input is declared for a scalar of the mirror; add one to value-filters.ts');
  return input;
}

function valueFilter(name: string, noun: string, type: ScalarType, operators: readonly Operator[]): InputClass {
  const input = newInput(`${name}Filter`, `What ${noun} must be. Everything given must hold.`);
  for (const operator of operators) {
    const thunk = (): ScalarType | [ScalarType] => (LIST_OPERATORS.has(operator) ? [type] : type);
    addField(input, operator, thunk, DESCRIPTIONS[operator]);
  }
  addExists(input);
  return input;
}

function textFilter(): InputClass {
  const input = valueFilter('String', 'a text', String, [...ORDER, 'contains', 'startsWith', 'endsWith', 'matches']);
  addField(input, 'ignoreCase', () => Boolean, 'Whether all of this takes capital and small letters for equal.');
  return input;
}

function addressFilter(): InputClass {
  const input = valueFilter('IPAddress', 'an IP address', IPAddress, ['eq', 'ne', 'in', 'notIn']);
  addField(input, 'within', () => [CIDR], DESCRIPTIONS.within);
  return input;
}

function jsonFilter(): InputClass {
  const input = newInput('JSONFilter', 'What a part without a fixed shape must be. Everything given must hold.');
  addField(input, 'containsJson', () => JsonScalar, DESCRIPTIONS.containsJson);
  addExists(input);
  return input;
}

export function addExists(input: InputClass): void {
  addField(input, 'exists', () => Boolean, 'Whether there is a value; a `null` in the event is none.');
}

/** A class for TypeGraphQL: filter inputs are derived, so nobody writes theirs. */
export function newInput(name: string, description: string): InputClass {
  const input = class {};
  InputType(name, { description })(input);
  return input;
}

export function addField(input: InputClass, name: string, type: () => object | [object], description: string): void {
  const { prototype } = input as { prototype: object };
  Field(type as () => ScalarType, { nullable: true, description })(prototype, name);
}
