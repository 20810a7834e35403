import type { FastifyBaseLogger } from 'fastify';
import { volatileSettings } from '../database/durability.js';
import type { HealthChange } from '../database/database-health.js';
import type { SupervisorNews } from '../database/supervisor.js';
import type { Services } from '../services.js';

/** Logs what becomes of the database, and what an operator should know of its settings. */
export async function logDatabase(log: FastifyBaseLogger, services: Services): Promise<void> {
  services.health.onChange((change) => logChange(log, change));
  services.onSupervisorNews((news) => logNews(log, news));
  const settings = await volatileSettings(services.control);
  if (!settings.length) return;
  log.warn(
    { settings },
    'PostgreSQL is told not to wait for its disk: a crash of its machine may lose what was stored',
  );
}

function logChange(log: FastifyBaseLogger, change: HealthChange): void {
  switch (change.kind) {
    case 'lost':
      return log.error({ err: change.error }, 'The database does not answer; ingest is refused until it does');
    case 'severed':
      return log.error('The database stands still; everything that waited for it was given up');
    case 'back':
      return log.info('The database answers again');
  }
}

function logNews(log: FastifyBaseLogger, news: SupervisorNews): void {
  if (news.kind === 'restarted') return log.warn('The embedded PostgreSQL was gone and has been started again');
  const { error, nextInMilliseconds } = news;
  log.error({ err: error, nextInMilliseconds }, 'The embedded PostgreSQL is gone and does not start');
}
