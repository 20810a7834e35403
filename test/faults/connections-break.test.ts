import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { CuttableProxy } from '../http/cuttable-proxy.js';
import { eventually } from '../http/eventually.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { Delivery } from './delivery.js';
import { DocumentMaker } from './documents.js';
import { balanced, reconcile } from './reconcile.js';
import { SpoorProcess } from './spoor-process.js';
import { StoppedSender } from './stopped-sender.js';

let database: TestDatabase;
let proxy: CuttableProxy;
let server: SpoorProcess;
let documents: DocumentMaker;
let delivery: Delivery;
const deliveries: Delivery[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  proxy = await CuttableProxy.start(database.url);
  server = new SpoorProcess({
    DATABASE_URL: proxy.url,
    SPOOR_BATCH_DOCUMENTS: '10',
    SPOOR_MAX_BYTES_IN_FLIGHT: String(2 ** 20),
    SPOOR_SHUTDOWN_TIMEOUT: '1500',
    SPOOR_DRAIN_DELAY: '600',
  });
  await server.start();
});

afterAll(async () => {
  await server.end('SIGTERM');
  await proxy.close();
  await database.drop();
});

beforeEach(() => {
  documents = new DocumentMaker(`delivery${deliveries.length}`);
  delivery = new Delivery(server, documents);
  deliveries.push(delivery);
});

afterEach(async () => {
  proxy.restore();
  await delivery.stop();
});

/** Until so many batches more are acknowledged. */
async function progress(batches = 10): Promise<void> {
  const wanted = delivery.acknowledged.length + batches;
  await eventually(() => expect(delivery.acknowledged.length).toBeGreaterThanOrEqual(wanted), 20_000);
}

async function expectBalance(): Promise<void> {
  const account = await reconcile(database.url, deliveries);
  expect({ ...account, sent: 0 }).toMatchObject({ ...balanced(delivery), sent: 0 });
}

async function completeAndExpectAll(): Promise<void> {
  await expectBalance();
  await delivery.complete();
  const account = await reconcile(database.url, deliveries);
  expect(account.acknowledged).toBe(account.sent);
  await expectBalance();
}

describe('under load, what was acknowledged stays, once', () => {
  it('when the connections to PostgreSQL break in the middle of statements, again and again', async () => {
    delivery.start();

    for (let round = 0; round < 8; round++) {
      await progress(2);
      await setTimeout(round * 3);
      proxy.cut();
      proxy.restore();
    }

    await progress();
    await delivery.stop();
    expect(delivery.statuses.get(503)).toBeGreaterThan(0);
    await completeAndExpectAll();
  });

  it('when senders are stopped in the middle of their bodies, and they hold nobody up', async () => {
    const half = { documents: documents.batch(15, 10_000), acknowledged: false };
    const others = { documents: documents.batch(15, 10_000), acknowledged: false };
    delivery.batches.push(half, others);
    const stopped = await Promise.all([half, others].map((batch) => StoppedSender.start(server, batch.documents)));

    delivery.start({ paddingBytes: 10_000 });
    await progress(20);
    await Promise.all(stopped.map((sender) => sender.kill()));
    await progress();

    await delivery.stop();
    await completeAndExpectAll();
  });
});

describe('a server that is asked to stop', () => {
  it('says first that it is not ready, finishes what is under way, hangs up, and has lost nothing', async () => {
    const neverUsed = await openConnection();
    delivery.start();
    await progress();

    const ended = server.end('SIGTERM');
    await eventually(async () => {
      const { status, headers } = await fetch(`${server.url}/health/ready`);
      expect({ status, connection: headers.get('connection') }).toEqual({ status: 503, connection: 'close' });
    });
    expect(await ended).toBe(0);
    await delivery.stop();

    expect(neverUsed.destroyed || neverUsed.readableEnded).toBe(true);
    // A client may see a connection end that it was about to use, but no answer other than these.
    expect([...delivery.statuses.keys()].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
    await expectBalance();
    await server.start();
    await completeAndExpectAll();
  });

  it('cuts what does not end in time', async () => {
    const stalled = await openConnection();
    stalled.write(`POST /v1/events HTTP/1.1\r\nhost: spoor\r\nauthorization: ${server.headers['authorization']}\r\n`);
    stalled.write('content-length: 1000\r\n\r\n{"evt":');

    expect(await server.end('SIGTERM')).toBe(0);

    await server.start();
  });
});

async function openConnection(): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  return socket;
}
