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

/** Behind everything that a batch holds. */
export function behind(batch: bigint): FeedPosition {
  return { batch, event: undefined };
}
