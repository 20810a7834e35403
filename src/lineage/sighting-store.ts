import type { Database, Rows } from '../database/database.js';
import { raw, sql, type Sql } from '../database/sql.js';
import { timeOf } from '../events/event-id.js';
import { firstSnapshotId, firstSnapshotIdOf } from '../search/lineage-sql.js';
import { pageBounds, pageOrder, pageShape, type KeysetPage } from './keyset-page.js';

/** Milliseconds since 1970 of the first and the last event that shows an instance, in whatever part. */
export interface Sightings {
  readonly first: number;
  readonly last: number;
}

export interface EventCount {
  /** `evt.name`; undefined for events that have none. */
  readonly name: string | undefined;
  readonly count: number;
}

/**
 * Finds the events of instances: each question for many instances at once, in one statement.
 *
 * The way leads from snapshots of the process to its contexts, and from these to events. All three lie in one day, which
 * the conditions say, so that no other partition is read. `lateral` with `offset 0` keeps every step a look-up of an
 * index: planned as a join it would read whole days.
 */
export class SightingStore {
  constructor(private readonly database: Database) {}

  /** The first event stands in the first day that has a snapshot, and the last one in the last. */
  async sightings(ids: readonly string[]): Promise<(Sightings | undefined)[]> {
    const side = (prefix: Sql, extreme: Sql): Sql => sql`left join lateral (
      select ${extreme}(e.id::text) as id from process p ${contextsNaming(prefix)} ${eventsNaming(prefix)}
      where p.instance_id = seen.id and ${inDay(sql`p.id`, prefix)}
    )`;
    const [earliest] = ids.map(firstSnapshotId).sort();
    const rows = await this.run(
      'sightings',
      sql`select seen.id, earliest.id as first, latest.id as last from (
        select p.instance_id as id, left(min(p.id::text), 13) as first_day, left(max(p.id::text), 13) as last_day
        from process p where p.instance_id = any(${[...ids]}::uuid[]) and p.id >= ${earliest}::uuid
        group by p.instance_id
      ) seen
      ${side(sql`seen.first_day`, sql`min`)} earliest on true
      ${side(sql`seen.last_day`, sql`max`)} latest on true`,
    );
    const found = new Map(rows.map((row) => [row['id'] as string, row]));
    return ids.map((id) => readSightings(found.get(id)));
  }

  /**
   * Ids of a page of the events in which each is the acting process.
   *
   * @param condition about the row `e` of `event`
   */
  async events(ids: readonly string[], page: KeysetPage, condition: Sql): Promise<string[][]> {
    const { text, values } = sql`select root.id as root, page.id from unnest(${[...ids]}::uuid[]) root(id)
      cross join lateral (
        select e.id ${eventsOf(sql`root.id`)} where ${condition}${pageBounds(sql`e.id`, page)} ${pageOrder(sql`e.id`, page)}
      ) page`;
    // Without a name: the condition is part of the text.
    const rows = await this.database.query({ text, values });
    return ids.map((id) => rows.filter((row) => row['root'] === id).map((row) => row['id'] as string));
  }

  /** Counts of the events in which each is the acting process, the most frequent first. */
  async eventCounts(ids: readonly string[]): Promise<EventCount[][]> {
    const rows = await this.run(
      'event_counts',
      sql`select root.id as root, counted.name, counted.count from unnest(${[...ids]}::uuid[]) root(id)
      cross join lateral (
        select e.evt_name as name, count(*)::int as count ${eventsOf(sql`root.id`)} group by e.evt_name
      ) counted order by counted.count desc, counted.name`,
    );
    return ids.map((id) => rows.filter((row) => row['root'] === id).map(readCount));
  }

  /** Whether an event of each says that its lineage was cut (`truncated_ancestors`). */
  async truncations(ids: readonly string[]): Promise<boolean[]> {
    const rows = await this.run(
      'truncations',
      sql`select root.id from unnest(${[...ids]}::uuid[]) root(id) where exists (
        select from process p where p.instance_id = root.id and p.id >= ${firstSnapshotIdOf(sql`root.id`)} and exists (
          select from process_context c
          where c.process_id = p.id and c.truncated_ancestors and ${inDay(sql`c.id`, sql`left(p.id::text, 13)`)}
        )
      )`,
    );
    const truncated = new Set(rows.map((row) => row['id'] as string));
    return ids.map((id) => truncated.has(id));
  }

