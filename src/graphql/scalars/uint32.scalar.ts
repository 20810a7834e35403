import { GraphQLScalarType } from 'graphql';
import { type IntegerRange, parseInteger, parseIntegerLiteral } from './integer-input.js';
import { withPlainNumbers } from './plain-numbers.js';

const RANGE: IntegerRange = { scalar: 'UInt32', least: 0n, greatest: 2n ** 32n - 1n };

export const UInt32 = new GraphQLScalarType<number, unknown>({
  name: 'UInt32',
  description:
    'An unsigned 32-bit id, size or count, as a JSON number; `Int` would end at 2147483647. Input: an integer or a ' +
    'decimal string from 0 to 4294967295. Output repeats what the event holds, a decimal string should it pass 2^53.',
  // Whatever is stored is shown: reports of agents are free-form, and no event may become unreadable.
  serialize: withPlainNumbers,
  parseValue: (value) => Number(parseInteger(value, RANGE)),
  parseLiteral: (node) => Number(parseIntegerLiteral(node, RANGE)),
});
