import { describe, expect, it } from '@jest/globals';
import { behind } from '../../src/feed/feed-position.js';
import type { FeedItem } from '../../src/feed/feed-reader.js';
import { Tap } from '../../src/feed/live/tap.js';

const MEGABYTE = 1_048_576;

/** An item of which a tap looks at nothing else. */
const item = (batch: bigint, weight?: number): FeedItem =>
  ({ position: behind(batch), ...(weight !== undefined && { weight }) }) as FeedItem;

const tapOf = (capacity: number, items: readonly FeedItem[]): Tap => {
  const tap = new Tap(behind(0n), capacity, () => undefined);
  for (const each of items) tap.push([each], each.position);
  return tap;
};

const now = AbortSignal.abort();

describe('a tap that nobody takes from', () => {
  it.each<[string, number, (number | undefined)[], boolean]>([
    ['holds what there is room for', 3, [1, 1, 1], true],
    ['runs over past its number of items', 3, [1, 1, 1, 1], false],
    ['holds megabytes', 100, Array<number>(16).fill(MEGABYTE), true],
    ['runs over when its items take more memory than there is', 100, Array<number>(17).fill(MEGABYTE), false],
    ['holds what nobody has weighed', 100, Array<undefined>(50).fill(undefined), true],
  ])('%s', async (_what, capacity, weights, holds) => {
    const tap = tapOf(
      capacity,
      weights.map((weight, i) => item(BigInt(i + 1), weight)),
    );

    expect((await tap.take(100, now))?.length).toBe(holds ? weights.length : undefined);
  });
});

it('a tap has room again for as much as was taken', async () => {
  const tap = tapOf(100, [item(1n, 10 * MEGABYTE), item(2n, 5 * MEGABYTE)]);

  expect(await tap.take(1, now)).toHaveLength(1);
  tap.push([item(3n, 10 * MEGABYTE)], behind(3n));

  expect(await tap.take(2, now)).toHaveLength(2);
});
