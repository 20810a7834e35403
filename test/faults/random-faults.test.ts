import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '../http/eventually.js';
import { Random } from '../../src/simulator/random.js';
import { postmasterOf } from '../support/postmaster.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';
import { Delivery } from './delivery.js';
import { DocumentMaker } from './documents.js';
import { processesOf, signalAll } from './process-tree.js';
import { balanced, reconcile } from './reconcile.js';
import { embeddedUrl, SpoorProcess } from './spoor-process.js';

/** `npm run bench:faults` sets both; the tests of every day leave this out. */
const minutes = Number(process.env['SPOOR_FAULT_MINUTES'] ?? 0);
const random = new Random(`faults ${process.env['SPOOR_FAULT_SEED'] ?? '1'}`);

let folder: TemporaryFolder;
let server: SpoorProcess;

beforeAll(async () => {
  if (!minutes) return;
  folder = temporaryFolder();
  server = new SpoorProcess({ SPOOR_DATA_DIR: folder.path, SPOOR_BATCH_DOCUMENTS: '10' });
  await server.start();
});

afterAll(async () => {
  if (!minutes) return;
  await server.end('SIGTERM');
  folder.remove();
});

const FAULTS: Readonly<Record<string, () => Promise<void>>> = {
  'the server is killed': restart('SIGKILL'),
  'the server is stopped': restart('SIGTERM'),
  'PostgreSQL is killed': signalPostgres('SIGKILL'),
  'PostgreSQL is shut down': signalPostgres('SIGINT'),
  'PostgreSQL restarts its processes': async () => {
    const [, ...children] = processesOf(postmasterOf(folder.path));
    signalAll([children[random.below(children.length)] as number], 'SIGKILL');
    await setTimeout(0);
  },
  'PostgreSQL stands still': async () => {
    const stopped = processesOf(postmasterOf(folder.path));
    signalAll(stopped, 'SIGSTOP');
    await setTimeout(random.below(12_000));
    signalAll(stopped, 'SIGCONT');
  },
  'both are killed': async () => {
    signalAll([postmasterOf(folder.path)], 'SIGKILL');
    await restart('SIGKILL')();
  },
};

function restart(signal: NodeJS.Signals): () => Promise<void> {
  return async () => {
    await server.end(signal);
    await server.start();
  };
}

function signalPostgres(signal: NodeJS.Signals): () => Promise<void> {
  return async () => {
    signalAll([postmasterOf(folder.path)], signal);
    await setTimeout(random.below(200));
  };
}

(minutes ? it : it.skip)(
  'random faults, one after the other, lose nothing and double nothing',
  async () => {
    const delivery = new Delivery(server, new DocumentMaker('random'));
    const end = Date.now() + minutes * 60_000;
    delivery.start();
    try {
      for (let round = 1; Date.now() < end; round++) {
        const names = Object.keys(FAULTS);
        const name = names[random.below(names.length)] as string;
        process.stdout.write(`${round}. ${name} `);
        await FAULTS[name]?.();
        const wanted = delivery.acknowledged.length + 5 + random.below(30);
        await eventually(() => expect(delivery.acknowledged.length).toBeGreaterThan(wanted), 60_000);
        process.stdout.write(`(${delivery.acknowledged.length} batches acknowledged)\n`);
      }
    } catch (error) {
      process.stdout.write(`\n${JSON.stringify([...delivery.statuses])}\n${server.output.slice(-5000)}\n`);
      throw error;
    } finally {
      await delivery.stop();
    }
    await delivery.complete();
    const account = await reconcile(embeddedUrl(folder.path), [delivery]);
    process.stdout.write(`${JSON.stringify(account)}\n`);
    expect(account).toMatchObject(balanced(delivery));
    expect(account.acknowledged).toBe(account.sent);
  },
  minutes * 60_000 + 180_000,
);
