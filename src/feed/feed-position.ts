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

/** Whether a place is farther on than another. UUIDs in lower case are in the order of PostgreSQL. */
export function isBehind(place: FeedPosition, other: FeedPosition): boolean {
  if (place.batch !== other.batch) return place.batch > other.batch;
  return other.event !== undefined && (place.event === undefined || place.event > other.event);
}
