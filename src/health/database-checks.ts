import type { Database } from '../database/database.js';
import type { DatabaseHealth } from '../database/database-health.js';
import { appliedMigrations } from '../database/migrations.js';
import { dayName, daysAhead, daysWithoutPartitions } from '../database/partitions.js';
import type { HealthCheck } from './health-check.js';

/** What has to be well with the database: that it answers, that it is the one we know, that events have a place to go. */
export function databaseChecks(
  database: Database,
  health: DatabaseHealth,
  now: () => number = Date.now,
): HealthCheck[] {
  return [
    { name: 'database', check: () => answers(health) },
    { name: 'migrations', check: () => migrations(database) },
    { name: 'partitions', check: () => partitions(database, now()) },
  ];
}

/** By the same probe that ingest goes by. */
async function answers(health: DatabaseHealth): Promise<undefined> {
  await health.check();
  health.assertAvailable();
}

async function migrations(database: Database): Promise<string | undefined> {
  const { pending, failed, unknown } = await appliedMigrations(database);
  if (failed.length) return `${failed.join(', ')} failed`;
  if (pending.length) return `${pending.join(', ')} not applied; run \`spoor db migrate\``;
  if (unknown.length) return `${unknown.join(', ')} of a newer Spoor; this one is to be replaced`;
  return undefined;
}

async function partitions(database: Database, now: number): Promise<string | undefined> {
  const missing = await daysWithoutPartitions(database, daysAhead(now));
  return missing.length ? `none for ${missing.map(dayName).join(', ')}; retention makes them` : undefined;
}
