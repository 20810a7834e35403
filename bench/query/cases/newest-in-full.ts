import { hoursLater, times } from '../draw.js';
import { TIME } from '../document-sql.js';
import { listedEvents } from '../listed-events.js';
import type { QueryCase } from '../query-case.js';

/** The newest of a moment, each request of another one: the newest of all would be the same rows every time. */
export const newestInFull: QueryCase = {
  name: 'newest-in-full',
  title: 'newest 50 in full, with lineage',
  document: 'newest-in-full',
  aim: { kind: 'below', p95: 60 },
  draw: ({ stock, random, count }) =>
    Promise.resolve(
      times(count, () => {
        const first = hoursLater(stock.start, 1).getTime();
        const before = new Date(first + random.below(stock.end.getTime() - first)).toISOString();
        return { variables: { before }, baseline: [[before], [random.between(stock.events >> 4, stock.events)]] };
      }),
    ),
  rows: listedEvents,
  baseline: [
    { text: `select e from events where ${TIME} < $1 order by ${TIME} desc limit 50` },
    {
      note: 'the last to come in, by `id`, instead of the newest',
      text: 'select e from events where id <= $1 order by id desc limit 50',
    },
  ],
};
