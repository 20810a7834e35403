import type { Database, Rows } from '../database/database.js';
import { sql, type Sql } from '../database/sql.js';
import { firstSnapshotIdOf } from '../search/lineage-sql.js';
import { BEST_PARENT_FIRST } from './instance-store.js';
import { pageBounds, pageOrder, pageShape, type KeysetPage } from './keyset-page.js';

/** An instance below or above another one. */
export interface Kin {
  readonly id: string;
  /** Steps away: 1 is a child, or the parent. */
  readonly depth: number;
  /** The one that it was reached from. */
  readonly from: string;
}

/** The way up: the parent first. */
export interface Ancestry {
  readonly ancestors: readonly Kin[];
  /** Links lead back to one that was passed: approximate identities coincide. */
  readonly isCircle: boolean;
}

export interface Offspring {
  /** The nearest first. */
  readonly descendants: readonly Kin[];
  /** More than were asked for. */
  readonly isCut: boolean;
}

export interface OffspringLimits {
  readonly maxDepth: number;
  readonly maxNodes: number;
  /** Children of one instance, its oldest. */
  readonly maxChildren?: number;
}

/** No limit on the children of one. */
const ALL_CHILDREN = 2 ** 31 - 1;

/** Finds instances by the links between them: each question for many instances at once, in one statement. */
export class KinStore {
  constructor(private readonly database: Database) {}

  /** A page of the children of each. A child is named as such by any of its snapshots. */
  async children(ids: readonly string[], page: KeysetPage): Promise<string[][]> {
    const child = sql`p.instance_id`;
    const rows = await this.run(
      `children ${pageShape(page)}`,
      sql`select root.id as root, child.id from unnest(${[...ids]}::uuid[]) root(id) cross join lateral (
        select distinct p.instance_id as id from process p
        where p.parent_instance_id = root.id and p.id >= ${firstSnapshotIdOf(sql`root.id`)}${pageBounds(child, page)}
        ${pageOrder(child, page)}
      ) child`,
    );
    const groups = grouped(rows, 'root');
    return ids.map((id) => (groups.get(id) ?? []).map((row) => row['id'] as string));
  }

  async childCounts(ids: readonly string[]): Promise<number[]> {
    const rows = await this.run(
      'child_counts',
      sql`select root.id as root, child.count from unnest(${[...ids]}::uuid[]) root(id) cross join lateral (
        select count(distinct p.instance_id)::int as count from process p
        where p.parent_instance_id = root.id and p.id >= ${firstSnapshotIdOf(sql`root.id`)}
      ) child`,
    );
    const counts = new Map(rows.map((row) => [row['root'] as string, row['count'] as number]));
    return ids.map((id) => counts.get(id) ?? 0);
  }

  async ancestries(ids: readonly string[], maxDepth: number): Promise<Ancestry[]> {
    const rows = await this.run(
      'ancestries',
      sql`with recursive above(root, id, from_id, depth) as (
        select root.id, root.id, null::uuid, 0 from unnest(${[...ids]}::uuid[]) root(id)
        union all
        select a.root, parent.id, a.id, a.depth + 1 from above a cross join lateral (
          select p.parent_instance_id as id from process p
          where p.instance_id = a.id and p.parent_instance_id is not null and p.id >= ${firstSnapshotIdOf(sql`a.id`)}
          order by ${BEST_PARENT_FIRST} limit 1
        ) parent where a.depth < ${maxDepth}
      ) cycle root, id set is_circle using way
      select a.root, a.id, a.from_id, a.depth, a.is_circle from above a where a.depth > 0 order by a.depth`,
    );
    const groups = grouped(rows, 'root');
    return ids.map((id) => {
      const found = groups.get(id) ?? [];
      const isCircle = (row: Rows[number]): boolean => row['is_circle'] === true;
      return { ancestors: found.filter((row) => !isCircle(row)).map(readKin), isCircle: found.some(isCircle) };
    });
  }

  /** Looks one level further and for one node more than asked, to tell whether there is more. */
  async offspring(ids: readonly string[], limits: OffspringLimits): Promise<Offspring[]> {
    const { maxDepth, maxNodes, maxChildren = ALL_CHILDREN } = limits;
    const rows = await this.run(
      'offspring',
      sql`select root.id as root, below.* from unnest(${[...ids]}::uuid[]) root(id) cross join lateral (
        with recursive tree(id, from_id, depth) as (
          select root.id, null::uuid, 0
          union all
          select child.id, t.id, t.depth + 1 from tree t cross join lateral (
            select distinct p.instance_id as id from process p
            where p.parent_instance_id = t.id and p.id >= ${firstSnapshotIdOf(sql`t.id`)}
            order by p.instance_id limit ${maxChildren}
          ) child where t.depth <= ${maxDepth}
        ) cycle id set is_circle using way
        select t.id, t.from_id, t.depth from tree t where t.depth > 0 and not t.is_circle limit ${maxNodes + 1}
      ) below order by below.depth, below.id`,
    );
    const groups = grouped(rows, 'root');
    return ids.map((id) => {
      const found = groups.get(id) ?? [];
      return { descendants: nearest(found.slice(0, maxNodes).map(readKin)), isCut: found.length > maxNodes };
    });
  }

  private run(name: string, { text, values }: Sql): Promise<Rows> {
    return this.database.lookUp({ name: `lineage_${name}`, text, values });
  }
}

/** Each once: with two parents, one can be reached by two ways. */
function nearest(kin: readonly Kin[]): Kin[] {
  const first = new Map<string, Kin>();
  for (const one of kin) if (!first.has(one.id)) first.set(one.id, one);
  return [...first.values()];
}

function readKin(row: Rows[number]): Kin {
  return { id: row['id'] as string, from: row['from_id'] as string, depth: row['depth'] as number };
}

function grouped(rows: Rows, column: string): Map<string, Rows[number][]> {
  const groups = new Map<string, Rows[number][]>();
  for (const row of rows) {
    const key = row[column] as string;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(row);
  }
  return groups;
}
