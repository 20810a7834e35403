import type { Database } from '../database/database.js';
import { timeOf } from './event-id.js';

/** A day (midnight UTC, milliseconds) that has a partition, and the bytes of its events. */
export interface StoredDay {
  readonly day: number;
  readonly bytes: number;
}

/** Where events are stored. */
export interface StoredDays {
  /** In the order of time. */
  readonly days: readonly StoredDay[];
  /** Times of the first and last event that lies in no day's partition, in milliseconds; undefined when there is none. */
  readonly outside: { readonly oldest: number; readonly newest: number } | undefined;
}

/** Milliseconds for which an answer holds: it only decides how much is searched at once. */
const LASTS = 5_000;

const DAY = 86_400_000;

/** Knows on which days there are how many events, roughly: by the sizes of the partitions. */
export class StoredDaysReader {
  private latest: { readonly days: Promise<StoredDays>; readonly until: number } | undefined;

  constructor(private readonly database: Database) {}

  read(): Promise<StoredDays> {
    if (!this.latest || this.latest.until < performance.now()) {
      const days = this.readNow();
      this.latest = { days, until: performance.now() + LASTS };
      days.catch(() => (this.latest = undefined));
    }
    return this.latest.days;
  }

  private async readNow(): Promise<StoredDays> {
    const rows = await this.database.query({
      name: 'stored_days',
      text: `select replace(substring(c.relname from '\\d{4}_\\d\\d_\\d\\d$'), '_', '-') as day,
                    pg_relation_size(c.oid) as bytes,
                    (select id from event_default order by id limit 1) as oldest,
                    (select id from event_default order by id desc limit 1) as newest
               from pg_inherits i join pg_class c on c.oid = i.inhrelid
              where i.inhparent = 'event'::regclass
              order by 1`,
      values: [],
    });
    const days = rows
      .filter((row) => row['day'] !== null)
      .map((row) => ({ day: Date.parse(row['day'] as string), bytes: Number(row['bytes']) }));
    const { oldest, newest } = rows[0] ?? {};
    const outside = typeof oldest === 'string' && { oldest: timeOf(oldest), newest: timeOf(newest as string) };
    return { days, outside: outside || undefined };
  }
}

/** The range that holds every stored event, `[from, to)`; undefined while nothing can be stored. */
export function extentOf({ days, outside }: StoredDays): { readonly from: number; readonly to: number } | undefined {
  const starts = [...days.map(({ day }) => day), ...(outside ? [outside.oldest] : [])];
  const ends = [...days.map(({ day }) => day + DAY), ...(outside ? [outside.newest + 1] : [])];
  return starts.length ? { from: Math.min(...starts), to: Math.max(...ends) } : undefined;
}
