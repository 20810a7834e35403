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

  /** The first event stands in the first day that has a snapshot, and the last one in the last. Two statements. */
  async sightings(ids: readonly string[]): Promise<(Sightings | undefined)[]> {
    const contexts = await this.contexts(ids);
    const rows = await this.run(
      'sightings',
      sql`select named.instance as id, min(e.id::text) as first, max(e.id::text) as last
      from unnest(${contexts.map((row) => row['instance'] as string)}::uuid[],
        ${contexts.map((row) => row['context'] as string)}::uuid[]) named(instance, context)
      cross join lateral (
        ${eventWith('process_id')} union all ${eventWith('signal_target_id')} union all ${eventWith('ptrace_tracee_id')}
      ) e group by named.instance`,
    );
    const found = new Map(rows.map((row) => [row['id'] as string, row]));
    return ids.map((id) => readSightings(found.get(id)));
  }

  /** The contexts of the first and of the last day that name each, in whatever part. */
  private contexts(ids: readonly string[]): Promise<Rows> {
    const [earliest] = ids.map(firstSnapshotId).sort();
    const context = (condition: Sql): Sql => sql`select c.id from process_context c where ${condition}`;
    const { text, values } = sql`select distinct seen.id as instance, c.id as context from (
        select p.instance_id as id, left(min(p.id::text), 13) as first_day, left(max(p.id::text), 13) as last_day
        from process p where p.instance_id = any(${[...ids]}::uuid[]) and p.id >= ${earliest}::uuid
        group by p.instance_id
      ) seen
      cross join lateral (values (seen.first_day), (seen.last_day)) d(prefix)
      cross join lateral (
        select p.id from process p where p.instance_id = seen.id and ${inDay(sql`p.id`, sql`d.prefix`)} offset 0
      ) p cross join lateral (
        ${context(sql`c.process_id = p.id and ${inDay(sql`c.id`, sql`d.prefix`)}`)}
        union all ${context(sql`c.parent_id = p.id and ${inDay(sql`c.id`, sql`d.prefix`)}`)}
        union all ${context(sql`c.ancestors_id @> array[p.id] and ${fromDay(sql`c.id`, sql`d.prefix`)}`)}
      ) c`;
    return this.database.lookUp({ name: 'lineage_contexts', text, values }, 'bitmaps');
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
    const rows = await this.database.lookUp({ text, values });
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
    return this.database.lookUp({ name: `lineage_${name}`, text, values });
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

function eventWith(column: string): Sql {
  const day = sql`left(named.context::text, 13)`;
  return sql`select e.id from event e where ${raw(`e.${column}`)} = named.context and ${onDay(day)}`;
}

const FIRST = `'-0000-0000-000000000000'`;
const LAST = `'-ffff-ffff-ffffffffffff'`;

/** @param prefix the first 13 characters of a snapshot's id, which all snapshots of that day share */
function inDay(column: Sql, prefix: Sql): Sql {
  return sql`${fromDay(column, prefix)} and ${upTo(column, sql`<=`, sql`(${prefix} || ${raw(LAST)})::uuid`)}`;
}

function fromDay(column: Sql, prefix: Sql): Sql {
  return sql`${column} >= (${prefix} || ${raw(FIRST)})::uuid`;
}

/** The first 32 bits of an id count 65,536 milliseconds: of these, a day has not quite 1,319. */
const DAY = raw('1319');

function onDay(prefix: Sql): Sql {
  const end = sql`lpad(to_hex(('x' || left(${prefix}, 8))::bit(32)::bigint + ${DAY}), 8, '0')`;
  return sql`${fromDay(sql`e.id`, prefix)}
    and ${upTo(sql`e.id`, sql`<`, sql`(${end} || '-0000-0000-0000-000000000000')::uuid`)}`;
}

/**
 * Two plain bounds would look to Postgres like a range that few ids are in, and make it read the day's whole primary key;
 * in fact a day is all that the partition has. An array of one keeps it from partitions just the same.
 */
function upTo(column: Sql, operator: Sql, bound: Sql): Sql {
  return sql`${column} ${operator} any(array[${bound}])`;
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
