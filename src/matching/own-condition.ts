import { formatMaskOf } from '../event-format/contract.js';
import type { OwnFilter } from '../search/filter.js';
import type { MatchedEvent } from './matched-event.js';
import { valueTest } from './value-test.js';
import { undecided, type Check } from './verdict.js';

/** A condition on what is ours, not the event's. */
export function ownCheck(filter: Exclude<OwnFilter, { kind: 'envelope' | 'acknowledgement' }>): Check {
  switch (filter.kind) {
    case 'time':
      return within(filter, LAST_ID, ({ row }) => row.time);
    case 'hostName': {
      const passes = valueTest(filter.test, { kind: 'string' });
      return (_, { row }) => passes(row.host.name);
    }
    case 'hostId': {
      const ids = new Set(filter.ids);
      return (_, { row }) => ids.has(row.host.id);
    }
    case 'eventKind':
      return (_, { row }) => filter.kinds.includes(row.kind);
    case 'timeSource': {
      const sources: readonly string[] = filter.sources;
      return (_, { row }) => sources.includes(row.timeSource);
    }
    case 'receivedAt':
      return within(filter, LAST_DATE, ({ row }) => row.receivedAt.getTime());
    case 'sentAt':
      return within(filter, LAST_DATE, ({ row }) => row.sentAt?.getTime());
    case 'formats': {
      const mask = formatMaskOf(filter.contracts);
      return (_, { row }) => (row.contracts & mask) !== 0;
    }
  }
}

/** The greatest milliseconds that an id, and that a JavaScript date, can have. */
const LAST_ID = 2 ** 48 - 1;
const LAST_DATE = 8.64e15;

/** What has no such moment lies in no range. Fractions of milliseconds are cut, as the database is told them. */
function within(
  range: { readonly from?: number; readonly to?: number },
  last: number,
  read: (event: MatchedEvent) => number | undefined,
): Check {
  const bounds = [range.from, range.to].filter((bound) => bound !== undefined);
  if (!bounds.every((bound) => bound >= 0 && bound <= last)) return undecided;
  const from = Math.trunc(range.from ?? 0);
  const to = range.to === undefined ? Infinity : Math.trunc(range.to);
  return (_, event) => {
    const moment = read(event);
    return moment !== undefined && moment >= from && moment < to;
  };
}
