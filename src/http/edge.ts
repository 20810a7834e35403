import cors from '@fastify/cors';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Seconds that a browser may remember what a preflight said. */
const PREFLIGHT_LASTS = 600;

const HEADERS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
  },
  frameguard: { action: 'deny' },
  hsts: false,
  referrerPolicy: { policy: 'no-referrer' },
};

/**
 * What every answer tells browsers: not to guess types, not to frame, not to load anything (GraphiQL's page says what it
 * needs by itself), and which other origins may ask. Without origins there are none.
 *
 * That a name is only to be reached by TLS (HSTS) is for whoever does the TLS to say.
 */
export async function secureEdge(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  await app.register(helmet, HEADERS);
  if (!origins.length) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'content-encoding', 'traceparent'],
    exposedHeaders: ['retry-after', 'ratelimit', 'ratelimit-policy', 'spoor-withheld'],
    maxAge: PREFLIGHT_LASTS,
  });
}

/** The same for an answer that is given before any hook could add them: it has nothing to load either way. */
export function withEdgeHeaders(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
}
