import { GraphQLScalarType } from 'graphql';
import { type IntegerRange, parseInteger, parseIntegerLiteral } from './integer-input.js';
import { withPlainNumbers } from './plain-numbers.js';

const RANGE: IntegerRange = {
  scalar: 'Int64',
  least: BigInt(Number.MIN_SAFE_INTEGER),
  greatest: BigInt(Number.MAX_SAFE_INTEGER),
};

export const Int64 = new GraphQLScalarType<number, unknown>({
  name: 'Int64',
  description:
    'An integer that may be negative (a uid of -1, a directory descriptor of -100), as a JSON number. Input: an integer ' +
    'or a decimal string between -2^53 and 2^53. Output repeats what the event holds, a decimal string beyond that range.',
  // Whatever is stored is shown: reports of agents are free-form, and no event may become unreadable.
  serialize: withPlainNumbers,
  parseValue: (value) => Number(parseInteger(value, RANGE)),
  parseLiteral: (node) => Number(parseIntegerLiteral(node, RANGE)),
});
