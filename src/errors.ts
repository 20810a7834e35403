/**
 * An error that is part of the contract with our users. `http/problem.ts` and `graphql/format-error.ts` translate it;
 * everything else that is thrown is a bug, and masked.
 */
export class AppError extends Error {
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  /**
   * @param code stable and documented in docs/errors.md
   * @param message names the thing, the value and the next step
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    options: {
      readonly retryable?: boolean;
      readonly details?: Record<string, unknown>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

export type ErrorCode =
  | 'input.invalid'
  | 'auth.unauthenticated'
  | 'auth.forbidden'
  | 'auth.unavailable'
  | 'event.not_found'
  | 'token.not_found'
  | 'webhook.not_found'
  | 'feed.cursor_expired'
  | 'feed.consumer_too_slow'
  | 'feed.event_unreadable'
  | 'subscription.too_many'
  | 'subscription.too_many_each'
  | 'route.not_found'
  | 'ingest.empty_body'
  | 'ingest.truncated_body'
  | 'ingest.unsupported_encoding'
  | 'ingest.unreadable_body'
  | 'ingest.overloaded'
  | 'ingest.failed'
  | 'query.timeout'
  | 'query.too_complex'
  | 'query.batched'
  | 'query.needs_stream'
  | 'query.not_persisted'
  | 'query.unknown_document'
  | 'rate.limited'
  | 'request.timeout'
  | 'request.too_large'
  | 'database.unavailable'
  | 'database.unmigrated'
  | 'config.invalid';
