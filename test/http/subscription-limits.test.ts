import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
    ...{ maxSubscriptions: 2, maxQueryCost: 100, pointsPerMinute: POINTS, introspection: false },
    ...{ persistedDocuments: 'require', persistedDocumentsFile: manifest },
  });
});

afterAll(() => server.close());

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
    const token = await server.createToken({ name: 'many' });
    const running = [TRANSPORTS.sse(server, named(FOLLOW), token), TRANSPORTS.websocket(server, named(FOLLOW), token)];
    const waiting = running.map((results) => results.next());
    await eventually(async () => expect(await open()).toBe(2));

    const more = await Promise.all(
      Object.values(TRANSPORTS).map((follow) => follow(server, named(FOLLOW), token).next()),
    );
    for (const results of running) await results.stop();
    await Promise.all(waiting);

    for (const received of more) {
      expect(received?.errors?.[0]?.extensions).toMatchObject({ code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true });
    }
    await eventually(async () => expect(await open()).toBe(0));
  });
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

async function open(): Promise<number> {
  const text = await (await server.get('/metrics')).text();
  const counts = [...text.matchAll(/^spoor_subscriptions\{transport="\w+"\} (\d+)$/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
