import { expect, it } from '@jest/globals';
import { LeaseKeeper } from '../../src/webhooks/lease-keeper.js';
import { eventually } from '../http/eventually.js';

it.each<[string, () => Promise<boolean>]>([
  ['says nothing', () => new Promise(() => undefined)],
  ['cannot be asked', () => Promise.reject(new Error('gone'))],
])('a lease is lost when it ends and the database %s', async (_what, renew) => {
  const lease = new LeaseKeeper(30, performance.now(), renew);

  await eventually(() => expect(lease.signal.aborted).toBe(true));

  expect(lease.isHeld).toBe(false);
  lease.close();
});

it('a lease counts from when it was asked for, and is over by the clock before any timer says so', () => {
  const hour = 3_600_000;
  const [ours, over] = [0, hour].map(
    (ago) => new LeaseKeeper(hour, performance.now() - ago, () => Promise.resolve(true)),
  );

  expect([ours?.isHeld, over?.isHeld, over?.signal.aborted]).toEqual([true, false, false]);

  ours?.close();
  over?.close();
});
