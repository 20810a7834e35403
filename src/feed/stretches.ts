import type { FeedBatch } from './batch-store.js';

/** Events that the first stretch holds, about, and how much longer each is than the one before it. */
const FIRST = 2_000;
const GROWTH = 4;
const LONGEST = 50_000;

/** Cuts batches into stretches to read one after the other: short at first, since mostly a page is full soon. */
export function* stretches(batches: readonly FeedBatch[]): Generator<readonly FeedBatch[]> {
  let [stretch, events, length]: [FeedBatch[], number, number] = [[], 0, FIRST];
  for (const batch of batches) {
    stretch.push(batch);
    events += batch.stored;
    if (events < length) continue;
    yield stretch;
    [stretch, events, length] = [[], 0, Math.min(length * GROWTH, LONGEST)];
  }
  if (stretch.length) yield stretch;
}
