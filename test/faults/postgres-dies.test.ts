import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../http/eventually.js';
import { postmasterOf, untilGone } from '../support/postmaster.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';
import { Delivery } from './delivery.js';
import { DocumentMaker } from './documents.js';
import { processesOf, signalAll } from './process-tree.js';
import { balanced, reconcile } from './reconcile.js';
import { embeddedUrl, SpoorProcess } from './spoor-process.js';

let folder: TemporaryFolder;
let server: SpoorProcess;
let delivery: Delivery;
const deliveries: Delivery[] = [];

beforeAll(async () => {
  folder = temporaryFolder();
  server = new SpoorProcess({
    SPOOR_DATA_DIR: folder.path,
    SPOOR_BATCH_DOCUMENTS: '10',
    // So little that a byte which is never given back is missed at once.
    SPOOR_MAX_BYTES_IN_FLIGHT: String(2 ** 20),
  });
  await server.start();
});

afterAll(async () => {
  await server.end('SIGTERM');
  folder.remove();
});

beforeEach(() => {
  delivery = new Delivery(server, new DocumentMaker(`delivery${deliveries.length}`));
  deliveries.push(delivery);
});

afterEach(() => delivery.stop());

/** Until so many batches more are acknowledged. */
async function progress(batches = 15): Promise<void> {
  const wanted = delivery.acknowledged.length + batches;
  await eventually(() => expect(delivery.acknowledged.length).toBeGreaterThanOrEqual(wanted), 20_000);
}

/** An agent drops what is answered with 400, 401, 403 or 413. */
function unexpectedStatuses(): number[] {
  return [...delivery.statuses.keys()].filter((status) => ![200, 429, 503].includes(status));
}

async function expectBalance(): Promise<void> {
  const account = await reconcile(embeddedUrl(folder.path), deliveries);
  expect({ ...account, sent: 0 }).toMatchObject({ ...balanced(delivery), sent: 0 });
}

/** What was not acknowledged is sent again, and then everything is there once. */
async function completeAndExpectAll(): Promise<void> {
  await expectBalance();
  await delivery.complete();
  const account = await reconcile(embeddedUrl(folder.path), deliveries);
  expect(account.acknowledged).toBe(account.sent);
  await expectBalance();
}

describe('under load, what was acknowledged stays, once', () => {
  it('when the server is killed in the middle of batches and started again', async () => {
    delivery.start();
    await progress();

    await server.end('SIGKILL');
    await server.start();

    await progress();
    await delivery.stop();
    expect(delivery.statuses.get(0)).toBeGreaterThan(0);
    await completeAndExpectAll();
  });

  it.each([
    ['is killed', 'SIGKILL'],
    ['is shut down', 'SIGINT'],
  ] as const)('when PostgreSQL %s, and the server starts it again by itself', async (_, signal) => {
    delivery.start();
    await progress();

    const postmaster = postmasterOf(folder.path);
    process.kill(postmaster, signal);
    await untilGone(postmaster);

    await progress();
    await delivery.stop();
    expect(delivery.statuses.get(503)).toBeGreaterThan(0);
    expect(unexpectedStatuses()).toEqual([]);
    await eventually(async () => expect(await server.isReady()).toBe(true));
    expect(server.output).toMatch('The embedded PostgreSQL was gone and has been started again');
    await completeAndExpectAll();
  });
});

// Linux alone tells the memory of another process in a file.
(process.platform === 'linux' ? describe : describe.skip)('while PostgreSQL stands still', () => {
  /** Documents in flight, what becomes of them, and what the garbage collector has not got round to. */
  const MOST_MIB = 160;

  it('every request is refused in bounded time, no memory grows, and all is well once it goes on', async () => {
    const stopped = processesOf(postmasterOf(folder.path));
    const atRest = server.residentMiB;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, server.residentMiB)), 50);

    delivery.start({ senders: 100, documentsEach: 10, paddingBytes: 20_000 });
    await progress(1);
    signalAll(stopped, 'SIGSTOP');
    try {
      // Those that were in flight hear of it, too: no sender has anything left to wait for.
      await eventually(() => expect(server.output).toMatch('The database stands still'), 20_000);
      expect(await server.isReady()).toBe(false);
      await delivery.stop();
      expect(delivery.statuses.get(503)).toBeGreaterThan(0);
      expect(unexpectedStatuses()).toEqual([]);
    } finally {
      signalAll(stopped, 'SIGCONT');
      clearInterval(watch);
    }

    expect(peak).toBeLessThan(atRest + MOST_MIB);
    await eventually(async () => expect(await server.isReady()).toBe(true));
    await completeAndExpectAll();
  });
});
