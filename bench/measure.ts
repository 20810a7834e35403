import pg from 'pg';
import type { EmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import type { EventFile } from './event-file.js';

/** One measured load of the whole file into a database of its own. */
export interface Run {
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly megabytesPerSecond: number;
  /** In tables and indexes, vacuumed and written out. */
  readonly storedBytesPerEvent: number;
}

export interface Load {
  readonly database: string;
  /** What is not measured. */
  prepare(url: string): Promise<void>;
  load(url: string): Promise<void>;
}

/** Loads into an empty database, measures, and drops it. */
export async function measure(server: EmbeddedPostgres, file: EventFile, load: Load): Promise<Run> {
  const url = server.url(load.database);
  await run(server.url('postgres'), `drop database if exists ${load.database}`, `create database ${load.database}`);
  await load.prepare(url);
  await run(url, 'checkpoint');
  const start = performance.now();
  await load.load(url);
  const seconds = (performance.now() - start) / 1000;
  await run(url, 'vacuum (analyze)', 'checkpoint');
  const { events, bytes } = await stored(url);
  if (events !== file.events) throw new Error(`${load.database} holds ${events} of ${file.events} events`);
  await run(server.url('postgres'), `drop database ${load.database}`);
  return {
    seconds,
    eventsPerSecond: file.events / seconds,
    megabytesPerSecond: file.bytes / 1e6 / seconds,
    storedBytesPerEvent: bytes / file.events,
  };
}

export async function run(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function stored(url: string): Promise<{ events: number; bytes: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ bytes: string; copied: boolean }>(
    `select sum(pg_total_relation_size(c.oid))::text as bytes, to_regclass('events') is not null as copied
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> '_prisma_migrations'`,
  );
  const table = rows[0]?.copied ? 'events' : 'event';
  const counted = await client.query<{ events: string }>(`select count(*) as events from ${table}`);
  await client.end();
  return { events: Number(counted.rows[0]?.events), bytes: Number(rows[0]?.bytes) };
}
