import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { eventually } from './eventually.js';
import { RawSocket, TRANSPORTS } from './subscribers.js';
import { startTestServer, type TestServer } from './test-server.js';

/** Clients that stop reading, with more behind them than the network holds. */
const DOCUMENTS = 60;
const SIZE = 400_000;
const STALL = 800;

const FOLLOW = 'subscription { eventFeed(after: "OLDEST") { cursor event { title document } } }';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ feedStallTimeout: STALL });
  const documents = Array.from({ length: DOCUMENTS }, (_, i) => {
    const date = new Date(Date.UTC(2026, 10, 20, 12, 0, i)).toISOString();
    return JSON.stringify({ evt: { name: 'exec' }, title: String(i), date, filler: String(i).padEnd(SIZE, '.') });
  });
  expect((await server.post(documents.join('\n'))).report.stored).toBe(DOCUMENTS);
});

afterAll(() => server.close());

interface Message {
  readonly data?: { readonly eventFeed: { readonly cursor: string; readonly event: { readonly title: string } } };
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly retryable: boolean; readonly cursor: string };
  }[];
}

/** A connection whose client reads when it is told to. */
interface SlowClient {
  pause(): void;
  resume(): void;
  /** All that came until the subscription ended. */
  readonly ended: Promise<readonly Message[]>;
}

async function bySse(): Promise<SlowClient> {
  const { hostname, port } = new URL(server.url);
  const body = JSON.stringify({ query: FOLLOW });
  const socket: Socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(
    `POST /graphql/stream HTTP/1.1\r\nhost: spoor\r\nauthorization: Bearer ${server.token}\r\nconnection: close\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const ended = once(socket, 'close').then(() => {
    // Chunks of the transfer begin anywhere in the text.
    const text = Buffer.concat(chunks)
      .toString()
      .replace(/\r\n(?:[\da-f]+\r\n)?/g, '');
    return [...text.matchAll(/event: next\ndata: (.*)\n\n/g)].map(([, json]) => JSON.parse(json as string) as Message);
  });
  return { pause: () => void socket.pause(), resume: () => void socket.resume(), ended };
}

async function byWebSocket(): Promise<SlowClient> {
  const raw = await RawSocket.enter(server);
  await eventually(() => expect(raw.messages).toHaveLength(1));
  raw.send({ type: 'subscribe', id: '1', payload: { query: FOLLOW } });
  const ended = (async () => {
    await eventually(() => expect(raw.messages.at(-1)?.type).toBe('error'), 20_000);
    raw.socket.close();
    return raw.messages
      .slice(1)
      .map(({ type, payload }) => (type === 'error' ? { errors: payload } : payload) as Message);
  })();
  return { pause: () => raw.socket.pause(), resume: () => raw.socket.resume(), ended };
}

describe.each([
  ['sse', bySse],
  ['websocket', byWebSocket],
] as const)('a client that stops reading, by %s', (transport, open) => {
  it('holds a bounded part of the feed, is told so with its cursor, and goes on from there', async () => {
    const before = await sent(transport);
    const client = await open();
    await eventually(async () => expect(await sent(transport)).toBeGreaterThan(before));
    client.pause();
    await eventually(async () => expect(await ended(transport)).toBe(1));
    const handed = (await sent(transport)) - before;

    client.resume();
    const messages = await client.ended;

    const [error] = messages.at(-1)?.errors ?? [];
    const items = messages.slice(0, -1).map(({ data }) => data?.eventFeed);
    expect(error).toMatchObject({
      message: expect.stringContaining('SPOOR_FEED_STALL_TIMEOUT') as unknown,
      extensions: { code: 'CONSUMER_TOO_SLOW', retryable: true, cursor: items.at(-1)?.cursor },
    });
    expect(items).toHaveLength(handed);
    expect(handed).toBeLessThan(DOCUMENTS);
    const rest = TRANSPORTS[transport](server, {
      query: `subscription { eventFeed(after: "${error?.extensions.cursor}") { event { title } } }`,
    });
    const titles = items.map((item) => item?.event.title);
    while (titles.length < DOCUMENTS) {
      titles.push(((await rest.next()) as unknown as Message).data?.eventFeed.event.title);
    }
    await rest.stop();
    const { data } = await server.graphql<{ eventFeed: { items: { event: { title: string } }[] } }>(
      `{ eventFeed(after: "OLDEST", first: ${DOCUMENTS}) { items { event { title } } } }`,
    );
    expect(titles).toEqual(data.eventFeed.items.map(({ event }) => event.title));
  });
});

it('one that takes its time, but takes, is not cut off', async () => {
  const results = TRANSPORTS.sse(server, { query: FOLLOW });
  for (let i = 0; i < 3; i++) {
    expect((await results.next())?.data).toBeDefined();
    await setTimeout(STALL / 10);
  }
  await results.stop();
});

async function metric(pattern: RegExp): Promise<number> {
  const text = await (await server.get('/metrics')).text();
  return Number(pattern.exec(text)?.[1] ?? 0);
}

const sent = (transport: string): Promise<number> =>
  metric(new RegExp(`^spoor_subscription_items_total\\{transport="${transport}"\\} (\\d+)$`, 'm'));

const ended = (transport: string): Promise<number> =>
  metric(new RegExp(`^spoor_subscriptions_ended_total\\{transport="${transport}",reason="too_slow"\\} (\\d+)$`, 'm'));
