import { formatMaskOf } from '../event-format/contract.js';
import { sql, type Sql } from '../database/sql.js';
import type { OwnFilter } from './filter.js';
import { columnValue, parenthesized, testSql } from './test-sql.js';
import { idsWithin, type TimeRange } from './time-range.js';

/** A condition on what is ours, about `event e`. */
export function ownCondition(filter: OwnFilter): Sql {
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
      return receivedWithin(filter);
    case 'formats':
      return sql`(e.format_mask & ${formatMaskOf(filter.contracts)}::int2) <> 0`;
  }
}

function receivedWithin({ from, to }: TimeRange): Sql {
  return parenthesized(
    [
      sql`true`,
      ...(from === undefined ? [] : [sql`e.received_at >= ${new Date(from)}::timestamptz`]),
      ...(to === undefined ? [] : [sql`e.received_at < ${new Date(to)}::timestamptz`]),
    ],
    ' and ',
  );
}
