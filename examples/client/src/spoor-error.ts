/** An error as GraphQL tells it; Spoor adds `code` and `retryable`. */
export interface GraphQLFailure {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** What Spoor says went wrong. */
export class SpoorError extends Error {
  override readonly name = 'SpoorError';
  readonly extensions: Readonly<Record<string, unknown>>;

  /** @param retryAfter milliseconds to wait before the next attempt, where Spoor says so */
  constructor(
    { message, extensions = {} }: GraphQLFailure,
    readonly retryAfter?: number,
  ) {
    super(message);
    this.extensions = extensions;
  }

  /** Stable, such as `RATE_LIMITED`: docs/errors.md lists them. */
  get code(): string {
    return String(this.extensions['code']);
  }

  /** Whether the same request may succeed later. */
  get isRetryable(): boolean {
    return this.extensions['retryable'] === true;
  }
}
