import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WINDOW, type PointAccount, type PointBudget } from '../limits/point-budget.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Points that a request to the route takes out of its client's budget. */
    points?: number;
  }
}

/** Takes the points of routes that name some (`config.points`). */
export function limitRates(app: FastifyInstance, budget: PointBudget): void {
  app.addHook('preHandler', async (request, reply) => {
    const { points } = request.routeOptions.config;
    if (points === undefined) return;
    const account = budget.account(clientOf(request));
    try {
      await account.take(points);
    } finally {
      setRateLimitHeaders(reply, account);
    }
  });
}

/** Whose budget a request uses: on a public route, that of its address. */
export function clientOf({ principal, ip }: Pick<FastifyRequest, 'principal' | 'ip'>): string {
  return principal ? `${principal.kind} ${principal.id}` : `address ${ip}`;
}

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers). */
export function setRateLimitHeaders(reply: FastifyReply, account: PointAccount): void {
  void reply.headers({
    'ratelimit-policy': `"points";q=${account.pointsPerMinute};w=${WINDOW}`,
    ratelimit: `"points";r=${account.balance.remaining};t=${account.secondsToReset()}`,
  });
}
