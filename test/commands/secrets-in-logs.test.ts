import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { runCli } from '../support/cli.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { serveSpoor, type ServingSpoor } from '../support/serving.js';
import { bearer } from '../http/test-server.js';
import { eventually } from '../http/eventually.js';
import { RawSocket } from '../http/subscribers.js';

const SENSITIVE = 'hunter2-in-the-arguments';

let database: TestDatabase;
let server: ServingSpoor;

beforeAll(async () => {
  database = await cloneDatabase();
  // The most that the log ever says.
  server = await serveSpoor({ DATABASE_URL: database.url, SPOOR_LOG_LEVEL: 'trace' });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function graphql(query: string, token: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(token) },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, text: await response.text() };
}

/** Says it in every place of a WebSocket that could hold it, and asks for something secret by it. */
async function byWebSocket(token: string): Promise<void> {
  for (const authorization of [`Bearer ${token}`, token]) {
    const socket = await RawSocket.open(server, { authorization, cookie: token }, `/graphql?token=${token}`);
    socket.send({ type: 'connection_init', payload: { authorization, token } });
    await Promise.race([socket.closed, once(socket.socket, 'message')]);
    const query = `subscription { eventFeed(after: "OLDEST", where: "exec.args == \\"${SENSITIVE}\\"") { cursor } }`;
    socket.send({ type: 'subscribe', id: token, payload: { query } });
    socket.send(`{"type":"${token}`);
    await socket.closed;
  }
}

describe('the output of spoor serve', () => {
  it('shows one secret once, and nothing of what was sent or asked', async () => {
    const first = server.token as string;
    const secrets: string[] = [];
    const make = async (name: string): Promise<{ secret: string; id: string }> => {
      const query = `mutation { createApiToken(input: { name: "${name}", scopes: ["events:*"] }) { secret apiToken { id } } }`;
      const { text } = await graphql(query, first);
      const [[secret = ''] = [], [id = ''] = []] = [/spoor_\w{36}/.exec(text) ?? [], /token_\w{32}/.exec(text) ?? []];
      secrets.push(secret);
      return { secret, id };
    };
    const [good, gone] = [await make('good'), await make('gone')];
    const byHand = await runCli(['token', 'create', '--name', 'cli', '--scope', 'events:*'], {
      DATABASE_URL: database.url,
    });
    secrets.push(byHand.stdout.trim());
    // Another process revokes it.
    const before = await graphql('{ viewer { name } }', gone.secret);
    await runCli(['token', 'revoke', gone.id], { DATABASE_URL: database.url });
    const after = await graphql('{ viewer { name } }', gone.secret);
    const wrong = `${good.secret.slice(0, -1)}${good.secret.endsWith('x') ? 'y' : 'x'}`;
    const jwt = [{ alg: 'none' }, { sub: 'secret-subject' }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const tokens = [first, ...secrets, wrong, `${jwt.join('.')}.AA`, 'no-token-at-all-7f3'];

    const answers = await Promise.all(
      tokens.flatMap((token) => [
        fetch(`${server.url}/api/v2/logs`, { method: 'POST', body: '{}', headers: { 'dd-api-key': token } }),
        ...[
          'authorization',
          'dd-api-key',
          'x-api-key',
          'cookie',
          'user-agent',
          'referer',
          'x-request-id',
          'x-forwarded-for',
          'traceparent',
        ].map((header) => fetch(`${server.url}/graphql`, { headers: { [header]: token } })),
        ...['Bearer', 'Basic', 'Token'].flatMap((scheme) =>
          ['/graphql', '/v1/events/x', '/nothing', '/v1/events/%ff'].map((path) =>
            fetch(server.url + path, { headers: { authorization: `${scheme} ${token}`, 'sec-fetch-site': 'none' } }),
          ),
        ),
        ...[
          '/graphql?token=',
          '/v1/events/x?api_key=',
          '/nothing#',
          '/nothing;',
          ...(token.startsWith('spoor_') ? [`/${token}?`] : []),
          `/v1/events/${token.replace(/^(?!spoor_).*/, 'x')}?`,
        ].map((path) => fetch(server.url + path + token, { headers: bearer(first) })),
        fetch(`${server.url}/v1/events?host=${token}`, {
          method: 'POST',
          body: `{"process":{"args":["${SENSITIVE}"]}}`,
          headers: bearer(token),
        }),
        graphql(`{ eventCount(where: "exec.args == \\"${SENSITIVE}\\"") { value } }`, token),
        graphql(`{ ${SENSITIVE.replaceAll('-', '_')} }`, token),
      ]),
    );
    const path = `query=${encodeURIComponent(`{ eventCount(where: "exec.args == \\"${SENSITIVE}\\"") { value } }`)}`;
    await fetch(`${server.url}/graphql?${path}`, { headers: { ...bearer(first), 'apollo-require-preflight': '1' } });
    for (const token of tokens) await byWebSocket(token);
    await graphql('query TheLastOne { viewer { name } }', first);
    await eventually(() => expect(server.output()).toContain('"operation":"TheLastOne"'));
    await server.stop();

    expect([before.status, after.status]).toEqual([200, 401]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 202, 400, 401, 404]));
    const output = server.output();
    expect(output.match(/"msg":"WebSocket closed"/g)).toHaveLength(2 * tokens.length);
    expect(output.match(/"route":"\/graphql"/g)?.length).toBeGreaterThan(30);
    expect(output.includes(`\n\n  ${first}\n\nMake others`)).toBe(true);
    const leaked = [
      ...tokens.slice(1),
      ...[first, ...secrets].map((secret) => Buffer.from(secret).toString('base64').slice(0, 40)),
      ...secrets.map((secret) => secret.slice(6, 36)),
      ...[SENSITIVE, SENSITIVE.replaceAll('-', '_')],
    ].filter((text) => output.includes(text));
    expect(leaked.map((text) => output.split('\n').find((line) => line.includes(text)))).toEqual([]);
    expect(output.split(first.slice(6, 36))).toHaveLength(2);
  });
});
