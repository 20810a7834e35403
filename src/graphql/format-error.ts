import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { AppError, type ErrorCode } from '../errors.js';

/** Codes of our errors as GraphQL clients know them. docs/errors.md lists them. */
const CODES: Readonly<Partial<Record<ErrorCode, string>>> = {
  'input.invalid': 'BAD_USER_INPUT',
  'auth.unauthenticated': 'UNAUTHENTICATED',
  'auth.forbidden': 'FORBIDDEN',
  'auth.unavailable': 'SERVICE_UNAVAILABLE',
  'event.not_found': 'NOT_FOUND',
  'token.not_found': 'NOT_FOUND',
  'webhook.not_found': 'NOT_FOUND',
  'feed.cursor_expired': 'CURSOR_EXPIRED',
  'feed.consumer_too_slow': 'CONSUMER_TOO_SLOW',
  'query.timeout': 'QUERY_TIMEOUT',
  'query.too_complex': 'QUERY_TOO_COMPLEX',
  'query.batched': 'BATCHING_NOT_ALLOWED',
  'query.needs_stream': 'SUBSCRIPTION_NEEDS_STREAM',
  'subscription.too_many': 'TOO_MANY_SUBSCRIPTIONS',
  'query.not_persisted': 'PERSISTED_DOCUMENT_REQUIRED',
  'query.unknown_document': 'PERSISTED_DOCUMENT_NOT_FOUND',
  'rate.limited': 'RATE_LIMITED',
  'request.timeout': 'REQUEST_TIMEOUT',
  'request.too_large': 'REQUEST_TOO_LARGE',
  'database.unavailable': 'SERVICE_UNAVAILABLE',
};

/**
 * Translates an error for the client: a stable code, and whether trying again helps. What is no error of ours or of the
 * client's shows nothing of itself.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const error = originalOf(thrown);
  const where = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  const describe = (message: string, code: string, retryable: boolean, details = {}): GraphQLFormattedError => ({
    message,
    ...where,
    extensions: { code, retryable, ...details },
  });
  if (error instanceof AppError) {
    return describe(error.message, CODES[error.code] ?? 'INTERNAL_SERVER_ERROR', error.retryable, error.details);
  }
  const code = formatted.extensions?.['code'];
  if (isWrongValue(thrown)) return describe(withAdvice(formatted.message), 'BAD_USER_INPUT', false);
  if (formatted.extensions?.['validationErrorCode'] === 'INTROSPECTION_DISABLED') {
    return describe(NO_INTROSPECTION, 'INTROSPECTION_DISABLED', false);
  }
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR') return describe(formatted.message, code, false);
  const sentence = 'Something went wrong inside Spoor; its log has the reason under this requestId';
  return describe(sentence, 'INTERNAL_SERVER_ERROR', true);
}

const NO_INTROSPECTION =
  'The GraphQL schema cannot be asked for here (SPOOR_INTROSPECTION is false); read it in schema/schema.graphql';

/** What a resolver threw, or one of ours that kept the operation from running: these have no path. */
function originalOf(thrown: unknown): unknown {
  if (thrown instanceof GraphQLError && thrown.originalError instanceof AppError) return thrown.originalError;
  return unwrapResolverError(thrown);
}

const VALUES: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

/**
 * A value that its type refuses is the same mistake in the document as in a variable. A null where only the default value
 * of the variable fits is found when the field is executed.
 */
function isWrongValue(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  const kind = error.nodes?.[0]?.kind;
  return error.path ? kind === Kind.VARIABLE : VALUES.has(kind ?? '');
}

function withAdvice(message: string): string {
  if (!/^Field .* is not defined by type/.test(message) || message.includes('Did you mean')) return message;
  return `${message} GraphiQL and schema/schema.graphql list the fields that it has.`;
}
