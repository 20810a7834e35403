import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '../../src/database/database.js';
import { expireDeadLetters } from '../../src/retention/expire-dead-letters.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const CUTOFF = new Date('2026-06-15T00:00:00Z');

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await cloneDatabase();
  database = new Database(testDatabase.url, { connections: 2, statementTimeout: 10_000 });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function insert(count: number, receivedAt: string): Promise<void> {
  await database.query({
    text: `insert into dead_letter (id, host_id, batch_id, received_at, byte_length, code, pointer, message, raw)
           select gen_random_uuid(), 1, 1, $2::timestamptz, 1, 'x', '', 'x', '\\x00' from generate_series(1, $1)`,
    values: [count, receivedAt],
  });
}

it('deletes what came before a time, however much, and nothing else', async () => {
  await insert(2_500, '2026-06-14T23:59:59.999Z');
  await insert(7, '2026-06-15T00:00:00Z');

  expect(await expireDeadLetters(database, CUTOFF)).toBe(2_500);
  expect(await expireDeadLetters(database, CUTOFF)).toBe(0);

  const [row] = await database.query({ text: 'select count(*)::int as kept from dead_letter', values: [] });
  expect(row).toEqual({ kept: 7 });
});
