import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DatabaseHealth } from '../../src/database/database-health.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';

const PATIENCE = 500;

let services: Services;

beforeAll(async () => {
  services = await startTestServices();
});

afterAll(() => services.close());

/** As when a document is large, or the machine has other work. */
function keepThreadBusy(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end;);
}

it('a database does not count as gone while this process has no time to hear it', async () => {
  const { databases } = services;
  const health = new DatabaseHealth(databases, { patience: PATIENCE, silence: 1 });
  const changes: string[] = [];
  health.onChange(({ kind }) => changes.push(kind));
  // To connect takes several answers, of which each has to be read before the next one comes.
  databases.probe.sever();

  const probe = health.check();
  setTimeout(() => keepThreadBusy(1.5 * PATIENCE), 0);

  expect(await probe).toBe(true);
  expect(changes).toEqual([]);
});
