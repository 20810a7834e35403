import type { Config } from '../config.js';
import { Database } from '../database/database.js';
import { openPostgres } from '../database/open-postgres.js';

/** Milliseconds for one statement: who runs a command can stop it. */
const PATIENCE = 3_600_000;

/** Opens the database for a command that needs nothing else, and closes it after. */
export async function withDatabase<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const postgres = await openPostgres(config);
  const { databaseConnections: connections } = config;
  const database = new Database(postgres.url, { connections, statementTimeout: PATIENCE });
  try {
    return await work(database);
  } finally {
    await database.close();
    await postgres.stop();
  }
}
