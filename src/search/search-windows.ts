import type { StoredDay } from '../events/stored-days.js';
import type { TimeRange } from './time-range.js';

/** Bytes of events in the first window: about 30,000 events. */
const FIRST = 16 * 2 ** 20;

/** How much longer each window is than the one before it. */
const GROWTH = 4;

/**
 * Cuts a range into windows to search one after the other, from the end that is asked for: first as many days as hold
 * some ten thousand events, then ever more.
 *
 * A page is mostly full after the first; what is rare costs a few statements more. Each sees only its own partitions.
 */
export function searchWindows(
  { from, to }: Required<TimeRange>,
  days: readonly StoredDay[],
  direction: 'asc' | 'desc',
): Required<TimeRange>[] {
  const inOrder = direction === 'desc' ? [...days].reverse() : days;
  const windows: Required<TimeRange>[] = [];
  let edge = direction === 'desc' ? to : from;
  let room = FIRST;
  let limit = FIRST;
  for (const { day, bytes } of inOrder) {
    const cut = direction === 'desc' ? day : day + DAY;
    room -= bytes;
    if (cut <= from || cut >= to || room > 0) continue;
    windows.push(direction === 'desc' ? { from: cut, to: edge } : { from: edge, to: cut });
    edge = cut;
    limit *= GROWTH;
    room = limit;
  }
  windows.push(direction === 'desc' ? { from, to: edge } : { from: edge, to });
  return windows.filter((window) => window.from < window.to);
}

const DAY = 86_400_000;
