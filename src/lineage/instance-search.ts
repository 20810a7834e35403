import type { Database } from '../database/database.js';
import { ofHosts, type HostRestriction } from '../database/host-restriction.js';
import { firstId } from '../database/partitions.js';
import { join, sql, type Sql } from '../database/sql.js';
import { firstSnapshotId } from '../search/lineage-sql.js';
import { idsWithin, type TimeRange } from '../search/time-range.js';
import type { Identity } from './instance-store.js';
import { pageBounds, pageOrder, type KeysetPage } from './keyset-page.js';

/** Which instances: everything given must hold of one and the same snapshot. */
export interface InstanceFilter {
  readonly hostName?: string;
  readonly pid?: number;
  readonly comm?: string;
  readonly executablePath?: string;
  readonly containerId?: string;
  readonly identity?: Identity;
  /** Start of the process. */
  readonly started?: TimeRange;
  /** Days of its snapshots. */
  readonly seen?: TimeRange;
}

const DAY = 86_400_000;

/** Finds instances by what their snapshots say. */
export class InstanceSearch {
  constructor(
    private readonly database: Database,
    private readonly hosts?: HostRestriction,
  ) {}

  /** Ids of a page of instances, in the order of their start. */
  async page(filter: InstanceFilter, page: KeysetPage): Promise<string[]> {
    const { text, values } = instancesMatching(filter, page, this.hosts);
    return (await this.database.query({ text, values })).map((row) => row['id'] as string);
  }
}

export function instancesMatching(filter: InstanceFilter, page: KeysetPage, hosts?: HostRestriction): Sql {
  const instance = sql`p.instance_id`;
  return sql`select distinct ${instance} as id from process p where ${join([...conditions(filter), ...ofHosts(hosts, sql`p.host_id`)], ' and ')}${pageBounds(instance, page)}
    ${pageOrder(instance, page)}`;
}

function conditions({
  hostName,
  pid,
  comm,
  executablePath,
  containerId,
  identity,
  started,
  seen,
}: InstanceFilter): Sql[] {
  const days = daysOf(started, seen);
  return [
    idsWithin(sql`p.id`, days),
    idsWithin(sql`p.instance_id`, started ?? {}),
    ...(hostName === undefined ? [] : [sql`p.host_id = (select h.id from host h where h.name = ${hostName})`]),
    ...(pid === undefined ? [] : [sql`p.pid = ${pid}::bigint`]),
    ...(comm === undefined ? [] : [sql`p.comm = ${comm}`]),
    ...(executablePath === undefined
      ? []
      : [sql`p.executable_id in (${textual(sql`file t`, sql`t.path`, executablePath, days)})`]),
    ...(containerId === undefined
      ? []
      : [sql`p.container_id in (${textual(sql`container t`, sql`t.container_id`, containerId, days)})`]),
    ...(identity === undefined ? [] : [sql`p.identity = ${identity}::process_identity`]),
  ];
}

/** Snapshots of these days; none of an instance is older than its start. */
function daysOf(started: TimeRange | undefined, seen: TimeRange | undefined): TimeRange {
  const starts = started?.from === undefined ? [] : [timeOfFirstSnapshot(started.from)];
  const from = [...starts, ...(seen?.from === undefined ? [] : [seen.from - (seen.from % DAY)])];
  return { ...(from.length && { from: Math.max(...from) }), ...(seen?.to !== undefined && { to: seen.to }) };
}

function timeOfFirstSnapshot(start: number): number {
  const id = firstSnapshotId(firstId(start));
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** In the form of the index on texts, which holds their beginnings in lower case. */
function textual(table: Sql, column: Sql, text: string, days: TimeRange): Sql {
  return sql`select t.id from ${table} where lower(left(${column}, 128)) = lower(left(${text}, 128))
    and ${column} = ${text} and ${idsWithin(sql`t.id`, days)}`;
}
