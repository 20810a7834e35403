import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { PROGRAM } from '../program.js';
import { simulateArguments, stockDigest, type EventStock } from './event-stock.js';
import { open, type KeptDatabase } from './kept-database.js';

/** The events in Spoor's data model, stored by `spoor import` from a pipe: they are 11 GB as a file. */
export function spoorDatabase(stock: EventStock): KeptDatabase {
  return {
    name: `spoor_${stock.events}`,
    marker: { ...stock, simulator: stockDigest(stock), migrations: migrations() },
    load: (url) => importEvents(url, stock),
  };
}

/** What the server and the import are told: the events stay in their days' partitions, whenever the bench runs. */
export function spoorEnvironment(url: string): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: url, SPOOR_RETENTION_DAYS: '3650' };
}

/** The output of `spoor simulate`, and its process. */
export function simulation(stock: EventStock): ChildProcess & { stdout: Readable } {
  return spawn(process.execPath, [PROGRAM, ...simulateArguments(stock)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function importEvents(url: string, stock: EventStock): Promise<void> {
  const source = simulation(stock);
  const importing = spawn(process.execPath, [PROGRAM, 'import', '-'], {
    env: spoorEnvironment(url),
    stdio: [source.stdout, 'inherit', 'inherit'],
  });
  // The pipe is the import's now: it has to see the end when the simulation ends, and the simulation when it ends.
  source.stdout.destroy();
  const [code] = (await once(importing, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The import ended with ${code}`);
  await expectEvents(url, 'event', stock.events);
}

/** The simulator writes no document twice, and all of them are events. */
export async function expectEvents(url: string, table: string, events: number): Promise<void> {
  const client = await open(url);
  const { rows } = await client.query<{ count: string }>(`select count(*) from ${table}`);
  await client.end();
  if (Number(rows[0]?.count) !== events) throw new Error(`${table} holds ${rows[0]?.count} of ${events} events`);
}

const MIGRATIONS = 'prisma/migrations';

/** Each migration with a digest of its text: one that is edited before its release makes another data model, too. */
function migrations(): string[] {
  const names = readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map(({ name }) => {
    const text = readFileSync(`${MIGRATIONS}/${name}/migration.sql`);
    return `${name} ${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
  });
}
