import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { ApiToken } from '../../src/auth/token-store.js';
import { eventually } from './eventually.js';
import { RawSocket, webSocketClient, webSocketUrl } from './subscribers.js';
import { bearer, startTestServer, type TestServer } from './test-server.js';

/** The protocol graphql-transport-ws, word by word, and the library's own client. */
let server: TestServer;
/** Says nothing, for as long as it is let. */
let silent: RawSocket;

beforeAll(async () => {
  server = await startTestServer({ corsOrigins: ['https://dashboard.example'], trustedProxies: ['127.0.0.0/8'] });
  silent = await RawSocket.open(server);
});

afterAll(() => server.close());

const QUERY = { type: 'subscribe', id: '1', payload: { query: '{ viewer { name } }' } };
const FEED = { type: 'subscribe', id: '1', payload: { query: 'subscription { eventFeed { cursor } }' } };

const init = (authorization?: string): object => ({
  type: 'connection_init',
  ...(authorization !== undefined && { payload: { authorization } }),
});

describe('a WebSocket', () => {
  it.each([
    [
      'nobody',
      () => init(),
      '4401 Unauthorized: The connection names nobody: `connection_init` has no `authorization`',
    ],
    [
      'what is no token',
      () => init('Bearer x'),
      '4403 Forbidden: The credential is not an API token of Spoor, or was not copied whole',
    ],
    ['a token without its scheme', () => init(server.token), '4403 Forbidden: `authorization` is no Bearer token'],
    ['a token elsewhere', () => ({ type: 'connection_init', payload: { token: server.token } }), /^4401 /],
  ])('is closed to who is %s', async (_who, message, expected) => {
    const socket = await RawSocket.open(server);

    socket.send(message());

    expect(await socket.closed).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
    expect(socket.messages).toEqual([]);
  });

  it.each([
    ['asks before it is let in', (socket: RawSocket) => socket.send(QUERY), /^4401 Unauthorized$/],
    ['says what is no message', (socket: RawSocket) => socket.send('{'), /^4400 /],
    ['says a word that the protocol has not', (socket: RawSocket) => socket.send({ type: 'start' }), /^4400 /],
    [
      'says who it is twice',
      (socket: RawSocket) => [1, 2].forEach(() => socket.send(init(`Bearer ${server.token}`))),
      /^4429 /,
    ],
    ['says too much at once', (socket: RawSocket) => socket.send(' '.repeat(2 ** 20 + 1)), /^1009 /],
    [
      'says too much',
      (socket: RawSocket) => Array.from({ length: 1_001 }, () => socket.send({ type: 'ping' })),
      /^1008 Too many messages$/,
    ],
  ])('that %s is closed', async (_what, act, expected) => {
    const socket = await RawSocket.open(server);

    act(socket);

    expect(await socket.closed).toMatch(expected);
  });

  it('that gives two operations one id is closed', async () => {
    const socket = await RawSocket.enter(server);
    await eventually(() => expect(socket.messages).toHaveLength(1));

    socket.send(FEED);
    socket.send(FEED);

    expect(await socket.closed).toBe('4409 Subscriber for 1 already exists');
  });

  it.each([
    ['authorization', (token: string) => ({ payload: { authorization: `Bearer ${token}` } })],
    ['Authorization', (token: string) => ({ payload: { Authorization: `bearer ${token}` } })],
    ['the header of its request', () => ({})],
  ])('takes a token from %s', async (where, payload) => {
    const socket = await RawSocket.open(server, where.startsWith('the') ? bearer(server.token) : {});

    socket.send({ type: 'connection_init', ...payload(server.token) });
    await eventually(() => expect(socket.messages).toEqual([{ type: 'connection_ack' }]));
    socket.send(QUERY);

    await eventually(() => expect(socket.messages.slice(1).map(({ type }) => type)).toEqual(['next', 'complete']));
    socket.socket.close();
  });

  it('answers queries and mutations', async () => {
    const client = webSocketClient(server);
    const answers: unknown[] = [];

    for await (const { data } of client.iterate({
      query: 'query Who($on: Boolean!) { viewer { name @include(if: $on) } }',
      variables: { on: true },
    })) {
      answers.push(data);
    }
    for await (const { data } of client.iterate({
      query: 'mutation { createApiToken(input: { name: "by socket", scopes: ["events:read"] }) { apiToken { name } } }',
    })) {
      answers.push(data);
    }
    await client.dispose();

    expect(answers).toEqual([{ viewer: { name: 'test' } }, { createApiToken: { apiToken: { name: 'by socket' } } }]);
  });

  it('gives back what came with a ping, whatever it looks like', async () => {
    const socket = await RawSocket.enter(server);
    const payload = { prepared: '1' };

    socket.send({ type: 'ping', payload });

    await eventually(() => expect(socket.messages).toContainEqual({ type: 'pong', payload }));
    socket.socket.close();
  });

  it('has no more than a hundred operations', async () => {
    const socket = await RawSocket.enter(server);
    await eventually(() => expect(socket.messages).toHaveLength(1));

    for (let i = 0; i <= 100; i++) socket.send({ ...FEED, id: `op ${i}` });

    await eventually(() => expect(socket.messages).toHaveLength(2));
    expect(socket.messages[1]).toMatchObject({
      type: 'error',
      payload: [
        { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true, requestId: expect.any(String) as unknown } },
      ],
    });
    socket.socket.close();
  });

  it('is refused to who is not known, which auditors can read, with the address that trusted proxies name', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', ...bearer('spoor_nothing') };
    const socket = await RawSocket.open(server, headers);
    socket.send({ type: 'connection_init' });
    await socket.closed;

    await eventually(async () => {
      const { data } = await server.graphql<{ auditLog: { nodes: object[] } }>(
        '{ auditLog(first: 100) { nodes { action address details } } }',
      );
      expect(data.auditLog.nodes).toContainEqual(
        expect.objectContaining({
          action: 'REQUEST_REFUSED',
          address: '198.51.100.7',
          details: expect.objectContaining({ route: 'WS /graphql' }) as object,
        }),
      );
    });
  });
});

