import { drawHour, hoursLater, sum, timeFilter, times } from '../draw.js';
import { TIME } from '../document-sql.js';
import type { QueryCase } from '../query-case.js';

interface Answer {
  readonly eventFacets: readonly { readonly values: readonly object[] }[];
}

export const facets: QueryCase = {
  name: 'facets',
  title: 'facets of 6 dimensions over a day',
  document: 'facets',
  draw: ({ stock, random, count }) =>
    Promise.resolve(
      times(count, () => {
        const from = drawHour(random, stock, 24);
        const to = hoursLater(from, 24);
        return { variables: { time: timeFilter(from, to) }, baseline: [[from, to]] };
      }),
    ),
  rows: ({ eventFacets }: Answer) => sum(eventFacets.map(({ values }) => values.length)),
  baseline: [
    {
      text: `
        with day as (
          select e#>>'{evt,name}' as name, e#>>'{agent,rule_id}' as rule, e->>'hostname' as host, e#>>'{usr,id}' as usr,
                 e#>>'{process,executable,path}' as executable, e#>>'{file,path}' as file
            from events where ${TIME} >= $1 and ${TIME} < $2),
        counted as (
          select grouping(name, rule, host, usr, executable, file) as dimension,
                 coalesce(name, rule, host, usr, executable, file) as value, count(*) as events
            from day group by grouping sets (name, rule, host, usr, executable, file)),
        ranked as (
          select *, row_number() over (partition by dimension order by events desc) as rank
            from counted where value is not null)
        select dimension, value, events from ranked where rank <= 10 order by dimension, rank`,
    },
  ],
};
