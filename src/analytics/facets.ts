import type { Rows } from '../database/database.js';
import { sql, type Sql } from '../database/sql.js';
import type { Counts } from './counted-rows.js';
import type { DimensionName } from './dimensions.js';
import { unionAll, type ValueCount } from './histogram.js';

export interface Facet {
  readonly dimension: DimensionName;
  /** The most frequent values, the most frequent first. */
  readonly values: readonly ValueCount[];
  /** Events with other values. */
  readonly other: number;
  /** Events without a value. */
  readonly missing: number;
  readonly distinct: number;
}

/** The facets of several dimensions in one statement: of each its most frequent values, and what is behind them. */
export function facetsQuery(matching: Sql | undefined, counts: readonly Counts[], top: number): Sql {
  const facets = unionAll(counts.map(({ rows }, i) => facetQuery(rows, i, top)));
  const ordered = sql`select f.* from (${facets}) f order by f.facet, f.events desc, f.value`;
  return matching ? sql`with matching as materialized (${matching}) ${ordered}` : ordered;
}

/** One row stands for all values, under NULL: it counts the events without one, with one, and all of them. */
function facetQuery(counts: Sql, index: number, top: number): Sql {
  return sql`with counts (bucket, is_total, value, events) as materialized (${counts}),
                  grouped as materialized (select c.value, sum(c.events) as events from counts c
                                            where not c.is_total group by c.value)
             select ${index}::int as facet, null as value, sum(g.events) filter (where g.value is null) as events,
                    count(g.value) as "distinct", sum(g.events) filter (where g.value is not null) as present,
                    (select sum(c.events) from counts c where c.is_total) as total
               from grouped g
              union all
            (select ${index}::int, g.value, g.events, null, null, null
               from grouped g where g.value is not null order by g.events desc, g.value limit ${top})`;
}

export function readFacets(
  rows: Rows,
  dimensions: readonly DimensionName[],
  counts: readonly Pick<Counts, 'missing'>[],
): Facet[] {
  return dimensions.map((dimension, i) => {
    const own = rows.filter((row) => row['facet'] === i);
    const summary = own.find((row) => row['value'] === null);
    const values = own
      .filter((row) => row['value'] !== null)
      .map((row) => ({ value: row['value'] as string, count: Number(row['events']) }));
    const shown = values.reduce((sum, { count }) => sum + count, 0);
    const [present, total] = [Number(summary?.['present'] ?? 0), Number(summary?.['total'] ?? 0)];
    return {
      dimension,
      values,
      other: present - shown,
      missing: counts[i]?.missing === 'rest' ? total - present : Number(summary?.['events'] ?? 0),
      distinct: Number(summary?.['distinct'] ?? 0),
    };
  });
}
