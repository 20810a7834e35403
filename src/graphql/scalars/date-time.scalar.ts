import { GraphQLScalarType, Kind } from 'graphql';
import { ExactNumber, integerOf } from '../../event-format/exact-number.js';
import { formatNanoseconds, parseRfc3339 } from '../../event-format/rfc3339.js';
import { withPlainNumbers } from './plain-numbers.js';
import { refusedLiteral, refusedVariable } from './refused-input.js';

const ADVICE = 'give RFC 3339 text with an offset, such as "2025-07-01T08:30:00.123456789+02:00"';

/** Agents count nanoseconds; a finer input would promise a distinction that the store does not make. */
const FINER_THAN_NANOSECONDS = /\.\d{10}/;

export const DateTime = new GraphQLScalarType<string, unknown>({
  name: 'DateTime',
  description:
    'A point in time as RFC 3339 text. Output is the text exactly as the event holds it, with its own offset and up to ' +
    'nine fraction digits. Input takes any offset and up to nine fraction digits.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: serializeDateTime,
  parseValue(value) {
    if (isDateTime(value)) return value;
    throw refusedVariable('DateTime', value, ADVICE);
  },
  parseLiteral(node) {
    if (node.kind === Kind.STRING && isDateTime(node.value)) return node.value;
    throw refusedLiteral('DateTime', node, ADVICE);
  },
});

function serializeDateTime(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  const nanoseconds = value instanceof ExactNumber || typeof value === 'number' ? nanosecondsOf(value) : undefined;
  return nanoseconds === undefined ? withPlainNumbers(value) : formatNanoseconds(String(nanoseconds));
}

/** Reports of agents send `container.created_at` as a uint64 of nanoseconds since 1970 instead of text. */
function nanosecondsOf(value: ExactNumber | number): bigint | undefined {
  const integer = integerOf(value instanceof ExactNumber ? value.text : String(value));
  return integer !== undefined && integer >= 0n && integer < 2n ** 64n ? integer : undefined;
}

function isDateTime(value: unknown): value is string {
  return typeof value === 'string' && parseRfc3339(value) !== undefined && !FINER_THAN_NANOSECONDS.test(value);
}
