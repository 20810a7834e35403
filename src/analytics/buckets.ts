import { AppError } from '../errors.js';

export const MOST_BUCKETS = 10_000;

/** Buckets of time, aligned to their interval since 1970 (UTC), by number: the n-th begins at `n * interval`. */
export interface Buckets {
  /** Milliseconds. */
  readonly interval: number;
  readonly first: number;
  readonly count: number;
}

/**
 * The buckets that a range touches.
 *
 * @throws AppError `input.invalid` for more of them than anybody can use
 */
export function bucketsOf(interval: number, from: number, to: number): Buckets {
  const first = Math.floor(from / interval);
  const count = Math.max(Math.ceil(to / interval) - first, 0);
  if (from >= to) return { interval, first, count: 0 };
  if (count > MOST_BUCKETS) {
    const range = `from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
    throw new AppError(
      'input.invalid',
      `\`interval\` cuts the range ${range} into ${count} buckets, and ${MOST_BUCKETS} are the most; ` +
        'give a longer interval or narrow `filter.time`',
    );
  }
  return { interval, first, count };
}
