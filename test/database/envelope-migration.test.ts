import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from '../../src/database/connect.js';
import { Database } from '../../src/database/database.js';
import { readPartitions } from '../../src/database/partition-list.js';
import { firstId } from '../../src/database/partitions.js';
import { emptyDatabase, type TestDatabase } from '../support/database.js';

const FOLDER = new URL('../../prisma/migrations/', import.meta.url);
const MIGRATION = '20261121140000_agent_intake';
const DAY = 86_400_000;
const DAYS = [Date.UTC(2026, 5, 15), Date.UTC(2026, 11, 31)];

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await emptyDatabase();
  database = new Database(testDatabase.url, { connections: 2, statementTimeout: 10_000 });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

function scriptOf(name: string): string {
  return readFileSync(new URL(`${name}/migration.sql`, FOLDER), 'utf8');
}

it('makes the partitions of envelopes for the days that events have', async () => {
  const earlier = readdirSync(FOLDER)
    .filter((name) => /^\d/.test(name) && name < MIGRATION)
    .sort();
  const client = await connect(testDatabase.url);
  for (const name of earlier) await client.query(scriptOf(name));
  for (const day of DAYS) {
    const name = `event_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '_')}`;
    const bounds = `from ('${firstId(day)}') to ('${firstId(day + DAY)}')`;
    await client.query(`create table ${name} partition of event for values ${bounds}`);
  }

  await client.query(scriptOf(MIGRATION));
  await client.end();

  const partitions = (await readPartitions(database)).filter(({ table }) => table === 'envelope');
  expect(partitions).toEqual([
    ...DAYS.map((day) => ({
      table: 'envelope',
      name: `envelope_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '_')}`,
      range: { from: firstId(day), to: firstId(day + DAY) },
    })),
    { table: 'envelope', name: 'envelope_default', range: undefined },
  ]);
});
