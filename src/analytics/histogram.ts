import type { Rows } from '../database/database.js';
import { join, sql, type Sql } from '../database/sql.js';
import type { Buckets } from './buckets.js';

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

/** Rows of counts with all but the `top` most frequent values put together. */
export function histogramQuery(counts: Sql, top: number): Sql {
  return sql`with counts (bucket, is_total, value, events) as materialized (${counts}),
                  top as (select c.value, sum(c.events) as events from counts c
                           where c.value is not null group by c.value order by 2 desc, 1 limit ${top})
             select c.bucket::text as bucket, c.is_total, c.value is null as is_missing, t.value,
                    sum(c.events)::text as events
               from counts c
               left join top t on t.value = c.value
              group by c.bucket, c.is_total, c.value is null, t.value, t.events
              order by t.events desc, t.value`;
}

/** Puts the answer into buckets, empty ones included. */
export function fillBuckets(rows: Rows, { interval, first, count }: Buckets): HistogramBucket[] {
  const buckets = Array.from({ length: count }, (_, i) => {
    const from = (first + i) * interval;
    return { from, to: from + interval, count: 0, groups: [] as ValueCount[], other: 0, missing: 0 };
  });
  for (const row of rows) {
    const bucket = buckets[Number(row['bucket']) - first];
    const events = Number(row['events']);
    // No bucket: an event came in between reading the range of all times and reading the counts.
    if (!bucket) continue;
    if (row['is_total']) bucket.count += events;
    else if (row['is_missing']) bucket.missing += events;
    else if (row['value'] === null) bucket.other += events;
    else if (events) bucket.groups.push({ value: row['value'] as string, count: events });
  }
  return buckets;
}

export function unionAll(parts: readonly Sql[]): Sql {
  return join(
    parts.map((part) => sql`(${part})`),
    ' union all ',
  );
}
