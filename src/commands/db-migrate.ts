import type { Config } from '../config.js';
import { migrate } from '../database/migrations.js';
import { openPostgres } from '../database/open-postgres.js';

/** `spoor db migrate`: applies pending migrations. */
export async function migrateDatabase(config: Config): Promise<void> {
  const postgres = await openPostgres(config);
  try {
    const applied = await migrate(postgres.url);
    for (const name of applied) process.stdout.write(`applied ${name}\n`);
    if (!applied.length) process.stdout.write('The database is up to date: no migration is pending\n');
  } finally {
    await postgres.stop();
  }
}
