import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { eventually } from './eventually.js';
import { RawSocket, TRANSPORTS, webSocketUrl, type Operation, type Received } from './subscribers.js';
import { bearer, startTestServer, type TestServer } from './test-server.js';

/** The limits of a server that allows little. */
let server: TestServer;

const FOLLOW = 'subscription Follow { eventFeed { cursor } }';
const DEAR = 'subscription { eventFeed { event { a: document b: document c: document d: document e: document } } }';
const POINTS = 200;

beforeAll(async () => {
  const manifest = join(mkdtempSync(join(tmpdir(), 'spoor-')), 'documents.json');
  const documents = [FOLLOW, '{ viewer { name } }', '{ __schema { queryType { name } } }', DEAR];
  writeFileSync(manifest, JSON.stringify(Object.fromEntries(documents.map((each) => [hash(each), each]))));
  server = await startTestServer({
    ...{ maxSubscriptions: 2, subscriptionsPerToken: 1 },
    ...{ maxQueryCost: 100, pointsPerMinute: POINTS, introspection: false },
    ...{ persistedDocuments: 'require', persistedDocumentsFile: manifest },
  });
});

afterAll(() => server.close());

/** What one test leaves open would count in the next. */
afterEach(() => eventually(async () => expect([await open(), await metric('spoor_websockets')]).toEqual([0, 0])));

function hash(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

/** By its hash, as Apollo's clients name a document. */
function named(document: string): Operation {
  return { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: hash(document) } } };
}

async function overHttp(operation: Operation, token: string): Promise<Received> {
  const { query, ...rest } = operation;
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(token) },
    body: JSON.stringify({ ...rest, ...(query && { query }) }),
  });
  return (await answer.json()) as Received;
}

async function byEach(operation: Operation, token: string): Promise<unknown[]> {
  const received = [await overHttp(operation, token)];
  for (const follow of Object.values(TRANSPORTS)) {
    const results = follow(server, operation, token);
    received.push((await results.next()) ?? {});
    await results.stop();
  }
  return received.map(({ errors, data }) => errors?.[0]?.extensions.code ?? (data && 'answered'));
}

describe('by every transport', () => {
  it.each([
    ['a document of the manifest is answered', named('{ viewer { name } }'), 'answered'],
    ['another one is refused', { query: '{ viewer { id } }' }, 'PERSISTED_DOCUMENT_REQUIRED'],
    ['one that is not in the manifest is refused', named('{ viewer { id } }'), 'PERSISTED_DOCUMENT_NOT_FOUND'],
    ['introspection is refused', named('{ __schema { queryType { name } } }'), 'INTROSPECTION_DISABLED'],
  ])('%s', async (_what, operation, code) => {
    const token = await server.createToken();

    expect(await byEach(operation, token)).toEqual([code, code, code]);
  });

  it('who has used their points up is told so', async () => {
    const token = await server.createToken({ name: 'busy' });
    for (let i = 0; i < POINTS; i++) await overHttp(named('{ viewer { name } }'), token);

    expect(await byEach(named('{ viewer { name } }'), token)).toEqual(Array(3).fill('RATE_LIMITED'));
  });
});

describe('a subscription', () => {
  it('costs what one of its items costs', async () => {
    const token = await server.createToken({ name: 'spender' });
    const follow = TRANSPORTS.sse(server, named(FOLLOW), token);
    const waiting = follow.next();
    await eventually(async () => expect(await open()).toBe(1));

    const { extensions } = await overHttp(named('{ viewer { name } }'), token);
    await follow.stop();
    await waiting;

    expect(extensions?.['cost']).toMatchObject({ remaining: POINTS - 20 - 1 });
    await eventually(async () => expect(await open()).toBe(0));
  });

  it('is refused when one item would cost too much', async () => {
    const token = await server.createToken();

    const [, ...codes] = await byEach(named(DEAR), token);

    expect(codes).toEqual(Array(2).fill('QUERY_TOO_COMPLEX'));
  });

  it('is one of a bounded number', async () => {
    const [one, two, three] = await Promise.all(['one', 'two', 'three'].map((name) => server.createToken({ name })));
    const running = [TRANSPORTS.sse(server, named(FOLLOW), one), TRANSPORTS.websocket(server, named(FOLLOW), two)];
    const waiting = running.map((results) => results.next());
    await eventually(async () => expect(await open()).toBe(2));

    const more = await Promise.all(
      Object.values(TRANSPORTS).map((follow) => follow(server, named(FOLLOW), three).next()),
    );
    for (const results of running) await results.stop();
    await Promise.all(waiting);

    for (const received of more) {
      expect(received?.errors?.[0]?.extensions).toMatchObject({ code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true });
      expect(received?.errors?.[0]?.message).toContain('(SPOOR_MAX_SUBSCRIPTIONS)');
    }
  });
});

