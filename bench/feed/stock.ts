import { setTimeout } from 'node:timers/promises';
import type { EmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import { createDatabase } from '#spoor/database/create-database.js';
import { GraphQLClient } from '../query/graphql-client.js';
import { open } from '../query/kept-database.js';
import type { Delivered } from '../soak/messages.js';
import { Worker } from '../soak/worker.js';
import { FeedServer } from './feed-server.js';

/** A database with some events in it, which every step begins with a copy of. */
export interface Stock {
  readonly database: string;
  readonly token: string;
  /** Cursor and number of the last batch. */
  readonly after: string;
  readonly afterBatch: string;
  readonly events: number;
  /** Events a second that one server took, alone. */
  readonly rate: number;
}

export const CONNECTIONS = 4;

/** Delivers as fast as the server takes it, which measures the rate. */
export async function makeStock(postgres: EmbeddedPostgres, seconds: number): Promise<Stock> {
  const database = 'feed_stock';
  await createDatabase(postgres.url('postgres'), database);
  const server = await FeedServer.start(postgres.url(database));
  const token = server.token ?? '';
  const sender = await Worker.start<Delivered>('agent-sender.js', [server.url, token, 'stock']);
  try {
    sender.tell({ kind: 'deliver', connections: CONNECTIONS, eventsPerSecond: undefined });
    await setTimeout(seconds * 1000);
    const delivered = await sender.ask({ kind: 'stop' });
    const client = new GraphQLClient({ url: server.url, token });
    const { eventFeed } = await client.ask<{ eventFeed: { cursor: string } }>('{ eventFeed { cursor } }', {});
    client.close();
    const rate = delivered.acknowledged / delivered.seconds;
    const afterBatch = await tidy(postgres.url(database));
    return { database, token, after: eventFeed.cursor, afterBatch, events: delivered.acknowledged, rate };
  } finally {
    sender.end();
    await server.stop();
  }
}

/** As autovacuum would have it after a while, but now. */
async function tidy(url: string): Promise<string> {
  const client = await open(url);
  await client.query('vacuum (analyze)');
  const { rows } = await client.query<{ newest: string }>('select max(number)::text as newest from ingest_batch');
  await client.end();
  return rows[0]?.newest ?? '0';
}
