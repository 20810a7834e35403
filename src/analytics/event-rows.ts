import { join, raw, sql, type Sql } from '../database/sql.js';
import { fieldValue, joinedValue, type FieldValue } from '../search/field-value.js';
import type { TimeRange } from '../search/time-range.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import { countedColumn } from './counted-rows.js';
import { dimension, type DimensionName } from './dimensions.js';

/** Where a dimension's values come from. */
export function dimensionValue(plans: StoragePlans, name: DimensionName): FieldValue {
  const { path, counted } = dimension(name);
  // What is counted stands on the event itself, once more where it is part of a snapshot.
  if (counted) {
    const start = () => countedColumn(counted);
    return { start, hops: [], isList: false, isTextIndexed: false, table: 'event' };
  }
  if (typeof path === 'string') throw new Error(`The dimension ${name} has no path, and nothing counts it`);
  return fieldValue(plans, path);
}

/**
 * The events that pass, as CTEs for `counts`: each once, with its bucket and the starts of the dimensions' values. What
 * the starts lead to is joined only after events with equal starts are put together.
 */
export function matchingEvents(condition: Sql, bucket: (milliseconds: Sql) => Sql, values: readonly FieldValue[]): Sql {
  const starts = values.map(({ start }, i) => sql`, ${start(raw('e'))} as ${raw(`key${i}`)}`);
  const columns = starts.length ? join(starts, '') : raw('');
  return sql`select ${bucket(sql`spoor_time(e.id)`)} as bucket${columns} from event e where ${condition}`;
}

/** Rows of counts without values, from the CTE `matching`. */
export function totalRows(): Sql {
  return sql`select m.bucket, true as is_total, null::text as value, count(*) as events from matching m group by m.bucket`;
}

/** Rows of counts by the i-th of the values, from the CTE `matching`. */
export function valueRows(field: FieldValue, i: number, range: TimeRange): Sql {
  const keyed = sql`select m.bucket, m.${raw(`key${i}`)} as key, count(*) as events from matching m group by 1, 2`;
  const { joins, value } = joinedValue(field, sql`k.key`, 'v', range);
  const items = field.isList ? sql`left join lateral unnest(${value}) as item (value) on true` : raw('');
  const item = field.isList ? sql`item.value` : value;
  return sql`select k.bucket, false as is_total, spoor_counted_value(${item}) as value, sum(k.events)::int8 as events
               from (${keyed}) k ${joins} ${items}
              group by 1, 3`;
}