describe('one API token takes no more than its share', () => {
  const TOO_MANY = { code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true, most: 1 };

  it('of subscriptions, by whatever transport', async () => {
    const [greedy, other] = await Promise.all(['greedy', 'other'].map((name) => server.createToken({ name })));
    const running = TRANSPORTS.sse(server, named(FOLLOW), greedy);
    const waiting = running.next();
    await eventually(async () => expect(await open()).toBe(1));

    const more = await TRANSPORTS.websocket(server, named(FOLLOW), greedy).next();
    const stream = await streamed(named(FOLLOW), greedy as string);
    const others = TRANSPORTS.sse(server, named(FOLLOW), other);
    const waitingToo = others.next();
    await eventually(async () => expect(await open()).toBe(2));
    await running.stop();
    await others.stop();
    await Promise.all([waiting, waitingToo]);

    expect(more?.errors?.[0]).toMatchObject({
      message:
        'The API token "greedy" has 1 subscriptions open, and more would not do (SPOOR_SUBSCRIPTIONS_PER_TOKEN); ' +
        'end some, or try again later',
      extensions: TOO_MANY,
    });
    expect([stream.status, stream.headers.get('retry-after')]).toEqual([429, '5']);
    expect(((await stream.json()) as Received).errors?.[0]).toMatchObject({
      message: expect.stringContaining('has 1 event streams open') as unknown,
      extensions: TOO_MANY,
    });
  });

  it('and has it again when it has let go', async () => {
    const token = await server.createToken({ name: 'again' });

    for (let i = 0; i < 3; i++) {
      await eventually(async () => {
        const stream = await streamed(named('{ viewer { name } }'), token);
        expect([stream.status, await stream.text()]).toEqual([200, expect.stringContaining('"again"')]);
      });
    }
  });

  it('of WebSockets', async () => {
    const token = await server.createToken({ name: 'greedy' });
    const first = await RawSocket.enter(server, token);
    await eventually(() => expect(first.messages).toContainEqual({ type: 'connection_ack' }));

    const second = await RawSocket.enter(server, token);
    const closed = await second.closed;
    first.socket.terminate();
    await eventually(async () => expect(await metric('spoor_websockets')).toBe(0));
    const third = await RawSocket.enter(server, token);
    await eventually(() => expect(third.messages).toContainEqual({ type: 'connection_ack' }));
    third.socket.terminate();

    expect(closed).toMatch(/^4429 Too many WebSockets: The API token "greedy" has 1 WebSockets open/);
  });

  function streamed(operation: Operation, token: string): Promise<Response> {
    return fetch(`${server.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: JSON.stringify(operation),
    });
  }
});

it('has a bounded number of WebSockets', async () => {
  await eventually(async () => expect(await (await server.get('/metrics')).text()).toMatch(/^spoor_websockets 0$/m));
  const sockets = [await RawSocket.open(server), await RawSocket.open(server)];

  const refused = await refusedUpgrade();
  for (const { socket } of sockets) socket.terminate();

  expect(refused).toBe(503);
});

async function refusedUpgrade(): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(webSocketUrl(server), 'graphql-transport-ws');
    socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.on('error', () => undefined);
  });
}

function open(): Promise<number> {
  return metric('spoor_subscriptions');
}

/** Over all its labels. */
async function metric(name: string): Promise<number> {
  const text = await (await server.get('/metrics')).text();
  const counts = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)$`, 'gm'))];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
