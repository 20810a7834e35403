import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { connect } from '../../src/database/connect.js';
import { runCli, type Settings } from '../support/cli.js';
import { emptyDatabase, type TestDatabase } from '../support/database.js';
import { simulatedNdjson } from '../support/simulated.js';

const MIGRATIONS = readdirSync(new URL('../../prisma/migrations/', import.meta.url)).filter((name) => /^\d/.test(name));

/** One database, from empty to damaged: the tests follow each other. */
let database: TestDatabase;
let settings: Settings;

beforeAll(async () => {
  database = await emptyDatabase();
  settings = { DATABASE_URL: database.url };
});

afterAll(() => database.drop());

function db(verb: string): ReturnType<typeof runCli> {
  return runCli(['db', verb], settings);
}

describe('spoor db', () => {
  it('status says what is pending', async () => {
    const { code, stdout } = await db('status');

    expect(code).toBe(0);
    expect(stdout).toBe(MIGRATIONS.map((name) => `pending   ${name} (run \`spoor db migrate\`)\n`).join(''));
  });

  it('verify says that there is nothing yet', async () => {
    const { code, stderr } = await db('verify');

    expect(code).toBe(1);
    expect(stderr).toBe('The database has no tables of ours; run `spoor db migrate` first\n');
  });

  it('migrate applies what is pending, once', async () => {
    const [first, second] = [await db('migrate'), await db('migrate')];

    expect(first.stdout).toBe(MIGRATIONS.map((name) => `applied ${name}\n`).join(''));
    expect(second.stdout).toBe('The database is up to date: no migration is pending\n');
  });

  it('status shows counts and sizes', async () => {
    await runCli(['import', '-'], settings, `${simulatedNdjson(30)}oops\n`);

    const { stdout } = await db('status');

    expect(stdout).toMatch(/^applied {3}20261121000000_init\n/);
    expect(stdout).toMatch(/^hosts +4$/m);
    expect(stdout).toMatch(/^events +30$/m);
    expect(stdout).toMatch(/^batches +1$/m);
    expect(stdout).toMatch(/^dead letters +1$/m);
    expect(stdout).toMatch(/^process_context +[\d.]+ [KM]iB +\d+$/m);
  });

  it('restored leaves numbers of batches out', async () => {
    const { code, stdout } = await db('restored');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^The next batch has a number above 10000000\d\d: /);
  });

  it('verify finds nothing wrong, until a row is gone', async () => {
    const before = await db('verify');
    const client = await connect(database.url);
    await client.query('delete from agent_context');
    await client.end();
    const after = await db('verify');

    expect(before.code).toBe(0);
    expect(before.stdout).toMatch(/\nNothing dangles\n$/);
    expect(after.code).toBe(1);
    expect(after.stdout).toMatch(/^event\.agent_id -> agent_context +30 {2}30 dangle, one in event [0-9a-f-]{36}$/m);
    expect(after.stdout).toMatch(/\n30 references dangle\n$/);
  });
});
