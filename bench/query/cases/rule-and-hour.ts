import { drawHour, hoursLater, timeFilter, times } from '../draw.js';
import { newestListed, TIME } from '../document-sql.js';
import { listedEvents } from '../listed-events.js';
import type { QueryCase } from '../query-case.js';

export const ruleAndHour: QueryCase = {
  name: 'rule-and-hour',
  title: '50 by rule and hour',
  document: 'rule-and-hour',
  aim: { kind: 'below', p95: 50 },
  async draw({ stock, database, random, count }) {
    const { rows } = await database.query<{ rule: string }>(
      'select distinct e.rule_id as rule from event e where e.rule_id is not null order by rule',
    );
    return times(count, () => {
      const { rule } = random.pick(rows);
      const from = drawHour(random, stock, 1);
      const to = hoursLater(from, 1);
      const contained = JSON.stringify({ agent: { rule_id: rule } });
      return { variables: { rule, time: timeFilter(from, to) }, baseline: [[contained, from, to]] };
    });
  },
  rows: listedEvents,
  baseline: [{ text: newestListed(`e @> $1 and ${TIME} >= $2 and ${TIME} < $3`) }],
};
