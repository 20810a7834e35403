/**
 * A place in the order of commits: behind an event of a batch, or behind all of them. Batches are in the order of their
 * numbers, which is the order in which they were committed; the events of one batch are in the order of their ids.
 */
export interface FeedPosition {
  /** Number of the batch. */
  readonly batch: bigint;
  /** UUID of the event; undefined: behind the whole batch. */
  readonly event: string | undefined;
}

/** Less than 0 when the one is before the other. */
export function comparePositions(a: FeedPosition, b: FeedPosition): number {
  if (a.batch !== b.batch) return a.batch < b.batch ? -1 : 1;
  if (a.event === b.event) return 0;
  if (a.event === undefined) return 1;
  return b.event === undefined || a.event < b.event ? -1 : 1;
}

/**
 * Whether events behind a place have been removed.
 *
 * @param forgotten number of the newest batch that was. Of a place in its middle nobody knows any more what came behind
 */
export function isForgotten({ batch, event }: FeedPosition, forgotten: bigint): boolean {
  return batch < forgotten || (batch === forgotten && event !== undefined);
}

/** Behind everything that a batch holds. */
export function behind(batch: bigint): FeedPosition {
  return { batch, event: undefined };
}
