import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/database.js';
import { version } from '../version.js';

/** Milliseconds after which a database that says nothing counts as down. */
const PATIENCE = 2_000;

/** `/health/live`: the process runs. `/health/ready`: it can do its work. `/version`. */
export function healthRoutes(app: FastifyInstance, database: Database): void {
  app.get('/health/live', () => ({ status: 'ok' }));
  app.get('/version', () => ({ name: 'spoor', version }));
  app.get('/health/ready', async (_request, reply) => {
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
