import type { Config } from '../config.js';
import { throwWriteError } from './database-error.js';
import { Database, type DatabaseLocation } from './database.js';

/** Connections to one database in pools that cannot starve each other. */
export interface Databases {
  /** Queries of people and programs. */
  readonly readers: Database;
  /** Batches of events. Heavy queries do not stop them, nor the reverse. */
  readonly ingest: Database;
  /** Who is there, and what happened: short statements that always get their turn. */
  readonly control: Database;
  /** Is it well: a connection that nobody else ever has. */
  readonly probe: Database;
  /** Every pool but that of the probe: what statements run for somebody. */
  readonly used: readonly Database[];
  /** Every pool. */
  readonly all: readonly Database[];
  close(): Promise<void>;
}

/** Milliseconds of statements that ingest runs outside of a batch: looking up hosts. */
const INGEST_TIMEOUT = 30_000;

const CONTROL = { connections: 2, statementTimeout: 3_000, checkoutTimeout: 3_000 } as const;

export function openDatabases(
  location: DatabaseLocation,
  config: Pick<Config, 'databaseConnections' | 'ingestConnections' | 'statementTimeout'>,
): Databases {
  const readers = new Database(location, {
    connections: config.databaseConnections,
    statementTimeout: config.statementTimeout,
  });
  const ingest = new Database(location, {
    connections: config.ingestConnections,
    statementTimeout: INGEST_TIMEOUT,
    // Many batches wait for a few connections, and no longer than this for a server that stands still.
    checkoutTimeout: 20_000,
    applicationName: 'spoor ingest',
    translate: throwWriteError,
  });
  const control = new Database(location, { ...CONTROL, applicationName: 'spoor control' });
  const probe = new Database(location, { ...CONTROL, connections: 1, applicationName: 'spoor health' });
  const used = [readers, ingest, control];
  const all = [...used, probe];
  return {
    readers,
    ingest,
    control,
    probe,
    used,
    all,
    close: async () => void (await Promise.all(all.map((database) => database.close()))),
  };
}
