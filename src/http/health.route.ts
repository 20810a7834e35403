import type { FastifyInstance } from 'fastify';
import type { HealthChecks } from '../health/health-check.js';
import { version } from '../version.js';
import type { Drain } from './drain.js';

/** Whoever looks after the process has no token, and learns nothing else here. */
const PUBLIC = { config: { access: 'public' } } as const;

/** `/health/live`: the process runs. `/health/ready`: it can do its work, check by check, and means to go on with it. `/version`. */
export function healthRoutes(app: FastifyInstance, checks: HealthChecks, drain: Drain): void {
  app.get('/health/live', PUBLIC, () => ({ status: 'ok' }));
  app.get('/version', PUBLIC, () => ({ name: 'spoor', version }));
  app.get('/health/ready', PUBLIC, async (_request, reply) => {
    const report = await checks.run();
    const status = drain.isDraining ? 'stopping' : report.isReady ? 'ok' : 'unavailable';
    void reply.header('cache-control', 'no-store').status(status === 'ok' ? 200 : 503);
    return { status, checks: report.checks };
  });
}
