import { quoteIdentifier } from '../database/identifier.js';
import type { Rows } from '../database/database.js';
import { COUNTED_COLUMNS } from '../storage/counted-dimension.js';

/** Columns of an event that its counts are made of. */
const COLUMNS = ['id', ...Object.values(COUNTED_COLUMNS)];

/**
 * Wraps the statement that inserts a batch's events: it answers how many of them were new, by minute and value. What was
 * stored before is not returned by `on conflict do nothing`, so it is not counted again.
 */
export function countingStatement(insert: string): string {
  const values = Object.entries(COUNTED_COLUMNS).map(
    ([name, column]) => `('${name}', s.${quoteIdentifier(column)}::text)`,
  );
  return `with stored as (${insert} returning ${COLUMNS.map(quoteIdentifier).join(', ')})
          select d.dimension, spoor_counted_value(d.value) as value, spoor_time(s.id) / 60000 as minute,
                 count(*)::int as events
            from stored s
           cross join lateral (values ('TOTAL', ''), ${values.join(', ')}) as d (dimension, value)
           where d.value is not null
           group by 1, 2, 3`;
}

/** New rows of `event_count`, or what is to be added to rows that are there. */
export interface EventCounts {
  /** Events that were new. */
  readonly stored: number;
  readonly rows: readonly EventCountRow[];
}

interface EventCountRow {
  readonly dimension: string;
  readonly value: string;
  readonly hour: number;
  events: number;
  /** By minute of the hour. */
  readonly minutes: (number | null)[];
}

/** Gathers what a counting statement answered by hour. */
export function eventCounts(counted: Rows): EventCounts {
  const rows = new Map<string, EventCountRow>();
  let stored = 0;
  for (const { dimension, value, minute, events } of counted as readonly CountedMinute[]) {
    const [hour, minuteOfHour] = [Math.floor(Number(minute) / 60), Number(minute) % 60];
    const key = `${dimension} ${hour} ${value}`;
    const row = rows.get(key) ?? { dimension, value, hour, events: 0, minutes: [] };
    rows.set(key, row);
    row.events += events;
    while (row.minutes.length < minuteOfHour) row.minutes.push(null);
    row.minutes[minuteOfHour] = events;
    if (dimension === 'TOTAL') stored += events;
  }
  return { stored, rows: [...rows.values()] };
}

type CountedMinute = {
  readonly dimension: string;
  readonly value: string;
  /** Minutes since 1970. */
  readonly minute: string;
  readonly events: number;
};

/**
 * Adds to `event_count` what `$n` holds as JSON. It runs under the lock that makes commits serial: writers that add to
 * the same rows in another order would otherwise wait for each other in a circle.
 */
export function addCounts(parameter: string): string {
  return `insert into event_count as c (dimension, value, hour, events, minutes)
          select r.dimension, r.value, r.hour, r.events, r.minutes
            from json_populate_recordset(null::event_count, ${parameter}::json) r
              on conflict (dimension, value, hour) do update
             set events = c.events + excluded.events,
                 minutes = array(select nullif(coalesce(u.a, 0) + coalesce(u.b, 0), 0)
                                   from unnest(c.minutes, excluded.minutes) with ordinality as u (a, b, i)
                                  order by u.i)`;
}
