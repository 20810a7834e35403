import { firstId } from '../database/partitions.js';
import { raw, sql, type Sql } from '../database/sql.js';
import { idsWithin, type TimeRange } from './time-range.js';

/**
 * Walks over the stored lineage, as subqueries. A link is what any report said (`process.parent_instance_id`): where
 * reports of one process disagree, every parent that one of them names counts.
 *
 * Identities can coincide, so links may run in circles: `union` takes every instance once and so comes to an end. Each
 * step is a look-up of an index (`lateral`, kept by `distinct`): planned as a join it would read whole tables.
 */
const DAY = 86_400_000;

/**
 * How long before the start of an instance, in milliseconds, its oldest snapshot and those of its descendants can stand:
 * a snapshot has midnight of its day, and clocks may disagree by as much as a day.
 */
const SLACK = 2 * DAY;

/** The smallest id that a snapshot of an instance, or of one below it, can have. Without a start it is the smallest. */
export function firstSnapshotId(instanceId: string): string {
  const start = parseInt(instanceId.slice(0, 8) + instanceId.slice(9, 13), 16);
  return firstId(Math.max(0, start - SLACK));
}

/**
 * The same of a column: what it gives is known only while the statement runs, but still keeps it from the partitions
 * before. The first 32 bits of an id count 65,536 milliseconds.
 */
export function firstSnapshotIdOf(instance: Sql): Sql {
  const start = sql`('x' || left(${instance}::text, 8))::bit(32)::bigint`;
  const steps = raw(String(Math.ceil(SLACK / 65_536)));
  return sql`(lpad(to_hex(greatest(0, ${start} - ${steps})), 8, '0') || '-0000-0000-0000-000000000000')::uuid`;
}

/** Instances that were started by this one, however far back; it is not among them. */
export function descendantInstances(instanceId: string): Sql {
  const id = sql`select ${instanceId}::uuid`;
  return sql`select d.id from (${instancesBelow(id, firstSnapshotId(instanceId))}) d where d.id <> (${id})`;
}

/** Instances that had a hand in starting this one; it is not among them. */
export function ancestorInstances(instanceId: string): Sql {
  const id = sql`select ${instanceId}::uuid`;
  return sql`select a.id from (${instancesAbove(id)}) a where a.id <> (${id})`;
}

/**
 * Instances below any of these, those among them that are below another included.
 *
 * @param roots a subquery of uuids
 * @param from the smallest id of a snapshot to look at
 */
export function instancesBelow(roots: Sql, from = firstId(0)): Sql {
  return sql`with recursive below(id) as (
    select p.instance_id from process p where p.parent_instance_id in (${roots}) and p.id >= ${from}::uuid
    union
    select child.id from below b cross join lateral (
      select distinct p.instance_id as id from process p
      where p.parent_instance_id = b.id and p.id >= ${from}::uuid and p.id >= ${firstSnapshotIdOf(sql`b.id`)}
    ) child
  ) select id from below`;
}

/**
 * Instances above any of these, those among them that are above another included.
 *
 * @param leaves a subquery of uuids
 */
export function instancesAbove(leaves: Sql): Sql {
  return sql`select parent_id as id from (${linksAbove(leaves)}) links`;
}

/**
 * Open ends of lineages (`process_context.open_instance_id`) above which the stored lineage has a process that
 * satisfies a condition. The open end itself does not count: the event carried it.
 *
 * @param condition about the row `p` of `process`
 * @param range of event time, to leave out the open ends of other days
 */
export function openInstancesUnder(condition: Sql, range: TimeRange = {}): Sql {
  const day = { ...range, ...(range.from !== undefined && { from: range.from - (range.from % DAY) }) };
  const open = sql`select c.open_instance_id from process_context c
    where c.open_instance_id is not null and ${idsWithin(sql`c.id`, day)}`;
  return sql`with recursive link as materialized (${linksAbove(open)}),
  below(id) as (
    select l.id from link l where l.parent_id in (
      select parents.id from (select distinct parent_id as id from link) parents where exists (
        select from process p where p.instance_id = parents.id and p.id >= ${firstSnapshotIdOf(sql`parents.id`)}
          and (${condition})
      )
    )
    union
    select l.id from below b join link l on l.parent_id = b.id
  ) select id from below`;
}

/** Every link, `id` to `parent_id`, on the ways up from these instances. */
function linksAbove(leaves: Sql): Sql {
  const links = (of: Sql): Sql => sql`select distinct p.instance_id as id, p.parent_instance_id as parent_id
    from process p where p.instance_id = ${of} and p.parent_instance_id is not null and p.id >= ${firstSnapshotIdOf(of)}`;
  return sql`with recursive above(id, parent_id) as (
    select link.id, link.parent_id
    from (select distinct leaf from (${leaves}) leaves(leaf)) leaves cross join lateral (${links(sql`leaves.leaf`)}) link
    union
    select link.id, link.parent_id from above a cross join lateral (${links(sql`a.parent_id`)}) link
  ) select id, parent_id from above`;
}
