import { isIP } from 'node:net';
import { GraphQLScalarType, Kind } from 'graphql';
import { withPlainNumbers } from './plain-numbers.js';
import { refusedLiteral, refusedVariable } from './refused-input.js';

const ADVICE = 'give an IPv4 or IPv6 address such as "10.0.0.1" or "2001:db8::1"';

export const IPAddress = new GraphQLScalarType<string, unknown>({
  name: 'IPAddress',
  description:
    'An IPv4 or IPv6 address as text. Output repeats the spelling in the event; input must be a valid address.',
  serialize: withPlainNumbers,
  parseValue(value) {
    if (isAddress(value)) return value;
    throw refusedVariable('IPAddress', value, ADVICE);
  },
  parseLiteral(node) {
    if (node.kind === Kind.STRING && isAddress(node.value)) return node.value;
    throw refusedLiteral('IPAddress', node, ADVICE);
  },
});

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && isIP(value) !== 0;
}
