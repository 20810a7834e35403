import { firstId } from '../database/partitions.js';
import { join, sql, type Sql } from '../database/sql.js';
import type { Filter } from './filter.js';

/** Event time in milliseconds since 1970, half-open: `[from, to)`. */
export interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}

/** The range outside of which no event can pass: what the conditions say that must all hold. */
export function timeRange(filter: Filter): TimeRange {
  if (filter.kind === 'time') return filter;
  if (filter.kind !== 'all') return {};
  return filter.filters.map(timeRange).reduce(intersection, {});
}

export function intersection(a: TimeRange, b: TimeRange): TimeRange {
  const from = Math.max(a.from ?? -Infinity, b.from ?? -Infinity);
  const to = Math.min(a.to ?? Infinity, b.to ?? Infinity);
  return { ...(from > -Infinity && { from }), ...(to < Infinity && { to }) };
}

/** A condition on a column of ids, whose order is the order of time: Postgres reads only the partitions that it allows. */
export function idsWithin(column: Sql, { from, to }: TimeRange): Sql {
  const bounds = [
    ...(from === undefined ? [] : [sql`${column} >= ${firstId(from)}::uuid`]),
    ...(to === undefined ? [] : [sql`${column} < ${firstId(to)}::uuid`]),
  ];
  return bounds.length ? join(bounds, ' and ') : sql`true`;
}

const DAY = 86_400_000;

/** The days (UTC) that a range touches: snapshots have the id of their day's midnight. */
export function wholeDays({ from, to }: TimeRange): TimeRange {
  return {
    ...(from !== undefined && { from: from - (from % DAY) }),
    ...(to !== undefined && { to: to % DAY === 0 ? to : to - (to % DAY) + DAY }),
  };
}
