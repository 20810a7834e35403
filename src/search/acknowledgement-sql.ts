import { join, sql, type Sql } from '../database/sql.js';
import type { Filter } from './filter.js';
import { idsWithin, type TimeRange } from './time-range.js';

type AcknowledgementFilter = Extract<Filter, { kind: 'acknowledgement' }>;

/** Selects the ids of the events of these days of which the condition holds: few, most of the time. */
export function acknowledgedEvents(filter: AcknowledgementFilter, days: TimeRange): Sql {
  const within = idsWithin(sql`c.event_id`, days);
  return sql`select c.event_id as id from current_acknowledgement c where ${join([within, ...tests(filter)], ' and ')}`;
}

/**
 * The condition about `event e`. Of many, each event's own is looked up: a list of all would have to be made before the first
 * event could be shown.
 *
 * @param ids the events of which it holds, where they are known
 */
export function isAcknowledged(filter: AcknowledgementFilter, ids: readonly string[] | undefined): Sql {
  if (ids) return ids.length ? sql`e.id = any(${ids}::uuid[])` : sql`false`;
  const own = [sql`c.event_id = e.id`, sql`c.host_id = e.host_id`];
  return sql`exists (select from current_acknowledgement c where ${join([...own, ...tests(filter)], ' and ')})`;
}

function tests({ statuses, from, to }: AcknowledgementFilter): Sql[] {
  return [
    ...(statuses ? [sql`c.status = any(${statuses}::acknowledgement_status[])`] : []),
    ...(from === undefined ? [] : [sql`c.at >= ${new Date(from)}::timestamptz`]),
    ...(to === undefined ? [] : [sql`c.at < ${new Date(to)}::timestamptz`]),
  ];
}
