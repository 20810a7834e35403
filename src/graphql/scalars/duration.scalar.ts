import { GraphQLScalarType, Kind } from 'graphql';
import { refusedLiteral, refusedVariable } from './refused-input.js';

const ADVICE = 'give ISO 8601 text such as "PT1H"';

/**
 * The text as it is: `milliseconds` reads it where the argument is known, so that a mistake is answered with its name,
 * and as BAD_USER_INPUT in a literal too.
 */
export const Duration = new GraphQLScalarType<string, string>({
  name: 'Duration',
  description:
    'A length of time as ISO 8601 writes it, from weeks down to milliseconds: "PT5M", "PT1H30M", "P1D", "P1W". ' +
    'Years and months are refused, since they differ in length.',
  specifiedByURL: 'https://www.iso.org/iso-8601-date-and-time-format.html',
  serialize: String,
  parseValue(value) {
    if (typeof value === 'string') return value;
    throw refusedVariable('Duration', value, ADVICE);
  },
  parseLiteral(node) {
    if (node.kind === Kind.STRING) return node.value;
    throw refusedLiteral('Duration', node, ADVICE);
  },
});
