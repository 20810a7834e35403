import { writableText } from '../auth/writable-text.js';
import type { Database, Rows } from '../database/database.js';
import { ofHosts, type HostRestriction } from '../database/host-restriction.js';
import { join, raw, sql, type Sql } from '../database/sql.js';
import type { Acknowledged, Acknowledgement, Acknowledger, NewAcknowledgement } from './acknowledgement.js';

/** Milliseconds for the statement that writes. */
const TIMEOUT = 10_000;

/** What was said of events: their histories, and the last word on each. */
export class AcknowledgementStore {
  constructor(
    private readonly database: Database,
    private readonly hosts?: HostRestriction,
  ) {}

  /**
   * Writes what somebody says of events, all of it or nothing. Where they said the same last, no entry is added: a
   * playbook may send it twice. What is not stored, or does not exist for the asker, is left out.
   */
  async add(acknowledgement: NewAcknowledgement): Promise<Acknowledged> {
    if (!acknowledgement.ids.length) return { found: [], changed: [] };
    return this.database.transaction(async (transaction) => {
      const { rows } = await transaction.query(writeStatement(acknowledgement, this.hosts));
      const changed = rows.filter((row) => row['is_changed'] === true);
      return { found: rows.map(idOf), changed: changed.map(idOf) };
    }, TIMEOUT);
  }

  /** The last word on each event, in the order of the ids; undefined where nobody said anything. */
  async current(ids: readonly string[]): Promise<(Acknowledgement | undefined)[]> {
    const rows = await this.database.query({
      name: 'current_acknowledgements',
      text: `select c.event_id, ${COLUMNS} from current_acknowledgement c where c.event_id = any($1::uuid[])`,
      values: [ids],
    });
    const byId = new Map(rows.map((row) => [row['event_id'] as string, readAcknowledgement(row)]));
    return ids.map((id) => byId.get(id));
  }

  /** The histories of events, in the order of the ids, each with at most so many entries, the newest first. */
  async histories(ids: readonly string[], limit: number): Promise<Acknowledgement[][]> {
    const rows = await this.database.query({
      name: 'acknowledgement_histories',
      text: `select x.id as event_id, ${COLUMNS}
               from unnest($1::uuid[]) as x (id)
              cross join lateral (select a.* from event_acknowledgement a where a.event_id = x.id
                                   order by a.id desc limit $2) c
              order by c.id desc`,
      values: [ids, limit],
    });
    const byId = new Map(ids.map((id): [string, Acknowledgement[]] => [id, []]));
    for (const row of rows) byId.get(row['event_id'] as string)?.push(readAcknowledgement(row));
    return ids.map((id) => byId.get(id) ?? []);
  }
}

const COLUMNS = 'c.status, c.note, c.at, c.principal_kind, c.principal_id, c.principal_name';

/**
 * One statement: the events that are there, the last word on each, and an entry for each word that is new. It takes locks in
 * the order of the ids, so that two that meet cannot wait for each other.
 */
function writeStatement({ ids, status, note, by }: NewAcknowledgement, hosts: HostRestriction): Sql {
  const sorted = [...ids].sort();
  const conditions = [
    sql`e.id = any(${sorted}::uuid[])`,
    sql`e.id >= ${sorted[0]}::uuid`,
    sql`e.id <= ${sorted.at(-1)}::uuid`,
    ...ofHosts(hosts, sql`e.host_id`),
  ];
  const who = sql`${by.kind}, ${writableText(by.id)}, ${writableText(by.name)}`;
  return sql`
    with found as (select e.id, e.host_id from event e where ${join(conditions, ' and ')}),
    changed as (
      insert into current_acknowledgement as c
        (event_id, host_id, status, note, at, principal_kind, principal_id, principal_name)
      select f.id, f.host_id, ${status}::acknowledgement_status, ${note ?? null}::text, clock_timestamp(), ${who}
        from found f order by f.id
      on conflict (event_id, host_id) do update
        set status = excluded.status, note = excluded.note, at = greatest(c.at, clock_timestamp()),
            principal_kind = excluded.principal_kind, principal_id = excluded.principal_id,
            principal_name = excluded.principal_name
        where (c.status, c.note, c.principal_kind, c.principal_id)
              is distinct from (excluded.status, excluded.note, excluded.principal_kind, excluded.principal_id)
      returning c.*
    ), written as (
      insert into event_acknowledgement
        (event_id, host_id, status, note, at, principal_kind, principal_id, principal_name)
      select c.event_id, c.host_id, ${raw(COLUMNS)} from changed c
    )
    select f.id, c.event_id is not null as is_changed from found f left join changed c on c.event_id = f.id`;
}

function idOf(row: Rows[number]): string {
  return row['id'] as string;
}

function readAcknowledgement(row: Rows[number]): Acknowledgement {
  return {
    status: row['status'] as Acknowledgement['status'],
    note: (row['note'] as string | null) ?? undefined,
    at: row['at'] as Date,
    by: {
      kind: row['principal_kind'] as Acknowledger['kind'],
      id: row['principal_id'] as string,
      name: row['principal_name'] as string,
    },
  };
}
