import type { Rows } from '../database/database.js';
import { join, sql, type Sql } from '../database/sql.js';
import type { Buckets } from './buckets.js';
import type { Counts } from './counted-rows.js';

export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

export interface HistogramBucket {
  /** Milliseconds since 1970, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The values that are most frequent over all buckets, as far as they occur in this one; the most frequent first. */
  readonly groups: readonly ValueCount[];
  /** Events with a value that is not among the most frequent. */
  readonly other: number;
  /** Events without a value. */
  readonly missing: number;
}

/**
 * Rows of counts, added up by bucket and part: a frequent value by its rank from 1 on, or one of the parts below. Numbers
 * are much cheaper to group by than texts.
 */
export function histogramQuery({ rows }: Counts, top: number): Sql {
  return sql`with counts (bucket, is_total, value, events) as materialized (${rows}),
                  top as materialized (
                    select c.value, row_number() over (order by sum(c.events) desc, c.value)::int as rank
                      from counts c where not c.is_total and c.value is not null group by c.value order by rank limit ${top}),
                  parts as (
                    select c.bucket, sum(c.events) as events,
                           case when c.is_total then ${TOTAL}::int when c.value is null then ${MISSING}::int
                                else coalesce(t.rank, ${OTHER}::int) end as part
                      from counts c left join top t on t.value = c.value
                     group by 1, 3)
             select p.bucket::text as bucket, p.part, t.value, p.events::text as events
               from parts p left join top t on t.rank = p.part
              order by p.part`;
}

const TOTAL = 0;
const OTHER = -1;
const MISSING = -2;

/** Puts the answer into buckets, empty ones included. */
export function fillBuckets(
  rows: Rows,
  { interval, first, count }: Buckets,
  missing: Counts['missing'],
): HistogramBucket[] {
  const buckets = Array.from({ length: count }, (_, i) => {
    const from = (first + i) * interval;
    return { from, to: from + interval, count: 0, groups: [] as ValueCount[], other: 0, missing: 0 };
  });
  for (const row of rows) {
    const bucket = buckets[Number(row['bucket']) - first];
    const events = Number(row['events']);
    // No bucket: an event came in between reading the range of all times and reading the counts.
    if (!bucket) continue;
    if (row['part'] === TOTAL) bucket.count = events;
    else if (row['part'] === OTHER) bucket.other = events;
    else if (row['part'] === MISSING) bucket.missing = events;
    else bucket.groups.push({ value: row['value'] as string, count: events });
  }
  if (missing === 'rest') for (const bucket of buckets) bucket.missing = rest(bucket);
  return buckets;
}

function rest({ count, groups, other }: HistogramBucket): number {
  return groups.reduce((sum, group) => sum - group.count, count - other);
}

export function unionAll(parts: readonly Sql[]): Sql {
  return join(
    parts.map((part) => sql`(${part})`),
    ' union all ',
  );
}
