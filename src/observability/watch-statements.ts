import type { FastifyBaseLogger } from 'fastify';
import type { Database, Statement } from '../database/database.js';
import type { Metrics } from './metrics.js';
import type { RequestScope } from './request-scope.js';
import type { Tracing } from './tracing.js';

export interface StatementWatch {
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly log: FastifyBaseLogger;
  /** Milliseconds; 0 for never. */
  readonly slowQuery: number;
}

/** Characters of a statement without a name that the log shows. */
const LONGEST_TEXT = 4_000;

/**
 * Measures every statement of a database, traces it, and logs it when it was slow: by its name or its text, in which
 * every value is a parameter, and never with the values.
 *
 * @returns a function that ends the watching
 */
export function watchStatements(database: Database, { metrics, tracing, log, slowQuery }: StatementWatch): () => void {
  return database.onStatement((statement, milliseconds, scope) => {
    metrics.statementRan(statement.name ?? 'unnamed', milliseconds);
    if (scope?.span) trace(tracing, statement, milliseconds, scope);
    if (slowQuery && milliseconds >= slowQuery) {
      const { requestId: reqId, operation } = scope ?? {};
      log.warn({ reqId, operation, ms: Math.round(milliseconds), ...described(statement) }, 'Slow statement');
    }
  });
}

/** The statement has run: its span begins in the past and ends now. */
function trace(
  tracing: Tracing | undefined,
  statement: Statement,
  milliseconds: number,
  { span: parent }: RequestScope,
): void {
  const name = statement.name ?? 'unnamed statement';
  const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': name };
  tracing?.start(name, { kind: 'client', attributes, parent, startedBefore: milliseconds }).end();
}

function described({ name, text }: Statement): { readonly statement?: string; readonly text?: string } {
  return name ? { statement: name } : { text: text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TEXT) };
}
