import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import { connect } from './connect.js';
import { createDatabase } from './create-database.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

/** Database of the embedded PostgreSQL. */
const DATABASE_NAME = 'spoor';

const OLDEST_VERSION = 15;

/** A database to connect to, and what it takes to let go of it. */
export interface OpenPostgres {
  /** Changes when the embedded server had to be started again. */
  readonly url: string;
  /** Starts the embedded server again if it is gone. Absent for a server that is not ours to start. */
  revive?(): Promise<boolean>;
  /** Stops the embedded server. */
  stop(): Promise<void>;
}

/**
 * The database that the configuration names, or the one in the embedded PostgreSQL, started for it.
 *
 * @throws AppError `database.unavailable`, or `config.invalid` for a server too old
 */
export async function openPostgres(config: Pick<Config, 'databaseUrl' | 'dataFolder'>): Promise<OpenPostgres> {
  if (config.databaseUrl !== undefined) {
    await checkVersion(config.databaseUrl);
    return { url: config.databaseUrl, stop: () => Promise.resolve() };
  }
  const server = await startEmbeddedPostgres(config.dataFolder);
  try {
    await createDatabase(server.url('postgres'), DATABASE_NAME);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    get url() {
      return server.url(DATABASE_NAME);
    },
    revive: () => server.revive(),
    stop: () => server.stop(),
  };
}

async function checkVersion(url: string): Promise<void> {
  const client = await connect(url);
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    const version = rows[0]?.server_version ?? '';
    if (Number.parseInt(version, 10) >= OLDEST_VERSION) return;
    const sentence = `DATABASE_URL names a PostgreSQL ${version}; Spoor needs ${OLDEST_VERSION} or newer`;
    throw new AppError('config.invalid', sentence);
  } finally {
    await client.end();
  }
}
