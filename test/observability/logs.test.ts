import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { ApiTokenStore } from '../../src/auth/token-store.js';
import { scopeNames } from '../../src/auth/scopes.js';
import { connect } from '../../src/database/connect.js';
import { Database } from '../../src/database/database.js';
import { loggableError } from '../../src/observability/loggable-error.js';
import { bearer } from '../http/test-server.js';
import { startCli } from '../support/cli.js';
import { cloneDatabase } from '../support/database.js';

type Line = Readonly<Record<string, unknown>>;

let token: string;
let principal: string;
let output = '';
let lines: readonly Line[] = [];

/** A whole life of a server, with marks in everything that must not be logged. */
beforeAll(async () => {
  const testDatabase = await cloneDatabase();
  const database = new Database(testDatabase.url, { connections: 1, statementTimeout: 10_000 });
  const created = await new ApiTokenStore(database).create(
    { name: 'log', scopes: scopeNames, hosts: [], expiresAt: undefined },
    {},
    new Date(),
  );
  await database.close();
  token = created.secret;
  principal = created.token.id;

  const running = startCli(['serve'], { DATABASE_URL: testDatabase.url, SPOOR_PORT: '0', SPOOR_SLOW_QUERY: '1' });
  running.process.stdout?.on('data', (bytes) => (output += String(bytes)));
  running.process.stderr?.on('data', (bytes) => (output += String(bytes)));
  let url: string | undefined;
  while (!(url = /Spoor listens on (http:\S+);/.exec(output)?.[1])) await setTimeout(20);

  const send = (path: string, body: string, headers: Record<string, string> = bearer(token)): Promise<unknown> =>
    fetch(`${url}${path}`, { method: 'POST', body, headers }).then((response) => response.text());
  const ask = (query: string, variables?: object): Promise<unknown> =>
    send('/graphql', JSON.stringify({ query, variables }), { ...bearer(token), 'content-type': 'application/json' });

  await send(
    '/v1/events?host=MARK-host',
    '{"evt":{"name":"exec"},"title":"MARK-title","process":{"pid":1,"args":["MARK-args"]},"MARK-key":1}\n{"a":"MARK-bad}\n{"process":{"pid":"MARK-type"}}\n',
  );
  await send('/v1/events', '{}', bearer('spoor_MARK'));
  await send('/v1/events', '{}', { 'dd-api-key': 'MARK-agent-key' });
  await ask(
    // One of its statements takes longer than a millisecond for sure.
    `query Found($path: String) {
      securityEvents(filter: { file: { path: { eq: $path } } }) { nodes { id } }
      eventFacets(filter: { title: { matches: "." } }, dimensions: [HOST, FILE_PATH, CONTAINER]) { values { value } }
    }`,
    { path: 'MARK-variable' },
  );
  await ask('query Mistake { securityEvents(where: "exec.file.path == MARK-secl") { nodes { id } } }');
  await ask('query Pattern { securityEvents(filter: { title: { matches: "(MARK-pattern" } }) { nodes { id } } }');
  await fetch(`${url}/nowhere/MARK-path?token=MARK-query`, { headers: bearer(token) });
  await fetch(`${url}/v1/events/event_MARK`, { headers: bearer(token) });

  // From here on PostgreSQL refuses what our checks let pass, and misses a table: what it says repeats the row.
  const client = await connect(testDatabase.url);
  await client.query("alter table agent_context add constraint no_mark check (version <> 'MARK-refused')");
  await send('/v1/events', '{"evt":{"name":"exec"},"agent":{"version":"MARK-refused"}}');
  await client.query('alter table host rename to host_gone');
  await client.end();
  await send('/v1/events', '{"evt":{"name":"exec"},"hostname":"MARK-other-host"}');
  await ask('query Broken($title: String) { securityEvents(filter: { title: { eq: $title } }) { nodes { title } } }', {
    title: 'MARK',
  });

  running.process.kill('SIGTERM');
  await once(running.process, 'close');
  lines = output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
  await testDatabase.drop();
});

afterAll(() => expect(output).not.toBe(''));

function find(fields: Line): readonly Line[] {
  return lines.filter((line) => Object.entries(fields).every(([key, value]) => line[key] === value));
}

describe('the log of a server', () => {
  it('holds nothing of events, of queries’ values and of secrets', () => {
    expect(output.split('\n').filter((line) => /MARK/.test(line))).toEqual([]);
    expect(output).not.toContain(token);
    expect(output).not.toContain(token.slice(6, 30));
  });

  it('has one line a request: what, by whom, how it ended, how long it took', () => {
    const [stored] = find({ msg: 'Request', route: '/v1/events', status: 200 });

    expect(stored).toMatchObject({ level: 30, method: 'POST', principal: expect.stringContaining(principal) });
    expect(stored).toMatchObject({
      reqId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ms: expect.any(Number),
      bytesIn: expect.any(Number),
    });
    expect(find({ msg: 'Request' })).toHaveLength(11);
    expect(find({ msg: 'Request', status: 401 })).toHaveLength(2);
    expect(find({ msg: 'Request', route: 'none', status: 404 })).toHaveLength(1);
    expect(find({ msg: 'Request', route: '/graphql', operation: 'Found' })).toHaveLength(1);
  });

  it('names the operation and the request of a slow statement, and shows its text with no value in it', () => {
    const [request] = find({ msg: 'Request', operation: 'Found' });
    const slow = find({ msg: 'Slow statement', reqId: request?.['reqId'] });

    // Statements that let the request in come before there is an operation.
    const [search] = slow.filter(({ operation }) => operation === 'Found');
    expect(search).toMatchObject({ level: 40, ms: expect.any(Number) });
    expect(slow.some(({ text }) => /\$1/.test(String(text)))).toBe(true);
    expect(find({ msg: 'Slow statement' }).some(({ statement }) => statement === 'insert_event')).toBe(true);
  });

  it('says what went wrong inside, where, and in which request', () => {
    const [failed] = find({ msg: 'Request failed' });
    const [operation] = find({ msg: 'GraphQL operation failed' });

    expect(failed).toMatchObject({ level: 50, err: { code: '42P01', message: expect.stringContaining('host') } });
    expect(find({ msg: 'Request', reqId: failed?.['reqId'], status: 500 })).toHaveLength(1);
    expect(operation).toMatchObject({ level: 50, err: { code: '42P01', stack: expect.stringContaining('    at ') } });
  });
});

describe('an error in the log', () => {
  it('shows nothing that PostgreSQL repeats of the data', () => {
    const refused = Object.assign(new Error('invalid input syntax for type integer: "MARK"'), {
      ...{ code: '22P02', detail: 'MARK', where: 'MARK', internalQuery: 'MARK' },
    });
    const wrapped = new Error('A batch failed', { cause: refused });

    expect(JSON.stringify(loggableError(wrapped))).not.toContain('MARK');
    expect(loggableError(wrapped)).toMatchObject({ message: 'A batch failed', cause: { code: '22P02' } });
    expect(loggableError('MARK')).not.toMatchObject({ message: expect.stringContaining('MARK') });
  });
});
