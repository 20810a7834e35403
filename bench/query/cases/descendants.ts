import { times } from '../draw.js';
import type { QueryCase } from '../query-case.js';

/** What a container runtime executes first in a container, and what is no health check: all its processes stem from it. */
const ENTRYPOINTS = `
  select distinct p.instance_id as id, p.pid, h.name as host, p.exec_time as nanoseconds
    from file f
    join process p on p.executable_id = f.id
    join host h on h.id = p.host_id
   where f.name like '%entrypoint%' and p.container_id is not null and p.exec_time is not null
     and p.instance_id in (select c.parent_instance_id from process c)
   order by host, nanoseconds, p.pid limit 10000`;

/** Every report carries its whole lineage, so that no recursion is needed: the descendants stand before the entrypoint. */
const DESCENDANTS = `
  with report as (
    select e->'process' as process, a.position
      from events,
           jsonb_array_elements(e#>'{process,ancestors}') with ordinality a (ancestor, position)
     where e @> $1 and ancestor @> $2 and (ancestor->>'exec_time')::timestamptz = $3),
  found as (
    select process from report
     union all
    select d.ancestor
      from report, jsonb_array_elements(report.process->'ancestors') with ordinality d (ancestor, position)
     where d.position < report.position)
  select process->>'pid', process->>'exec_time', min(process->>'comm')
    from found group by 1, 2 order by 2 limit 100`;

interface Answer {
  readonly processInstance: { readonly descendants: { readonly nodes: readonly object[] } };
}

export const descendants: QueryCase = {
  name: 'descendants',
  title: 'descendants of a container’s entrypoint',
  document: 'descendants',
  aim: { kind: 'below', p95: 50 },
  async draw({ database, random, count }) {
    const { rows } = await database.query<{ id: string; pid: string; host: string; nanoseconds: string }>(ENTRYPOINTS);
    return times(count, () => {
      const { id, pid, host, nanoseconds } = random.pick(rows);
      const ancestor = { pid: Number(pid) };
      const contained = JSON.stringify({ hostname: host, process: { ancestors: [ancestor] } });
      return {
        variables: { id: `instance_${id.replaceAll('-', '')}` },
        baseline: [[contained, JSON.stringify(ancestor), timeText(BigInt(nanoseconds))]],
      };
    });
  },
  rows: ({ processInstance }: Answer) => processInstance.descendants.nodes.length,
  baseline: [{ text: DESCENDANTS }],
};

/** PostgreSQL rounds it to microseconds, as it rounds what the document says. */
function timeText(nanoseconds: bigint): string {
  const second = new Date(Number(nanoseconds / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${second}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}Z`;
}
