import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

export interface StoredCounts {
  readonly events: number;
  readonly deadLetters: number;
  /** Events by the roll-ups. */
  readonly counted: number;
}

/** Counts in the embedded PostgreSQL of a data folder, which runs. */
export async function storedCounts(folder: string): Promise<StoredCounts> {
  const port = readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[3]?.trim();
  const password = readFileSync(join(folder, 'password'), 'utf8');
  const client = new pg.Client({ connectionString: `postgresql://spoor:${password}@127.0.0.1:${port}/spoor` });
  await client.connect();
  const { rows } = await client.query<Record<'events' | 'letters' | 'counted', string>>(
    `select (select count(*) from event)::text as events, (select count(*) from dead_letter)::text as letters,
            (select coalesce(sum(events), 0) from event_count where dimension = 'TOTAL')::text as counted`,
  );
  await client.end();
  const [row] = rows;
  return { events: Number(row?.events), deadLetters: Number(row?.letters), counted: Number(row?.counted) };
}
