import type { Database } from '../database/database.js';

/** A day (midnight UTC, milliseconds) that has a partition, and the bytes of its events. */
export interface StoredDay {
  readonly day: number;
  readonly bytes: number;
}

/** Milliseconds for which an answer holds: it only decides how much is searched at once, never what is found. */
const LASTS = 5_000;

/** Knows on which days there are how many events, roughly: by the sizes of the partitions. */
export class StoredDaysReader {
  private latest: { readonly days: Promise<readonly StoredDay[]>; readonly until: number } | undefined;

  constructor(private readonly database: Database) {}

  /** In the order of time. Days that got their partition a moment ago may be missing. */
  read(): Promise<readonly StoredDay[]> {
    if (!this.latest || this.latest.until < performance.now()) {
      const days = this.readNow();
      this.latest = { days, until: performance.now() + LASTS };
      days.catch(() => (this.latest = undefined));
    }
    return this.latest.days;
  }

  private async readNow(): Promise<readonly StoredDay[]> {
    const rows = await this.database.query({
      name: 'stored_days',
      text: `select replace(substring(c.relname from '\\d{4}_\\d\\d_\\d\\d$'), '_', '-') as day,
                    pg_relation_size(c.oid) as bytes
               from pg_inherits i join pg_class c on c.oid = i.inhrelid
              where i.inhparent = 'event'::regclass and c.relname ~ '\\d{4}_\\d\\d_\\d\\d$'
              order by 1`,
      values: [],
    });
    return rows.map((row) => ({ day: Date.parse(row['day'] as string), bytes: Number(row['bytes']) }));
  }
}
