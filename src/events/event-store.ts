import type { Database } from '../database/database.js';
import { firstId } from '../database/partitions.js';
import { includesHost, ofHosts, type HostRestriction } from '../database/host-restriction.js';
import { join, raw, sql, type Sql } from '../database/sql.js';
import { ROOT } from '../event-format/merged-format.js';
import type { StoragePlan, StoragePlans } from '../storage/storage-plan.js';
import { selectList } from './snapshot-store.js';
import { readEvent, type StoredEvent } from './stored-event.js';

export interface EventPageQuery {
  /** Half-open range of event time in milliseconds, `[from, to)`. */
  readonly from?: number;
  readonly to?: number;
  /** Ids between which the page lies, themselves left out. */
  readonly above?: string;
  readonly below?: string;
  /** In the order of time (`asc`) or against it; the page starts at that end. */
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
}

/** Reads events. Ids sort by time, so every page is one range of the primary key (keyset, never OFFSET). */
export class EventStore {
  private readonly plan: StoragePlan;
  private readonly select: string;

  constructor(
    private readonly database: Database,
    plans: StoragePlans,
    private readonly hosts?: HostRestriction,
  ) {
    this.plan = plans.planFor(ROOT, 'event');
    const columns = selectList(plans.columnTypes('event'), 'e');
    this.select = `select ${columns}, h.name as host_name from event e join host h on h.id = e.host_id`;
  }

  async byId(id: string): Promise<StoredEvent | undefined> {
    const [row] = await this.database.query({
      name: 'event_by_id',
      text: `${this.select} where e.id = $1`,
      values: [id],
    });
    return row && this.visible(readEvent(row, this.plan));
  }

  /** @returns one event an id, in the order of the ids; undefined for one that is not there */
  async byIds(ids: readonly string[]): Promise<(StoredEvent | undefined)[]> {
    const sorted = [...ids].sort();
    const rows = await this.database.query({
      name: 'events_by_ids',
      text: `${this.select} where e.id = any($1::uuid[]) and e.id >= $2 and e.id <= $3`,
      values: [sorted, sorted[0], sorted.at(-1)],
    });
    const events = new Map(rows.map((row) => [row['id'] as string, this.visible(readEvent(row, this.plan))]));
    return ids.map((id) => events.get(id));
  }

  async page(query: EventPageQuery): Promise<StoredEvent[]> {
    const { text, values } = this.pageStatement(query);
    // One prepared plan for each of the few shapes: planning anew over all partitions would cost more than the page.
    const shape = [...Object.keys(query).sort(), ...(this.hosts ? ['hosts'] : []), query.direction];
    return this.read({ name: ['event_page', ...shape].join(' '), text, values });
  }

  /** A page of the events that pass a condition about `event e`. Planned anew each time, by the values in question. */
  async pageWhere(condition: Sql, query: EventPageQuery): Promise<StoredEvent[]> {
    return this.read(this.pageStatement(query, [condition]));
  }

  private visible(event: StoredEvent): StoredEvent | undefined {
    return includesHost(this.hosts, event.host.id) ? event : undefined;
  }

  private pageStatement({ direction, limit, ...place }: EventPageQuery, conditions: readonly Sql[] = []): Sql {
    const where = [...pageBounds(place), ...ofHosts(this.hosts, sql`e.host_id`), ...conditions];
    const filtered = where.length ? sql`where ${join(where, ' and ')} ` : sql``;
    return sql`${raw(this.select)} ${filtered}order by e.id ${raw(direction)} limit ${limit}`;
  }

  private async read(statement: { name?: string; text: string; values: unknown[] }): Promise<StoredEvent[]> {
    const rows = await this.database.query(statement);
    return rows.map((row) => readEvent(row, this.plan));
  }
}

function pageBounds({ from, to, above, below }: Omit<EventPageQuery, 'direction' | 'limit'>): Sql[] {
  return [
    ...(from === undefined ? [] : [sql`e.id >= ${firstId(from)}`]),
    ...(to === undefined ? [] : [sql`e.id < ${firstId(to)}`]),
    ...(above === undefined ? [] : [sql`e.id > ${above}`]),
    ...(below === undefined ? [] : [sql`e.id < ${below}`]),
  ];
}
