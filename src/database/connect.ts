import type { Socket } from 'node:net';
import pg from 'pg';
import { AppError } from '../errors.js';

/** Milliseconds after which a server that says nothing counts as unreachable. */
const TIMEOUT = 15_000;

/**
 * A connection of one's own, outside the pool.
 *
 * @param socket to connect by, for who may have to break the connection
 * @throws AppError `database.unavailable` that names the server and what it says
 */
export async function connect(connectionString: string, socket?: Socket): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: TIMEOUT,
    application_name: 'spoor',
    keepAlive: true,
    ...(socket && { stream: () => socket }),
  });
  // Whoever uses a connection that breaks gets the error; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { host, port, database } = client;
    const sentence = `PostgreSQL at ${host}:${port}, database ${database}, does not let us in: ${reason(error)}`;
    throw new AppError('database.unavailable', sentence, { retryable: true, cause: error });
  }
}

/** A host with several addresses gives one error an address, and no message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ');
  return error instanceof Error ? error.message : String(error);
}
