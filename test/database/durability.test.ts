import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/database/database.js';
import { volatileSettings } from '../../src/database/durability.js';
import { AppError } from '../../src/errors.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await cloneDatabase();
  const url = new URL(testDatabase.url);
  url.searchParams.set('options', '-c synchronous_commit=off');
  database = new Database(url.href, { connections: 1, statementTimeout: 10_000 });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const SETTING = { text: "select current_setting('synchronous_commit') as setting", values: [] };

describe('a transaction', () => {
  it('waits for the disk even where the server does not', async () => {
    const outside = await database.query(SETTING);
    const inside = await database.transaction((transaction) => transaction.query(SETTING), 10_000);
    const after = await database.query(SETTING);

    expect([outside, inside.rows, after]).toEqual([[{ setting: 'off' }], [{ setting: 'on' }], [{ setting: 'off' }]]);
  });

  it('leaves alone what a server promises beyond that', async () => {
    const rows = await database.transaction(async (transaction) => {
      await transaction.query({ text: "set local synchronous_commit = 'local'", values: [] });
      return (await transaction.query(SETTING)).rows;
    }, 10_000);

    expect(rows).toEqual([{ setting: 'local' }]);
  });
});

describe('what is thrown in a transaction', () => {
  it.each([new AppError('token.not_found', 'No such token'), new Error('a bug'), 'no error at all', null])(
    'comes out as it is: %s',
    async (thrown) => {
      const work = database.transaction(() => Promise.reject(thrown as Error), 10_000);

      expect(await work.catch((error: unknown) => error)).toBe(thrown);
    },
  );
});

describe('settings that no transaction can change', () => {
  it('are named when they make the server forget', async () => {
    const [row] = await database.query({ text: "select current_setting('fsync') as fsync", values: [] });

    const settings = await volatileSettings(database);

    expect(settings.includes('fsync = off')).toBe(row?.['fsync'] === 'off');
  });
});