  /** A page of the snapshots of each, by their ids. */
  async snapshots(ids: readonly string[], page: KeysetPage): Promise<string[][]> {
    const rows = await this.run(
      `snapshots ${pageShape(page)}`,
      sql`select root.id as root, page.id from unnest(${[...ids]}::uuid[]) root(id) cross join lateral (
        select p.id from process p
        where p.instance_id = root.id and p.id >= ${firstSnapshotIdOf(sql`root.id`)}${pageBounds(sql`p.id`, page)}
        ${pageOrder(sql`p.id`, page)}
      ) page`,
    );
    return ids.map((id) => rows.filter((row) => row['root'] === id).map((row) => row['id'] as string));
  }

  private run(name: string, { text, values }: Sql): Promise<Rows> {
    return this.database.query({ name: `lineage_${name}`, text, values });
  }
}

/** Where the instance is the acting process. */
function eventsOf(instance: Sql): Sql {
  const day = sql`left(p.id::text, 13)`;
  return sql`from (
    select p.id from process p where p.instance_id = ${instance} and p.id >= ${firstSnapshotIdOf(instance)} offset 0
  ) p cross join lateral (
    select c.id from process_context c where c.process_id = p.id and ${inDay(sql`c.id`, day)} offset 0
  ) c cross join lateral (
    select e.* from event e where e.process_id = c.id and ${onDay(day)} offset 0
  ) e`;
}

/** Contexts that name the snapshot `p`, in whatever part. */
function contextsNaming(prefix: Sql): Sql {
  const context = (condition: Sql): Sql => sql`select c.id from process_context c where ${condition}`;
  const sameDay = inDay(sql`c.id`, prefix);
  // With both bounds of the day, Postgres would think it clever to read the day's whole primary key along.
  const notBefore = sql`c.id >= (${prefix} || ${raw(FIRST)})::uuid`;
  return sql`cross join lateral (
    ${context(sql`c.process_id = p.id and ${sameDay}`)}
    union all ${context(sql`c.parent_id = p.id and ${sameDay}`)}
    union all ${context(sql`c.ancestors_id @> array[p.id] and ${notBefore}`)}
  ) c`;
}

/** Events of the context `c`, in whatever part. */
function eventsNaming(prefix: Sql): Sql {
  const event = (column: string): Sql =>
    sql`select e.id from event e where ${raw(`e.${column}`)} = c.id and ${onDay(prefix)}`;
  return sql`cross join lateral (
    ${event('process_id')} union all ${event('signal_target_id')} union all ${event('ptrace_tracee_id')}
  ) e`;
}

const FIRST = `'-0000-0000-000000000000'`;
const LAST = `'-ffff-ffff-ffffffffffff'`;

/** @param prefix the first 13 characters of a snapshot's id, which all snapshots of that day share */
function inDay(column: Sql, prefix: Sql): Sql {
  return sql`${column} >= (${prefix} || ${raw(FIRST)})::uuid and ${column} <= (${prefix} || ${raw(LAST)})::uuid`;
}

/** The first 32 bits of an id count 65,536 milliseconds: of these, a day has not quite 1,319. */
const DAY = raw('1319');

function onDay(prefix: Sql): Sql {
  const end = sql`lpad(to_hex(('x' || left(${prefix}, 8))::bit(32)::bigint + ${DAY}), 8, '0')`;
  return sql`e.id >= (${prefix} || ${raw(FIRST)})::uuid and e.id < (${end} || '-0000-0000-0000-000000000000')::uuid`;
}

function readSightings(row: Rows[number] | undefined): Sightings | undefined {
  const [first, last] = [row?.['first'], row?.['last']];
  return typeof first === 'string' && typeof last === 'string'
    ? { first: timeOf(first), last: timeOf(last) }
    : undefined;
}

function readCount(row: Rows[number]): EventCount {
  return { name: (row['name'] as string | null) ?? undefined, count: row['count'] as number };
}
