import { formatMaskOf } from '../event-format/contract.js';
import { sql, type Sql } from '../database/sql.js';
import type { OwnFilter } from './filter.js';
import { columnValue, parenthesized, testSql } from './test-sql.js';
import { idsWithin, type TimeRange } from './time-range.js';

/** A condition on what is ours and stands in the row of `event e` itself. */
export function ownCondition(filter: Exclude<OwnFilter, { kind: 'envelope' | 'acknowledgement' }>): Sql {
  switch (filter.kind) {
    case 'time':
      return idsWithin(sql`e.id`, filter);
    case 'hostName':
      return sql`e.host_id in (select h.id from host h where ${testSql(columnValue(sql`h.name`, 'text'), filter.test)})`;
    case 'hostId':
      return sql`e.host_id = any(${filter.ids}::int4[])`;
    case 'eventKind':
      return sql`e.kind = any(${filter.kinds}::event_kind[])`;
    case 'timeSource':
      return sql`e.time_source = any(${filter.sources}::time_source[])`;
    case 'receivedAt':
      return momentWithin(sql`e.received_at`, filter);
    case 'sentAt':
      return momentWithin(sql`e.sent_at`, filter);
    case 'formats':
      return sql`(e.format_mask & ${formatMaskOf(filter.contracts)}::int2) <> 0`;
  }
}

/** What has no such moment lies in no range, not even in one without bounds. */
function momentWithin(column: Sql, { from, to }: TimeRange): Sql {
  return parenthesized(
    [
      sql`${column} is not null`,
      ...(from === undefined ? [] : [sql`${column} >= ${new Date(from)}::timestamptz`]),
      ...(to === undefined ? [] : [sql`${column} < ${new Date(to)}::timestamptz`]),
    ],
    ' and ',
  );
}
