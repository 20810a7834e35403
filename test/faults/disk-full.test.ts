import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../http/eventually.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';
import { Delivery } from './delivery.js';
import { DocumentMaker } from './documents.js';
import { balanced, reconcile } from './reconcile.js';
import { SmallDisk } from './small-disk.js';
import { embeddedUrl, SpoorProcess } from './spoor-process.js';

/** Without a disk to fill there is nothing to try: the machine has to let a user make mount namespaces. */
const isPossible = SmallDisk.isPossible();

let folder: TemporaryFolder;
let disk: SmallDisk;
let server: SpoorProcess;

beforeAll(async () => {
  if (!isPossible) return;
  folder = temporaryFolder();
  disk = new SmallDisk(folder.path, 220);
  server = new SpoorProcess({ SPOOR_DATA_DIR: disk.dataFolder }, disk.launcher);
  await server.start();
});

afterAll(async () => {
  if (!isPossible) return;
  await server.end('SIGTERM');
  folder.remove();
});

(isPossible ? it : it.skip)(
  'a full disk loses nothing that was acknowledged, and once there is room all goes on by itself',
  async () => {
    const delivery = new Delivery(server, new DocumentMaker('disk'));
    delivery.start({ documentsEach: 50, paddingBytes: 2000 });
    try {
      await eventually(() => expect(delivery.acknowledged.length).toBeGreaterThan(5), 20_000);

      await disk.fill();
      const full = delivery.statuses.get(503) ?? 0;
      await eventually(() => expect(delivery.statuses.get(503) ?? 0).toBeGreaterThan(full + 5), 20_000);
      await disk.free();

      const acknowledged = delivery.acknowledged.length;
      await eventually(() => expect(delivery.acknowledged.length).toBeGreaterThan(acknowledged + 5), 30_000);
    } finally {
      await delivery.stop();
    }
    expect([...delivery.statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    await delivery.complete();
    const account = await reconcile(embeddedUrl(server.seenFrom(disk.dataFolder)), [delivery]);
    expect(account).toMatchObject(balanced(delivery));
    expect(account.acknowledged).toBe(account.sent);
  },
);
