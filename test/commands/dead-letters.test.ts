import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect } from '../../src/database/connect.js';
import { runCli, type CliResult } from '../support/cli.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(() => database.drop());

const spoor = (args: readonly string[], input?: string): Promise<CliResult> =>
  runCli(args, { DATABASE_URL: database.url }, input);

it('dead letters are listed, exported and tried again', async () => {
  const documents = ['{"evt":{},"process":{"pid":"x"}}', '{"evt":{},"process":{"pid":"y"}}', '[]'];
  await spoor(['import', '--host', 'a', '-'], `${documents.join('\n')}\n`);

  const listed = await spoor(['dead-letters', 'list', '--limit', '2']);
  const exported = await spoor(['dead-letters', 'export', '--code', 'field.wrong_type', '--contains', '"x"']);
  const client = await connect(database.url);
  await client.query(`update dead_letter set raw = '{"evt":{}}', byte_length = 10 where message like '%"x"%'`);
  await client.end();
  const replayed = await spoor(['dead-letters', 'replay', '--host', 'a', '--since', '2020-01-01T00:00:00Z']);

  expect(listed.stdout).toMatch(/^field\.wrong_type +2$/m);
  expect(listed.stdout).toMatch(/^document\.not_object +1$/m);
  expect(listed.stdout.match(/^\d{4}-\S+Z {2}a /gm)).toHaveLength(2);
  const lines = exported.stdout.trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { raw: object }).raw)).toEqual([
    { encoding: 'UTF8', content: documents[0] },
  ]);
  expect(replayed).toMatchObject({
    code: 0,
    stdout: 'replayed       3\nstored         1\nduplicates     0\nstill refused  2\n',
  });
  expect(replayed.stderr.trim().split('\n')).toHaveLength(2);
  const again = await spoor(['dead-letters', 'list', '--code', 'nothing.such']);
  expect(again.stdout).toBe('There are no dead letters of that kind\n');
});
