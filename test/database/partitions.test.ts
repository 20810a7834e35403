import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../src/database/connect.js';
import { Database } from '../../src/database/database.js';
import { readPartitions } from '../../src/database/partition-list.js';
import { Partitions, firstId } from '../../src/database/partitions.js';
import { withShortLocks } from '../../src/database/short-locks.js';
import { RetentionWindow } from '../../src/storage/retention-window.js';
import { DAILY_TABLES } from '../../src/storage/table-catalog.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const DAY = 86_400_000;
const today = Date.UTC(2026, 5, 15);
const now = today + DAY / 2;

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await cloneDatabase();
  database = new Database(testDatabase.url, { connections: 4, statementTimeout: 10_000 });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function partitionsOf(day: number): Promise<string[]> {
  const all = await readPartitions(database);
  return all.filter(({ range }) => range?.from === firstId(day)).map(({ name }) => name);
}

async function insertAgent(milliseconds: number): Promise<unknown> {
  const rows = await database.query({
    text: 'insert into agent_context (id, host_id) values ($1, 1) returning tableoid::regclass::text as partition',
    values: [firstId(milliseconds)],
  });
  return rows[0]?.['partition'];
}

describe('the smallest id of a moment', () => {
  it.each([
    [0, '00000000-0000-0000-0000-000000000000'],
    [Date.UTC(2026, 5, 15), '019ec893-f400-0000-0000-000000000000'],
    [2 ** 48 - 1, 'ffffffff-ffff-0000-0000-000000000000'],
  ])('%d begins %s', (milliseconds, id) => {
    expect(firstId(milliseconds)).toBe(id);
  });
});

describe('a day that gets partitions', () => {
  it('has one in every daily table, which takes the whole day and nothing else', async () => {
    await new Partitions(database, new RetentionWindow(90)).ensure([today], now);

    expect(await partitionsOf(today)).toEqual(DAILY_TABLES.map((table) => `${table}_2026_06_15`).sort());
    expect(await insertAgent(today)).toBe('agent_context_2026_06_15');
    expect(await insertAgent(today + DAY - 1)).toBe('agent_context_2026_06_15');
    expect(await insertAgent(today + DAY)).toBe('agent_context_default');
  });

  it('is made once, whoever asks for it at the same moment', async () => {
    const day = today - DAY;

    await Promise.all([1, 2, 3].map(() => new Partitions(database, new RetentionWindow(90)).ensure([day], now)));

    expect(await partitionsOf(day)).toHaveLength(DAILY_TABLES.length);
  });

  it.each([
    ['the oldest day of the window', -90, true],
    ['a day before the window', -91, false],
    ['tomorrow', 1, true],
    ['the day after tomorrow', 2, false],
    ['the year 1', -739_416, false],
    ['the year 2999', 355_000, false],
  ])('%s: day %d of the window -> %s', async (_name, offset, isMade) => {
    const day = today + offset * DAY;
    // Rows of tomorrow stand in the default partition since the test above.
    await database.query({ text: 'delete from agent_context_default', values: [] });

    await new Partitions(database, new RetentionWindow(90)).ensure([day], now);

    expect(await partitionsOf(day)).toHaveLength(isMade ? DAILY_TABLES.length : 0);
  });

  it('stays in the default partitions when its first rows came while the window was narrower', async () => {
    const day = today - 200 * DAY;
    await new Partitions(database, new RetentionWindow(90)).ensure([day], now);
    expect(await insertAgent(day + 1)).toBe('agent_context_default');

    await new Partitions(database, new RetentionWindow(365)).ensure([day], now);

    expect(await partitionsOf(day)).toEqual([]);
    expect(await insertAgent(day + 2)).toBe('agent_context_default');
  });
});

describe('making partitions', () => {
  it('waits for nobody who writes to other days', async () => {
    await new Partitions(database, new RetentionWindow(90)).ensure([today], now);
    const writer = await connect(testDatabase.url);
    await writer.query('begin');
    await writer.query('insert into agent_context (id, host_id) values ($1, 1)', [firstId(today + 5)]);

    await new Partitions(database, new RetentionWindow(90)).ensure([today - 50 * DAY], now);
    await writer.query('insert into agent_context (id, host_id) values ($1, 1)', [firstId(today - 50 * DAY)]);
    await writer.query('commit');
    await writer.end();

    expect(await partitionsOf(today - 50 * DAY)).toHaveLength(DAILY_TABLES.length);
  });
});

describe('work that needs strong locks', () => {
  it('lets go again when somebody is in the way, and those behind it go on', async () => {
    const reader = await connect(testDatabase.url);
    await reader.query('begin');
    await reader.query('select count(*) from agent_context');

    const options = { patience: 0, statementTimeout: 10_000 };
    const attempt = withShortLocks(database, options, (transaction) =>
      transaction.query({ text: 'lock table only agent_context in access exclusive mode', values: [] }),
    );
    const behind = insertAgent(today + 6);

    expect(await attempt).toBeUndefined();
    expect(await behind).toBe('agent_context_2026_06_15');
    await reader.query('rollback');
    await reader.end();
    expect(await withShortLocks(database, options, () => Promise.resolve('done'))).toEqual({ value: 'done' });
  });
});
