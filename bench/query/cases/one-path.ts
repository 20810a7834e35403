import { timeFilter, times } from '../draw.js';
import { newestListed, TIME } from '../document-sql.js';
import { listedEvents } from '../listed-events.js';
import type { QueryCase } from '../query-case.js';

const PATHS = `
  select f.path from event e join file f on f.id = e.file_id
   where f.path <> ''
   group by f.path order by count(*) desc, f.path limit 10000`;

/** Paths that many events name, and, less often, paths that few name. */
export const onePath: QueryCase = {
  name: 'one-path',
  title: '50 of one path, over 7 days',
  document: 'one-path',
  aim: { kind: 'below', p95: 50 },
  async draw({ stock: { start, end }, database, random, count }) {
    const { rows } = await database.query<{ path: string }>(PATHS);
    return times(count, () => {
      const { path } = random.pickZipf(rows);
      const contained = JSON.stringify({ file: { path } });
      return { variables: { path, time: timeFilter(start, end) }, baseline: [[contained, start, end]] };
    });
  },
  rows: listedEvents,
  baseline: [{ text: newestListed(`e @> $1 and ${TIME} >= $2 and ${TIME} < $3`) }],
};
