import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../observability/metrics.js';
import type { RequestScope } from '../observability/request-scope.js';
import type { Tracing } from '../observability/tracing.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by {@link watchRequests}. */
    scope?: RequestScope;
  }
}

/** What a client gets that went away before its answer was there, as nginx calls it. */
const CLIENT_GONE = 499;

/** Measures, traces and logs every request. Before all other hooks. */
export function watchRequests(app: FastifyInstance, metrics: Metrics, tracing: Tracing | undefined): void {
  app.decorateRequest('scope');
  app.addHook('onRequest', (request, reply, done) => {
    begin(request, reply, metrics, tracing);
    done();
  });
}

/** Also for a request that never gets to a hook, since its path cannot be read. */
export function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  metrics: Metrics,
  tracing: Tracing | undefined,
): void {
  const start = performance.now();
  const { method } = request;
  const route = request.routeOptions.url ?? 'none';
  const scope: RequestScope = { requestId: request.id, route };
  if (tracing) {
    const { traceparent } = request.headers;
    const attributes = { 'http.request.method': method, 'http.route': route, 'spoor.request_id': request.id };
    scope.span = tracing.start(`${method} ${route}`, { kind: 'server', attributes, traceparent: oneOf(traceparent) });
  }
  const { span } = scope;
  request.scope = scope;
  // Of the answer itself: it also ends when the client goes away, of which hooks hear nothing.
  reply.raw.once('close', () => {
    const milliseconds = performance.now() - start;
    const status = reply.raw.headersSent ? reply.raw.statusCode : CLIENT_GONE;
    metrics.requestAnswered({ method, route, status, milliseconds });
    if (span) {
      span.setAttribute('http.response.status_code', status);
      if (status >= 500) tracing?.fail(span);
      span.end();
    }
    request.log.info({ ...described(request, reply), method, route, status, ms: Math.round(milliseconds) }, 'Request');
  });
}

/** Who asked what for, and how much it was, as far as that is known. */
function described(request: FastifyRequest, reply: FastifyReply): Readonly<Record<string, unknown>> {
  return {
    operation: request.scope?.operation,
    principal: request.principal?.id,
    bytesIn: bytes(request.headers['content-length']),
    bytesOut: bytes(reply.raw.getHeader('content-length')),
  };
}

/** Undefined for what comes or goes in chunks. */
function bytes(header: unknown): number | undefined {
  return header === undefined ? undefined : Number(header);
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
