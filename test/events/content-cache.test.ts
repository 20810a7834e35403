import { expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { ContentCache, WholeSnapshotCache } from '../../src/events/content-cache.js';

interface Content {
  readonly text: string;
}

/** A cache in front of contents of a kilobyte each, and what it had to ask for. */
function cacheOf(limits: { values: number; bytes: number }): { cache: ContentCache<Content>; asked: string[] } {
  const asked: string[] = [];
  const load = (ids: readonly string[]): Promise<(Content | Error)[]> => {
    asked.push(...ids);
    return Promise.resolve(ids.map((id) => (id === 'gone' ? new Error(id) : { text: id.padEnd(1000) })));
  };
  return { cache: new ContentCache(load, limits, ({ text }) => text), asked };
}

it.each([
  ['by their number', { values: 2, bytes: 1_000_000 }],
  ['by what they take', { values: 100, bytes: 2_500 }],
])('contents are kept in a bounded cache, %s', async (_what, limits) => {
  const { cache, asked } = cacheOf(limits);

  await cache.load(['a', 'b']);
  await cache.load(['a', 'b', 'c']);
  await cache.load(['b', 'c']);
  await cache.load(['a', 'gone']);
  const loaded = await cache.load(['a', 'gone']);

  expect(asked).toEqual(['a', 'b', 'c', 'a', 'gone', 'gone']);
  expect(loaded.map((value) => (value instanceof Error ? value.message : value.text.trim()))).toEqual(['a', 'gone']);
});

it('whole snapshots are kept while they are put together, and after that as far as there is room', async () => {
  const cache = new WholeSnapshotCache({ values: 100, bytes: 2_500 });
  const wholes = ['a', 'b', 'c'].map((name) => Promise.resolve({ name: name.padEnd(1000) }));

  wholes.forEach((whole, i) => cache.set(String(i), whole));
  const before = wholes.map((_, i) => cache.get(String(i)));
  await setImmediate();

  expect(before).toEqual(wholes);
  expect(wholes.map((_, i) => cache.get(String(i)))).toEqual([undefined, wholes[1], wholes[2]]);
});
