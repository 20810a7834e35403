import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { migrate } from '#spoor/database/migrations.js';
import type { EmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import type { EventFile } from './event-file.js';
import { measure, type Run } from './measure.js';
import { PROGRAM } from './program.js';

/** (a) `spoor import` as a process of its own, from its start to its end. */
export function importWithSpoor(server: EmbeddedPostgres, file: EventFile): Promise<Run> {
  return measure(server, file, {
    database: 'bench_spoor',
    prepare: async (url) => void (await migrate(url)),
    load: (url) => importFile(url, file.path),
  });
}

async function importFile(url: string, path: string): Promise<void> {
  const env = { ...process.env, DATABASE_URL: url };
  const child = spawn(process.execPath, [PROGRAM, 'import', path], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The import ended with ${code}: ${said}`);
}
