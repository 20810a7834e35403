import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { startTestServer, type TestServer } from './test-server.js';

let server: TestServer;
let socket: Socket;

beforeEach(async () => {
  server = await startTestServer();
  socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
});

afterEach(() => socket.destroy());

describe('a server that stops', () => {
  it('finishes what is under way first', async () => {
    const blocker = new pg.Client({ connectionString: server.services.database.connectionString });
    await blocker.connect();
    await blocker.query('begin; lock table event in access exclusive mode');
    const underWay = server.post('{"evt":{}}');
    while (!(await isWaiting(blocker))) await setTimeout(10);

    const closed = server.close();
    await blocker.query('commit');
    await blocker.end();

    expect(await underWay).toMatchObject({ status: 200, report: { stored: 1 } });
    await closed;
  });

  it('does not wait forever for a client that stalls', async () => {
    socket.write('POST /v1/events HTTP/1.1\r\nhost: spoor\r\ncontent-length: 1000\r\n\r\n{"evt":{}}\n{"evt');
    await setTimeout(100);
    const start = Date.now();

    await server.close();

    expect(Date.now() - start).toBeLessThan(15_000);
  });
});

async function isWaiting(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ n: number }>(
    "select count(*)::int as n from pg_locks where not granted and relation = 'event'::regclass",
  );
  return rows[0]?.n === 1;
}
