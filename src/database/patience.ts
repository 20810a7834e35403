import type pg from 'pg';

/** Milliseconds past the server's own timeout after which a server that says nothing is given up. */
const SILENCE = 5_000;

/** The longest that a timer can wait: for statements that may take as long as they like. */
const NEVER = 2 ** 31 - 1;

/** Milliseconds after which an answer is not waited for any more. */
export function patienceFor(statementTimeout: number): number {
  return statementTimeout > 0 ? statementTimeout + SILENCE : NEVER;
}

/** The driver takes a limit for each query; its types do not know. */
export type TimedQuery = pg.QueryConfig & { readonly query_timeout: number };
