import { join, raw, sql, type Sql } from '../database/sql.js';
import type { TimeRange } from '../search/time-range.js';
import { COUNTED_COLUMNS, type CountedDimension } from '../storage/counted-dimension.js';
import type { CountedSelection, CountedValues } from './counted-selection.js';

/** Counts as all of analytics hands them around. */
export interface Counts {
  /**
   * A query for rows `(bucket, is_total, value, events)`, any number for one bucket and value, to be added up. Those with
   * `is_total` count events, whatever their value says; the others count them by value.
   */
  readonly rows: Sql;
  /**
   * How many events have no value: a row counts them, under NULL; or they are what the total is more than all values,
   * which is so where ingest has counted.
   */
  readonly missing: 'counted' | 'rest';
}

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** How a range of time is put together from counted hours, counted minutes, and what only the events know. */
export interface Pieces {
  readonly hours?: Piece;
  readonly minutes: readonly Piece[];
  readonly events: readonly Piece[];
}

/** Milliseconds, `[from, to)`. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** No bucket lets counts be taken whole that reach over its end. Without an interval there is one bucket. */
export function pieces({ from = 0, to = END }: TimeRange, interval: number | undefined): Pieces {
  if (from >= to) return { minutes: [], events: [] };
  const unit = interval === undefined || interval % HOUR === 0 ? HOUR : interval % MINUTE === 0 ? MINUTE : undefined;
  const minutes = unit ? inner({ from, to }, MINUTE) : undefined;
  if (!minutes) return { minutes: [], events: [{ from, to }] };
  const hours = unit === HOUR ? inner(minutes, HOUR) : undefined;
  return {
    ...(hours && { hours }),
    minutes: hours ? around(minutes, hours) : [minutes],
    events: around({ from, to }, minutes),
  };
}

/** The first hour that begins past the last time of an id. */
const END = Math.ceil(2 ** 48 / HOUR) * HOUR;

function inner({ from, to }: Piece, unit: number): Piece | undefined {
  const whole = { from: Math.ceil(from / unit) * unit, to: Math.floor(to / unit) * unit };
  return whole.from < whole.to ? whole : undefined;
}

function around(outer: Piece, hole: Piece): Piece[] {
  const parts = [
    { from: outer.from, to: hole.from },
    { from: hole.to, to: outer.to },
  ];
  return parts.filter(({ from, to }) => from < to);
}

/**
 * What ingest has counted, as rows of counts; what is missing is the rest.
 *
 * @param groupBy the dimension of the selection, if that has one: of others the counts do not know the combination
 */
export function countedRows(
  { only }: CountedSelection,
  { hours, minutes }: Pieces,
  groupBy: CountedDimension | undefined,
  bucket: (milliseconds: Sql) => Sql,
): Sql {
  const wanted = wantedCounts(only, groupBy);
  const roles = only && groupBy ? TOTAL_AND_VALUES : raw('');
  const isTotal = only ? (groupBy ? sql`r.is_total` : sql`true`) : sql`c.dimension = 'TOTAL'`;
  const columns = (time: Sql, events: Sql): Sql => sql`${bucket(time)}, ${isTotal}, c.value, ${events}`;
  const parts = minutes.map(
    ({ from, to }) => sql`select ${columns(sql`m.minute * 60000`, sql`u.events::int8`)}
       from event_count c
      cross join lateral unnest(c.minutes) with ordinality as u (events, i)
      cross join lateral (select c.hour::int8 * 60 + u.i - 1 as minute) m ${roles}
      where ${wanted} and c.hour >= ${Math.floor(from / HOUR)} and c.hour < ${Math.ceil(to / HOUR)}
        and m.minute >= ${from / MINUTE}::int8 and m.minute < ${to / MINUTE}::int8 and u.events is not null`,
  );
  if (hours) {
    parts.push(sql`select ${columns(sql`c.hour::int8 * 3600000`, sql`c.events`)}
       from event_count c ${roles}
      where ${wanted} and c.hour >= ${hours.from / HOUR} and c.hour < ${hours.to / HOUR}`);
  }
  return join(parts, ' union all ');
}

/** Each value counts twice: for itself and for the total, which is that of the values asked for. */
const TOTAL_AND_VALUES = sql`cross join (values (true), (false)) as r (is_total)`;

function wantedCounts(only: CountedValues | undefined, groupBy: CountedDimension | undefined): Sql {
  if (only) return sql`c.dimension = ${only.dimension}::counted_dimension and c.value in (${countedValues(only)})`;
  const names = ['TOTAL', ...(groupBy ? [groupBy] : [])];
  return sql`c.dimension in (${join(names.map((name) => sql`${name}::counted_dimension`))})`;
}

function countedValues({ values, areHostNames }: CountedValues): Sql {
  return areHostNames
    ? sql`select h.id::text from host h where h.name = any(${[...values]}::text[])`
    : sql`select spoor_counted_value(v.value) from unnest(${[...values]}::text[]) as v (value)`;
}

/** The value of an event `e` as ingest counts it. */
export function countedColumn(counted: CountedDimension): Sql {
  return sql`e.${raw(COUNTED_COLUMNS[counted])}::text`;
}
