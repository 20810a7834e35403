import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../src/database/connect.js';
import { dataModelScript, migrate, migrationStatus } from '../../src/database/migrations.js';
import { emptyDatabase, type TestDatabase } from '../support/database.js';
import { readCatalog } from './catalog.js';

const INIT = '20261121000000_init';

const databases: TestDatabase[] = [];

async function newDatabase(): Promise<string> {
  const database = await emptyDatabase();
  databases.push(database);
  return database.url;
}

async function run(url: string, text: string): Promise<unknown[]> {
  const client = await connect(url);
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  await Promise.all(databases.splice(0).map((database) => database.drop()));
});

describe('the data model', () => {
  it('is what the migrations make, and a difference would show', async () => {
    const [modelled, migrated] = [await newDatabase(), await newDatabase()];
    await run(modelled, await dataModelScript(modelled));
    await migrate(migrated);

    const expected = await readCatalog(modelled);
    expect(expected).toContain('column event host_id integer not null');
    expect(expected).toContain('enum event_kind SECURITY_EVENT AGENT_REPORT');
    expect(await readCatalog(migrated)).toEqual(expected);

    await run(migrated, 'alter table event alter column host_id type bigint');
    expect(await readCatalog(migrated)).not.toEqual(expected);
  });
});

describe('migrate', () => {
  it('says what it applied, and the second time that there is nothing to do', async () => {
    const url = await newDatabase();

    expect((await migrationStatus(url)).pending).toContain(INIT);
    const applied = await migrate(url);

    expect(applied).toContain(INIT);
    expect(await migrate(url)).toEqual([]);
    expect(await migrationStatus(url)).toEqual({ applied, pending: [], unknown: [], failed: [], edited: [] });
  });

  it('applies everything once when many processes start at once', async () => {
    const url = await newDatabase();

    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);

    expect(applied.flat().filter((name) => name === INIT)).toHaveLength(1);
  });

  it('leaves nothing behind when a statement fails, and goes on once the cause is gone', async () => {
    const url = await newDatabase();
    await run(url, 'create type process_identity as (x int)');

    await expect(migrate(url)).rejects.toThrow(/process_identity/);
    expect((await migrationStatus(url)).failed).toEqual([INIT]);
    expect(await run(url, "select to_regtype('event_kind') as earlier")).toEqual([{ earlier: null }]);

    await run(url, 'drop type process_identity');
    expect(await migrate(url)).toContain(INIT);
  });

  it('refuses a database that holds something else', async () => {
    const url = await newDatabase();
    await run(url, 'create table somebody_elses ()');

    await expect(migrate(url)).rejects.toThrow(/^The database holds tables that are not of Spoor/);
  });

  it('goes on after its connection was cut in the middle', async () => {
    const url = await newDatabase();
    const blocker = await connect(url);
    await blocker.query(`begin; create type time_source as enum ('X')`);

    const migration = migrate(url);
    const cut = expect(migration).rejects.toThrow();
    await until(async () => {
      const waiting = `select pg_terminate_backend(pid) from pg_stat_activity
                        where datname = current_database() and query like '%CREATE TYPE%' and wait_event_type = 'Lock'`;
      return (await run(url, waiting)).length > 0;
    });
    await cut;
    await blocker.query('rollback');
    await blocker.end();

    expect(await migrate(url)).toContain(INIT);
  });
});

async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
}
