import { hoursLater, sum, timeFilter, times } from '../draw.js';
import { TIME } from '../document-sql.js';
import type { Drawn, QueryCase, Stored } from '../query-case.js';

const DAYS = 7;

/** Weeks that begin up to half a day before or behind the stock, so that the requests differ. */
function drawWeeks({ stock, random, count }: Stored): Promise<readonly Drawn[]> {
  return Promise.resolve(
    times(count, () => {
      const from = hoursLater(stock.start, random.between(-12, 12));
      const to = hoursLater(from, DAYS * 24);
      return { variables: { time: timeFilter(from, to) }, baseline: [[from, to]] };
    }),
  );
}

interface Answer {
  readonly eventHistogram: readonly Bucket[];
}

interface Bucket {
  readonly count: number | string;
  readonly groups: readonly object[];
  readonly other: number | string;
  readonly missing: number | string;
}

export const histogram: QueryCase = {
  name: 'histogram',
  title: 'histogram of 7 days by hour',
  document: 'histogram',
  aim: { kind: 'below', p95: 20 },
  draw: drawWeeks,
  rows: ({ eventHistogram }: Answer) => eventHistogram.filter(({ count }) => Number(count) > 0).length,
  baseline: [
    {
      text: `
        select date_trunc('hour', ${TIME}, 'UTC') as hour, count(*)
          from events where ${TIME} >= $1 and ${TIME} < $2
         group by 1 order by 1`,
    },
  ],
};

export const histogramByRule: QueryCase = {
  name: 'histogram-by-rule',
  title: 'the same by rule',
  document: 'histogram-by-rule',
  aim: { kind: 'below', p95: 20 },
  draw: drawWeeks,
  rows: ({ eventHistogram }: Answer) => sum(eventHistogram.map(groupsOf)),
  baseline: [
    {
      text: `
        with counted as (
          select date_trunc('hour', ${TIME}, 'UTC') as hour, e#>>'{agent,rule_id}' as rule, count(*) as events
            from events where ${TIME} >= $1 and ${TIME} < $2
           group by 1, 2),
        top as (select rule from counted group by 1 order by sum(events) desc limit 10)
        select hour, case when rule in (select rule from top) then rule else 'other' end, sum(events)
          from counted group by 1, 2 order by 1, 2`,
    },
  ],
};

/** The baseline shows what is no frequent rule in one row. */
function groupsOf({ groups, other, missing }: Bucket): number {
  return groups.length + (Number(other) + Number(missing) > 0 ? 1 : 0);
}
