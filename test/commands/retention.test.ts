import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/database/database.js';
import { readPartitionedDays } from '../../src/database/drop-partitions.js';
import { Partitions, dayName } from '../../src/database/partitions.js';
import { RetentionWindow } from '../../src/storage/retention-window.js';
import { DAY, startOfDay } from '../../src/utc-day.js';
import { runCli } from '../support/cli.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const old = startOfDay(Date.now()) - 30 * DAY;

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await cloneDatabase();
  database = new Database(testDatabase.url, { connections: 2, statementTimeout: 10_000 });
  await new Partitions(database, new RetentionWindow(90)).ensure([old], Date.now());
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function isThere(day: number): Promise<boolean> {
  return (await readPartitionedDays(database)).some((each) => each.day === day);
}

function retention(...options: string[]): ReturnType<typeof runCli> {
  return runCli(['retention', 'run', ...options], { DATABASE_URL: testDatabase.url, SPOOR_RETENTION_DAYS: '20' });
}

describe('spoor retention run', () => {
  it('says with --dry-run what it would do, and does nothing', async () => {
    const { code, stdout } = await retention('--dry-run');

    expect(code).toBe(0);
    expect(stdout).toContain(`events before ${dayName(old + 10 * DAY)} have expired\n`);
    expect(stdout).toMatch(new RegExp(`^${dayName(old)}  would be dropped, [\\d.]+ MiB$`, 'm'));
    expect(stdout).toMatch(/^dead letters +0 would be deleted$/m);
    expect(await isThere(old)).toBe(true);
  });

  it('drops what has expired', async () => {
    const { code, stdout } = await retention();

    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${dayName(old)}  dropped, [\\d.]+ MiB$`, 'm'));
    expect(await isThere(old)).toBe(false);
  });
});
