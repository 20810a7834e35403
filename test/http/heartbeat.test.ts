import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { keepAlive } from '../../src/http/websocket/heartbeat.js';

/** A client, and the server's end of its connection. */
async function connected(
  options: { autoPong: boolean },
  interval: number,
): Promise<{ client: WebSocket; close: () => void }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.once('connection', (socket) => keepAlive(socket, interval));
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
  await once(client, 'open');
  return { client, close: () => server.close() };
}

describe('a WebSocket whose client', () => {
  it('answers stays open', async () => {
    const { client, close } = await connected({ autoPong: true }, 150);
    let pings = 0;
    client.on('ping', () => pings++);

    while (pings < 3) await setTimeout(5);

    expect(client.readyState).toBe(WebSocket.OPEN);
    client.terminate();
    close();
  });

  it('says nothing is hung up', async () => {
    const { client, close } = await connected({ autoPong: false }, 20);

    const [code] = (await once(client, 'close')) as [number];
    close();

    expect(code).toBe(1006);
  });
});
