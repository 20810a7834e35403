import type { FastifyInstance } from 'fastify';
import type { DatabaseHealth } from '../database/database-health.js';
import { version } from '../version.js';
import type { Drain } from './drain.js';

/** Whoever looks after the process has no token, and learns nothing else here. */
const PUBLIC = { config: { access: 'public' } } as const;

/** `/health/live`: the process runs. `/health/ready`: it can do its work, and means to go on with it. `/version`. */
export function healthRoutes(app: FastifyInstance, health: DatabaseHealth, drain: Drain): void {
  app.get('/health/live', PUBLIC, () => ({ status: 'ok' }));
  app.get('/version', PUBLIC, () => ({ name: 'spoor', version }));
  app.get('/health/ready', PUBLIC, async (_request, reply) => {
    const database = await health.check();
    const status = drain.isDraining ? 'stopping' : database ? 'ok' : 'unavailable';
    return reply.status(status === 'ok' ? 200 : 503).send({ status, database });
  });
}
