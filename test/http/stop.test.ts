import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from './eventually.js';
import { RawSocket } from './subscribers.js';
import { bearer, startTestServer, type TestServer } from './test-server.js';

let server: TestServer;
let socket: Socket;
let head: string;

const document = '{"evt":{"name":"exec"}}';

/** @param shutdownTimeout milliseconds that it gives to what is under way */
async function start(shutdownTimeout: number): Promise<void> {
  server = await startTestServer({ shutdownTimeout });
  head =
    `POST /v1/events HTTP/1.1\r\nhost: spoor\r\nauthorization: Bearer ${server.token}\r\n` +
    `content-length: ${document.length}\r\n\r\n`;
  socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
}

afterEach(() => {
  socket.destroy();
});

/** Sends the beginning of a document, and waits until the server holds it. */
async function sendHalf(): Promise<void> {
  socket.write(head + document.slice(0, 5));
  await eventually(() => expect(server.services.ingest.bytesInFlight).toBeGreaterThan(0));
}

describe('a server that stops', () => {
  it('finishes what is under way first', async () => {
    await start(60_000);
    await sendHalf();

    const closed = server.close();
    await eventually(() => expect(fetch(server.url)).rejects.toThrow());
    socket.write(document.slice(5));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    await closed;

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('does not wait forever for a client that stalls', async () => {
    await start(1_000);
    await sendHalf();

    await server.close();

    await expect(fetch(server.url)).rejects.toThrow();
  });
});

describe('a server that stops while it is followed', () => {
  beforeEach(() => start(10_000));

  const query = 'subscription { eventFeed { cursor } }';

  it('sends its subscribers away, and waits for none', async () => {
    const webSocket = await RawSocket.enter(server);
    await eventually(() => expect(webSocket.messages).toHaveLength(1));
    webSocket.send({ type: 'subscribe', id: '1', payload: { query } });
    const idle = await RawSocket.open(server);
    const stream = await fetch(`${server.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(server.token) },
      body: JSON.stringify({ query }),
    });
    await eventually(async () =>
      expect(await (await server.get('/metrics')).text()).toMatch(/spoor_subscriptions\{transport="websocket"\} 1/),
    );

    await server.close();

    expect(await Promise.all([webSocket.closed, idle.closed])).toEqual(['1001 Going away', '1001 Going away']);
    expect(await stream.text()).toMatch(/\nevent: complete\ndata:\n\n$/);
  });

  it('does not wait for those who do not even go', async () => {
    const webSocket = await RawSocket.enter(server);
    await eventually(() => expect(webSocket.messages).toHaveLength(1));
    webSocket.socket.pause();

    await server.close();

    webSocket.socket.terminate();
  });
});