describe('a WebSocket that is open', () => {
  it('is closed when its token expires', async () => {
    const socket = await enterFor(1_000);
    socket.send(FEED);

    expect(await socket.closed).toMatch(/^4401 Unauthorized: The API token "short" expired at /);
  });

  /** Lets somebody in whose token expires soon; on a busy machine not so soon that they come too late. */
  async function enterFor(milliseconds: number): Promise<RawSocket> {
    const expiresAt = new Date(Date.now() + milliseconds);
    const socket = await RawSocket.enter(server, await server.createToken({ name: 'short', expiresAt }));
    await Promise.race([socket.closed, eventually(() => expect(socket.messages).toHaveLength(1))]);
    return socket.messages.length ? socket : enterFor(2 * milliseconds);
  }

  it('is closed when its token is revoked, in whatever process', async () => {
    const secret = await server.createToken({ name: 'gone' });
    const { id } = (await server.services.tokens.withSecret(secret)) as ApiToken;
    const socket = await RawSocket.enter(server, secret);
    await eventually(() => expect(socket.messages).toHaveLength(1));

    await server.services.tokens.revoke(id, {});

    expect(await socket.closed).toBe('4401 Unauthorized: The API token "gone" was revoked');
  });
});

describe('a request to become a WebSocket', () => {
  const ask = (path: string, protocol: string | undefined, headers: Record<string, string> = {}): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(webSocketUrl(server, path), protocol === undefined ? [] : [protocol], { headers });
      socket.once('unexpected-response', (_request, response) => {
        let text = '';
        response.on('data', (bytes) => (text += String(bytes)));
        response.on('end', () => resolve(`${response.statusCode} ${(JSON.parse(text) as { detail: string }).detail}`));
      });
      socket.once('open', () => {
        resolve('open');
        socket.close();
      });
      socket.on('error', () => undefined);
    });

  it.each([
    ['/graphql', 'graphql-transport-ws', {}, /^open$/],
    ['/', 'graphql-transport-ws', {}, /^404 No WebSocket is at "\/"/],
    ['/graphql/stream', 'graphql-transport-ws', {}, /^404 /],
    ['/graphql', 'graphql-ws', {}, /^400 .*graphql-transport-ws/],
    ['/graphql', undefined, {}, /^400 /],
    ['/graphql', 'graphql-transport-ws', { origin: 'https://dashboard.example' }, /^open$/],
    ['/graphql', 'graphql-transport-ws', { origin: 'https://elsewhere.example' }, /^403 .*SPOOR_CORS_ORIGINS/],
    ['/graphql', 'graphql-transport-ws', { origin: 'null' }, /^403 /],
  ])('to %s by %s (%j) is answered', async (path, protocol, headers, expected) => {
    expect(await ask(path, protocol, headers)).toMatch(expected);
  });

  it('of the page itself is let through', async () => {
    expect(await ask('/graphql', 'graphql-transport-ws', { origin: server.url })).toBe('open');
  });

  it('never takes a token from its URL', async () => {
    const socket = new WebSocket(webSocketUrl(server, `/graphql?token=${server.token}`), 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.once('open', () => socket.send('{"type":"connection_init"}'));

    expect(await closed).toBe(4401);
  });

  it('that asks for another protocol altogether is told so', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${server.url}/version`, { headers: { connection: 'Upgrade', upgrade: 'h2c' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

    expect(status).toBe(404);
  });
});

it('closes a WebSocket whose client does not say who it is', async () => {
  expect(await silent.closed).toBe('4408 Connection initialisation timeout');
});
