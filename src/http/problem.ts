import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode } from '../errors.js';
import { quote } from '../node-id.js';
import { graphqlProblem, isGraphQL } from './graphql-problem.js';

/** HTTP status of our errors. docs/errors.md lists them. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  'input.invalid': 400,
  'auth.unauthenticated': 401,
  'auth.forbidden': 403,
  'auth.unavailable': 503,
  'event.not_found': 404,
  'token.not_found': 404,
  'webhook.not_found': 404,
  'feed.cursor_expired': 410,
  'feed.consumer_too_slow': 408,
  'feed.event_unreadable': 500,
  'route.not_found': 404,
  'ingest.empty_body': 400,
  'ingest.truncated_body': 400,
  'ingest.unsupported_encoding': 415,
  'ingest.unreadable_body': 400,
  'ingest.overloaded': 429,
  'ingest.failed': 503,
  'query.timeout': 503,
  'query.too_complex': 400,
  'query.batched': 400,
  'query.needs_stream': 400,
  'subscription.too_many': 503,
  'subscription.too_many_each': 429,
  'query.not_persisted': 400,
  'query.unknown_document': 400,
  'rate.limited': 429,
  'request.timeout': 408,
  'request.too_large': 413,
  'database.unavailable': 503,
  'database.unmigrated': 503,
  'config.invalid': 500,
};

/** Seconds after which a client may try again when it is told to. */
const RETRY_AFTER = 5;

/** The HTTP status of one of our errors. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code];
}

/**
 * How to say who one is (RFC 6750, section 3). A browser that wants a page asks its user for the password, which is the
 * API token; a program must not be asked.
 */
function challenges({ method, headers, routeOptions }: FastifyRequest): string[] {
  const isPage = method === 'GET' && headers.accept?.includes('text/html') && routeOptions.config.takesPassword;
  const password = 'Basic realm="Spoor: an API token is the password", charset="UTF-8"';
  return ['Bearer realm="spoor"', ...(isPage ? [password] : [])];
}

/** Answers an error as problem details (RFC 9457). What is no error of ours or of the client's shows nothing of itself. */
export function sendProblem(thrown: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = isTooLarge(thrown) ? new AppError('request.too_large', TOO_LARGE) : thrown;
  const { status, code, detail, retryable, details } = problemOf(error);
  // While the database is gone there are a thousand of these a second; that it is gone is logged once, elsewhere.
  if (code === 'database.unavailable') request.log.info({ code }, 'Request refused');
  else if (status >= 500) request.log.error({ err: error }, 'Request failed');
  if (status === 401) reply.header('www-authenticate', challenges(request));
  // Nothing more can come over a connection on which a body is stuck half-way.
  if (status === 408) reply.header('connection', 'close');
  const { retryAfter = RETRY_AFTER } = details;
  if (status === 429 || status === 503) reply.header('retry-after', retryAfter);
  if (error instanceof AppError && isGraphQL(request)) return reply.status(status).send(graphqlProblem(error, request));
  return reply
    .status(status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ status, code, detail, retryable, requestId: request.id, ...details }));
}

/** For a path that no route answers. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const routes =
    'the routes are /graphql, /graphql/stream, /v1/events, /v1/dead-letters, /api/v2/secruntime, /api/v2/logs, /health/live, /health/ready, /metrics and /version';
  const sentence = `Nothing answers ${request.method} ${quote(request.url)}; ${routes}`;
  return sendProblem(new AppError('route.not_found', sentence), request, reply);
}

const TOO_LARGE =
  'The body is larger than the 1 MiB that a GraphQL request may have; ask in several requests, and send events to /v1/events';

function isTooLarge(error: FastifyError | Error): boolean {
  return 'statusCode' in error && error.statusCode === 413;
}

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

function problemOf(error: FastifyError | Error): Problem {
  if (error instanceof AppError) {
    const { code, message: detail, retryable, details } = error;
    return { status: STATUS[code], code, detail, retryable, details };
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status >= 400 && status < 500) {
    return { status, code: 'request.invalid', detail: error.message, retryable: false, details: {} };
  }
  const detail = 'Something went wrong inside Spoor; its log has the reason under this requestId';
  return { status: 500, code: 'internal', detail, retryable: true, details: {} };
}
