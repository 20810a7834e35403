import { times } from '../draw.js';
import { newestListed } from '../document-sql.js';
import { listedEvents } from '../listed-events.js';
import type { QueryCase } from '../query-case.js';

/** Names that some process's parent has: of programs that start many others, and of some that hardly start any. */
const NAMES = `
  select f.name from file f
   where f.name <> '' and f.id in
     (select p.executable_id from process p where p.instance_id in (select c.parent_instance_id from process c))
   group by f.name order by f.name`;

export const ancestorName: QueryCase = {
  name: 'ancestor-name',
  title: '50 `where` an ancestor’s file name is …',
  document: 'ancestor-name',
  aim: { kind: 'below', p95: 50 },
  async draw({ database, random, count }) {
    const { rows } = await database.query<{ name: string }>(NAMES);
    return times(count, () => {
      const { name } = random.pick(rows);
      const contained = JSON.stringify({ process: { ancestors: [{ executable: { name } }] } });
      return {
        variables: { where: `process.ancestors.file.name == ${JSON.stringify(name)}` },
        baseline: [[contained]],
      };
    });
  },
  rows: listedEvents,
  baseline: [{ text: newestListed('e @> $1') }],
};
