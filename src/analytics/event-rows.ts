import { join, raw, sql, type Sql } from '../database/sql.js';
import { fieldValue, joinsOf, type FieldValue } from '../search/field-value.js';
import type { TimeRange } from '../search/time-range.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import { countedColumn } from './counted-rows.js';
import { dimension, type DimensionName } from './dimensions.js';

/** Where a dimension's values come from. */
export function dimensionValue(plans: StoragePlans, name: DimensionName): FieldValue {
  const { path } = dimension(name);
  if (typeof path !== 'string') return fieldValue(plans, path);
  return path === 'service' || path === 'tags' ? envelopeValue(path) : ownValue(path);
}

function envelopeValue(name: 'service' | 'tags'): FieldValue {
  const start = sql`e.envelope_id`;
  const place = { table: 'envelope', alias: 'v0', id: start } as const;
  const value = sql`v0.${raw(name)}`;
  return { start, hops: [place], value, place, isList: name === 'tags', isTextIndexed: name === 'service' };
}

/** What is ours stands in the event's own row. */
function ownValue(name: 'host' | 'kind'): FieldValue {
  const value = countedColumn(name === 'host' ? 'HOST' : 'KIND');
  const place = { table: 'event', alias: 'e', id: sql`e.id` } as const;
  return { start: value, hops: [], value, place, isList: false, isTextIndexed: false };
}

/**
 * The events that pass, as the CTE `matching`: each once, with its bucket and the starts of the dimensions' values. What
 * the starts lead to is joined only after events with equal starts are put together.
 */
export function matchingEvents(condition: Sql, bucket: (milliseconds: Sql) => Sql, values: readonly FieldValue[]): Sql {
  const starts = values.map(({ start }, i) => sql`, ${start} as ${raw(`key${i}`)}`);
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
  const start = sql`k.key`;
  const value = field.hops.length ? field.value : start;
  const items = field.isList ? sql`left join lateral unnest(${value}) as item (value) on true` : raw('');
  return sql`select k.bucket, false as is_total, spoor_counted_value(${field.isList ? sql`item.value` : value}) as value,
                    sum(k.events)::int8 as events
               from (${keyed}) k ${joinsOf(field, start, range, 'left join')} ${items}
              group by 1, 3`;
}
