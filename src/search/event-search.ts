import type { Database } from '../database/database.js';
import type { HostRestriction } from '../database/host-restriction.js';
import type { Sql } from '../database/sql.js';
import { sql } from '../database/sql.js';
import { timeOf } from '../events/event-id.js';
import type { EventPageQuery, EventStore } from '../events/event-store.js';
import type { StoredDaysReader } from '../events/stored-days.js';
import type { StoredEvent } from '../events/stored-event.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import { checkPatterns, checkTexts, explainTimeout } from './check-filter.js';
import { compile } from './compile.js';
import { all, type Filter } from './filter.js';
import { LookUps, NO_LOOK_UPS } from './look-ups.js';
import { normalizeFilter } from './normalize-filter.js';
import { searchWindows } from './search-windows.js';
import { idsWithin, intersection, timeRange, type TimeRange } from './time-range.js';

/** Where a page lies among the events that pass. */
export type EventPage = Omit<EventPageQuery, 'from' | 'to'>;

/** Finds events by filters. */
export class EventSearch {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
    private readonly storedDays: StoredDaysReader,
    private readonly plans: StoragePlans,
    readonly hosts?: HostRestriction,
  ) {}

  /**
   * The condition under which an event passes, for `from event e where ...`: its time range is part of it.
   *
   * @param range a narrower range, outside of which no event is asked for
   */
  async condition(given: Filter, range: TimeRange = {}): Promise<Sql> {
    const filter = this.visible(given);
    const within = intersection(range, timeRange(filter));
    const rest = withoutTime(normalizeFilter(filter));
    const bounds = idsWithin(sql`e.id`, within);
    return rest ? sql`${bounds} and ${await this.compiled(rest, within)}` : bounds;
  }

  /** A page of the events that pass, in the order of time or against it. */
  async page(given: Filter, page: EventPage): Promise<StoredEvent[]> {
    const filter = this.visible(given);
    const range = timeRange(filter);
    const rest = withoutTime(normalizeFilter(filter));
    if (!rest) return this.events.page({ ...range, ...page });
    const found: StoredEvent[] = [];
    const explained = (error: unknown): never => {
      throw explainTimeout(error, filter);
    };
    const within = intersection(range, betweenCursors(page));
    for (const window of searchWindows(within, await this.storedDays.read(), page.direction)) {
      const condition = await this.compiled(rest, window);
      const limit = page.limit - found.length;
      found.push(...(await this.events.pageWhere(condition, { ...window, ...page, limit }).catch(explained)));
      if (found.length === page.limit) break;
    }
    return found;
  }

  /** Which of some events pass. */
  async among(given: Filter, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const filter = this.visible(given);
    const times = ids.map(timeOf);
    const range = { from: Math.min(...times), to: Math.max(...times) + 1 };
    checkTexts(filter);
    await checkPatterns(this.database, filter);
    const condition = compile(normalizeFilter(filter), this.plans, range, NO_LOOK_UPS);
    const statement = sql`select e.id from event e
      where e.id = any(${[...ids]}::uuid[]) and ${idsWithin(sql`e.id`, range)} and ${condition}`;
    const rows = await this.database.lookUp(statement, 'bitmaps');
    return new Set(rows.map((row) => row['id'] as string));
  }

  /** The filter, of the events that exist for the asker. */
  visible(filter: Filter): Filter {
    return this.hosts ? all([{ kind: 'hostId', ids: this.hosts.numbers }, filter]) : filter;
  }

  /** Looks up first what the database would otherwise have to guess at. */
  private async compiled(filter: Filter, range: TimeRange): Promise<Sql> {
    const lookUps = new LookUps();
    checkTexts(filter);
    await checkPatterns(this.database, filter);
    for (;;) {
      const condition = compile(filter, this.plans, range, lookUps);
      if (!lookUps.pending) return condition;
      await lookUps.run(this.database);
    }
  }
}

/** Undefined when nothing but time is asked for. */
function withoutTime(filter: Filter): Filter | undefined {
  if (filter.kind === 'time') return undefined;
  if (filter.kind !== 'all') return filter;
  const filters = filter.filters.filter((part) => part.kind !== 'time');
  return filters.length ? { kind: 'all', filters } : undefined;
}

function betweenCursors({ above, below }: EventPage): TimeRange {
  return {
    ...(above !== undefined && { from: timeOf(above) }),
    ...(below !== undefined && { to: timeOf(below) + 1 }),
  };
}
