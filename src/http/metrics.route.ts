import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../observability/metrics.js';

/** `GET /metrics`: what Prometheus collects. */
export function metricsRoute(app: FastifyInstance, metrics: Metrics): void {
  app.get('/metrics', { config: { access: 'metrics:read' } }, async (_request, reply) => {
    const { contentType, text } = await metrics.read();
    return reply.header('content-type', contentType).header('cache-control', 'no-store').send(text);
  });
}
