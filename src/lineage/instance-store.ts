import type { Database } from '../database/database.js';
import { includesHost, type HostRestriction } from '../database/host-restriction.js';
import { firstId } from '../database/partitions.js';
import { sql, type Sql } from '../database/sql.js';
import { isLineageRoot } from '../event-format/lineage-root.js';
import { formatNanoseconds } from '../event-format/rfc3339.js';
import { firstSnapshotId } from '../search/lineage-sql.js';

export type Identity = 'EXACT' | 'APPROXIMATE';

/** The process behind many snapshots, as all of them together know it. */
export interface StoredInstance {
  /** The instance's UUID. */
  readonly id: string;
  readonly identity: Identity;
  readonly host: { readonly id: number; readonly name: string };
  readonly pid: number | undefined;
  /** RFC 3339 text. */
  readonly startTime: string | undefined;
  readonly exitTime: string | undefined;
  readonly parentId: string | undefined;
  /** Snapshots name different parents. */
  readonly hasManyParents: boolean;
  /** A lineage may end with it. */
  readonly isRoot: boolean;
  /** Says that another process started it. */
  readonly namesParent: boolean;
  /** The snapshot that knows most, of the newest day. */
  readonly snapshotId: string;
}

/** Of two parents the exact one counts, then the one that the newest snapshot names. */
export const BEST_PARENT_FIRST = sql`(p.parent_instance_id >= ${firstId(1)}::uuid) desc, p.id desc`;

/** Milliseconds in an id: those of a day, since these are ids of snapshots. */
const day = sql`left(p.id::text, 13)`;

const FULLEST_FIRST = sql`${day} desc, (p.exit_time > 0) is true desc, p.parent_instance_id is null, p.executable_id is null,
  p.id desc`;

/** Merges the snapshots of processes. */
export class InstanceStore {
  constructor(
    private readonly database: Database,
    private readonly hosts?: HostRestriction,
  ) {}

  /** @returns one instance an id, in the order of the ids; undefined for one that is not there */
  async load(ids: readonly string[]): Promise<(StoredInstance | undefined)[]> {
    const { text, values } = mergedSnapshots([...ids]);
    const rows = await this.database.lookUp({ name: 'instances', text, values });
    const visible = rows.map(readInstance).filter(({ host }) => includesHost(this.hosts, host.id));
    const instances = new Map(visible.map((instance) => [instance.id, instance]));
    return ids.map((id) => instances.get(id));
  }
}

function mergedSnapshots(ids: string[]): Sql {
  const [earliest] = ids.map(firstSnapshotId).sort();
  const newest = (column: Sql, order: Sql): Sql =>
    sql`(array_agg(${column} order by ${order}) filter (where ${column} is not null))[1]`;
  return sql`select p.instance_id as id, p.host_id, h.name as host_name, min(p.pid) as pid, min(p.identity) as identity,
    max(case when p.exec_time > 0 then p.exec_time when p.fork_time > 0 then p.fork_time end) as start_time,
    max(p.exit_time) filter (where p.exit_time > 0) as exit_time, bool_or(p.is_kworker) as is_kworker,
    ${newest(sql`p.ppid`, sql`p.id desc`)} as ppid,
    ${newest(sql`p.parent_instance_id`, BEST_PARENT_FIRST)} as parent_id,
    count(distinct p.parent_instance_id) > 1 as has_many_parents,
    ${newest(sql`p.id`, FULLEST_FIRST)} as snapshot_id
    from process p join host h on h.id = p.host_id
    where p.instance_id = any(${ids}::uuid[]) and p.id >= ${earliest}::uuid
    group by p.instance_id, p.host_id, h.name`;
}

function readInstance(row: Readonly<Record<string, unknown>>): StoredInstance {
  const pid = numberOf(row['pid']);
  const ppid = numberOf(row['ppid']);
  return {
    id: row['id'] as string,
    identity: row['identity'] as Identity,
    host: { id: row['host_id'] as number, name: row['host_name'] as string },
    pid,
    startTime: timeText(row['start_time']),
    exitTime: timeText(row['exit_time']),
    parentId: (row['parent_id'] as string | null) ?? undefined,
    hasManyParents: row['has_many_parents'] === true,
    isRoot: isLineageRoot({ pid, ppid, isKernelWorker: row['is_kworker'] === true }),
    namesParent: pid !== 1 && ppid !== undefined && ppid > 0,
    snapshotId: row['snapshot_id'] as string,
  };
}

/** The driver gives a bigint as text. */
function numberOf(column: unknown): number | undefined {
  return column === null ? undefined : Number(column);
}

function timeText(nanoseconds: unknown): string | undefined {
  return nanoseconds === null ? undefined : formatNanoseconds(nanoseconds as string);
}
