import type { StoredDay } from '../events/stored-days.js';
import type { TimeRange } from './time-range.js';

/** Bytes of events in the first window: about 30,000 events. */
const FIRST = 16 * 2 ** 20;

/** How much longer each window is than the one before it. */
const GROWTH = 4;

const DAY = 86_400_000;

/**
 * Cuts a range into windows to search one after the other, from the end that is asked for: first as many days as hold
 * some ten thousand events, then ever more. Together they are the range; where that is open, so is the window there.
 *
 * A page is mostly full after the first; what is rare costs a few statements more. Each sees only its own partitions.
 */
export function searchWindows(range: TimeRange, days: readonly StoredDay[], direction: 'asc' | 'desc'): TimeRange[] {
  const { from = -Infinity, to = Infinity } = range;
  const isBackwards = direction === 'desc';
  const windows: TimeRange[] = [];
  let [rest, room, limit] = [range, FIRST, FIRST];
  for (const { day, bytes } of isBackwards ? days.toReversed() : days) {
    const cut = isBackwards ? day : day + DAY;
    room -= bytes;
    if (cut <= from || cut >= to || room > 0) continue;
    windows.push(isBackwards ? { ...rest, from: cut } : { ...rest, to: cut });
    rest = isBackwards ? { ...rest, to: cut } : { ...rest, from: cut };
    limit *= GROWTH;
    room = limit;
  }
  return from < to ? [...windows, rest] : [];
}
