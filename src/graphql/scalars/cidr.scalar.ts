import { isIP } from 'node:net';
import { GraphQLScalarType, Kind } from 'graphql';
import { refusedLiteral, refusedVariable } from './refused-input.js';

const ADVICE = 'give a network such as "10.0.0.0/8" or "2001:db8::/32", or a single address';

/** Postgres reads no spelling with bits set to the right of the prefix as a network, but takes them for a host's. */
export const CIDR = new GraphQLScalarType<string, string>({
  name: 'CIDR',
  description:
    'A network as an IPv4 or IPv6 address and the length of its prefix; an address alone is a network of one.',
  serialize: String,
  parseValue(value) {
    if (isNetwork(value)) return value;
    throw refusedVariable('CIDR', value, ADVICE);
  },
  parseLiteral(node) {
    if (node.kind === Kind.STRING && isNetwork(node.value)) return node.value;
    throw refusedLiteral('CIDR', node, ADVICE);
  },
});

function isNetwork(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const [, address = '', length] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
  const version = isIP(address);
  return version !== 0 && (length === undefined || Number(length) <= (version === 4 ? 32 : 128));
}
