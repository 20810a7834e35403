import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.js';
import { version } from '../version.js';

/** Milliseconds after which a database that says nothing counts as down. */
const PATIENCE = 2_000;

/** Whoever looks after the process has no token, and learns nothing else here. */
const PUBLIC = { config: { access: 'public' } } as const;

/** `/health/live`: the process runs. `/health/ready`: it can do its work. `/version`. */
export function healthRoutes(app: FastifyInstance, database: Database): void {
  app.get('/health/live', PUBLIC, () => ({ status: 'ok' }));
  app.get('/version', PUBLIC, () => ({ name: 'spoor', version }));
  app.get('/health/ready', PUBLIC, async (_request, reply) => {
    const isReady = await answersInTime(database);
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable', database: isReady });
  });
}

async function answersInTime(database: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE)));
  const answer = database.query({ text: 'select 1', values: [] }).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}
