import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { connect } from '../../src/database/connect.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { countsIn, runCli, startCli, type Settings } from '../support/cli.js';
import { postmasterOf } from '../support/postmaster.js';
import { simulatedLines } from '../support/simulated.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';

const EVENTS = 600;

let folder: TemporaryFolder;
let settings: Settings;
let server: EmbeddedPostgres;

beforeAll(async () => {
  folder = temporaryFolder();
  settings = { SPOOR_DATA_DIR: folder.path, SPOOR_BATCH_DOCUMENTS: '50' };
  server = await startEmbeddedPostgres(folder.path);
});

afterAll(async () => {
  await server.stop();
  folder.remove();
});

async function countEvents(): Promise<number> {
  const client = await connect(server.url('spoor')).catch(() => undefined);
  if (!client) return 0;
  try {
    return (await client.query<{ n: number }>('select count(*)::int as n from event')).rows[0]?.n ?? 0;
  } catch {
    return 0;
  } finally {
    await client.end();
  }
}

it('loses nothing when Postgres is killed in the middle: the same import again completes it', async () => {
  const lines = simulatedLines(EVENTS).map((line) => `${line}\n`);
  const running = startCli(['import', '-'], settings);
  running.process.stdin?.write(lines.slice(0, EVENTS / 2).join(''));
  while ((await countEvents()) < 100) await setTimeout(50);

  process.kill(postmasterOf(folder.path), 'SIGKILL');
  running.process.stdin?.end(lines.slice(EVENTS / 2).join(''));
  const interrupted = await running.result;

  const reported = countsIn(interrupted)['stored'] as number;
  expect(interrupted.code).toBe(1);
  expect(reported).toBeGreaterThanOrEqual(50);
  expect(reported).toBeLessThan(EVENTS);
  expect(interrupted.stderr).toMatch(
    `The import ended in standard input: The database does not answer; try again in a few seconds; ${reported} events`,
  );

  const repeated = await runCli(['import', '-'], settings, lines.join(''));

  const { stored, duplicates } = countsIn(repeated) as { stored: number; duplicates: number };
  expect(repeated.code).toBe(0);
  expect(stored + duplicates).toBe(EVENTS);
  // The last batch before the end may be committed without a word of it getting through.
  expect(duplicates).toBeGreaterThanOrEqual(reported);
  expect((await runCli(['import', '-'], settings, lines.join(''))).stdout).toMatch(/^stored +0$/m);
  const verified = await runCli(['db', 'verify'], settings);
  expect(verified.stdout).toMatch(new RegExp(`^event.batch_id -> ingest_batch +${EVENTS}  none dangles$`, 'm'));
  expect(verified.code).toBe(0);
});
