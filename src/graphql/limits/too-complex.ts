import { AppError } from '../../errors.js';
import { MOST, type LimitName } from './most.js';

/** What to do about each, and what is counted. */
const WORDS: Readonly<Record<LimitName, readonly [counted: string, advice: string]>> = {
  tokens: ['tokens', 'send it in parts'],
  nesting: ['levels of brackets', 'join conditions by one list in `and` instead of one `and` inside the other'],
  depth: ['levels of fields', 'start from what is deep inside, by its id, in a query of its own'],
  operations: ['operations', 'send only the one that is to run'],
  fragments: ['fragments', 'send only those that are used'],
  selections: [
    'selected fields with its fragments written out',
    'select fewer fields, or spread fragments in fewer places',
  ],
  rootFields: ['fields at its root', 'send it in parts'],
  aliases: ['aliases', 'send it in parts, or ask for several values by one filter with `in`'],
  repetitions: ['selections of one field in one place', 'select it once'],
  directives: ['directives', 'leave out fields instead of skipping them'],
  directivesInOnePlace: ['directives in one place', 'give each once'],
  list: ['elements in one list', 'ask in several requests'],
  where: ['characters of SECL', 'put long lists into `filter`, by `in`'],
  variableValues: ['values in variables', 'ask in several requests'],
};

/**
 * @param what has too much, such as "The document"
 * @param found how much; where counting stopped at the limit, undefined
 */
export function tooComplex(limit: LimitName, what: string, found?: number): AppError {
  const most = MOST[limit];
  const [counted, advice] = WORDS[limit];
  const much = found === undefined ? `more than ${most}` : `${found}`;
  const message = `${what} has ${much} ${counted}, and ${most} are the most; ${advice}`;
  return new AppError('query.too_complex', message, { details: { limit, found: found ?? most + 1, most } });
}
