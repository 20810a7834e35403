import type { Database } from '../database/database.js';
import { firstId } from '../database/partitions.js';
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
    return row && readEvent(row, this.plan);
  }

  /** @returns one event an id, in the order of the ids; undefined for one that is not there */
  async byIds(ids: readonly string[]): Promise<(StoredEvent | undefined)[]> {
    const sorted = [...ids].sort();
    const rows = await this.database.query({
      name: 'events_by_ids',
      text: `${this.select} where e.id = any($1::uuid[]) and e.id >= $2 and e.id <= $3`,
      values: [sorted, sorted[0], sorted.at(-1)],
    });
    const events = new Map(rows.map((row) => [row['id'] as string, readEvent(row, this.plan)]));
    return ids.map((id) => events.get(id));
  }

  async page(query: EventPageQuery): Promise<StoredEvent[]> {
    const bounds = pageBounds(query);
    const conditions = bounds.map(({ condition }, i) => `${condition} $${i + 2}`);
    const where = conditions.length ? `where ${conditions.join(' and ')} ` : '';
    const rows = await this.database.query({
      // One prepared plan for each of the few shapes: planning anew over all partitions would cost more than the page.
      name: ['event_page', query.direction, ...bounds.map(({ condition }) => condition)].join(' '),
      text: `${this.select} ${where}order by e.id ${query.direction} limit $1`,
      values: [query.limit, ...bounds.map(({ value }) => value)],
    });
    return rows.map((row) => readEvent(row, this.plan));
  }
}

function pageBounds({ from, to, above, below }: EventPageQuery): { condition: string; value: string }[] {
  return [
    ...(from === undefined ? [] : [{ condition: 'e.id >=', value: firstId(from) }]),
    ...(to === undefined ? [] : [{ condition: 'e.id <', value: firstId(to) }]),
    ...(above === undefined ? [] : [{ condition: 'e.id >', value: above }]),
    ...(below === undefined ? [] : [{ condition: 'e.id <', value: below }]),
  ];
}
