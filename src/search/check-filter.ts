import type { Database } from '../database/database.js';
import { AppError } from '../errors.js';
import { quote } from '../node-id.js';
import { conditionsOf, type Filter } from './filter.js';
import { MAX_WRITTEN_OUT, writtenOutLength } from './pattern-size.js';

/** The regular expressions of a filter. */
function patternsOf(filter: Filter): string[] {
  const patterns = [...conditionsOf(filter)].map((part) => {
    return 'test' in part && part.test.operator === 'matches' ? part.test.pattern : undefined;
  });
  return patterns.filter((pattern) => pattern !== undefined);
}

/**
 * Refuses texts that Postgres cannot even be asked for.
 *
 * @throws AppError `input.invalid`
 */
export function checkTexts(filter: Filter): void {
  for (const part of conditionsOf(filter)) {
    const texts = 'test' in part ? Object.values(part.test).flat() : [];
    const text = texts.find((value) => typeof value === 'string' && value.includes('\0')) as string | undefined;
    if (text === undefined) continue;
    throw new AppError('input.invalid', `The text ${quote(text)} holds a NUL, which no event does; leave it out`);
  }
}

/**
 * Has Postgres compile the regular expressions of a filter, so that a mistake is told with the expression it is in.
 *
 * @throws AppError `input.invalid`
 */
export async function checkPatterns(database: Database, filter: Filter): Promise<void> {
  for (const pattern of new Set(patternsOf(filter))) {
    checkSize(pattern);
    await database
      .query({ name: 'check_pattern', text: "select '' ~ $1", values: [`***:${pattern}`] })
      .catch((error: unknown) => {
        throw isInvalidPattern(error) ? refusal(pattern, error) : error;
      });
  }
}

/** Here and not in Postgres, which finds out only by trying, for as long as a busy processor takes. */
function checkSize(pattern: string): void {
  if (writtenOutLength(pattern) <= MAX_WRITTEN_OUT) return;
  const sentence = `The regular expression ${quote(pattern)} has more than ${MAX_WRITTEN_OUT} characters`;
  throw new AppError('input.invalid', `${sentence} when its repetitions are written out; repeat less`);
}

/** SQLSTATE `invalid_regular_expression`. */
function isInvalidPattern(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === '2201B';
}

function refusal(pattern: string, { message }: Error): AppError {
  const problem = message.replace(/^invalid regular expression: /, '');
  const sentence = `The regular expression ${quote(pattern)} does not compile: ${problem}`;
  return new AppError('input.invalid', `${sentence}; escape what is meant literally with a backslash`);
}

/** What to say when a search with regular expressions took too long. */
export function explainTimeout(error: unknown, filter: Filter): unknown {
  const [pattern] = patternsOf(filter);
  if (!pattern || !(error instanceof AppError) || error.code !== 'query.timeout') return error;
  const sentence = `The search for the regular expression ${quote(pattern)} took too long (SPOOR_STATEMENT_TIMEOUT)`;
  const advice = 'narrow the time range, or add a condition on a field with an index, such as a path';
  return new AppError('query.timeout', `${sentence}; ${advice}`, { cause: error });
}
