import { GraphQLScalarType } from 'graphql';
import { type IntegerRange, parseInteger, parseIntegerLiteral } from './integer-input.js';
import { integerText } from './plain-numbers.js';

const RANGE: IntegerRange = { scalar: 'UInt64', least: 0n, greatest: 2n ** 64n - 1n };

export const UInt64 = new GraphQLScalarType<bigint, string>({
  name: 'UInt64',
  description:
    'An unsigned 64-bit integer, always a decimal string on output, so that no client rounds it past 2^53. Input: a ' +
    'decimal string or an integer literal from 0 to 18446744073709551615.',
  serialize: integerText,
  parseValue: (value) => parseInteger(value, RANGE),
  parseLiteral: (node) => parseIntegerLiteral(node, RANGE),
});
