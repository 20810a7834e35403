import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { startTestServer, type TestServer } from './test-server.js';

let server: TestServer;
let socket: Socket;
let head: string;

const document = '{"evt":{"name":"exec"}}';

beforeEach(async () => {
  server = await startTestServer({ shutdownTimeout: 1000 });
  head =
    `POST /v1/events HTTP/1.1\r\nhost: spoor\r\nauthorization: Bearer ${server.token}\r\n` +
    `content-length: ${document.length}\r\n\r\n`;
  socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
});

afterEach(() => {
  socket.destroy();
});

/** Lets the server read what was sent. */
const AWHILE = 200;

describe('a server that stops', () => {
  it('finishes what is under way first', async () => {
    socket.write(head + document.slice(0, 5));
    await setTimeout(AWHILE);

    const closed = server.close();
    await setTimeout(AWHILE);
    socket.write(document.slice(5));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    await closed;

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  it('does not wait forever for a client that stalls', async () => {
    socket.write(head + document.slice(0, 5));
    await setTimeout(AWHILE);

    await server.close();

    await expect(fetch(server.url)).rejects.toThrow();
  });
});
