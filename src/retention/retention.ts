import type { Config } from '../config.js';
import { connect } from '../database/connect.js';
import type { Database } from '../database/database.js';
import { dropDay, readPartitionedDays, type PartitionedDay } from '../database/drop-partitions.js';
import { readFloor } from '../database/dropped-days.js';
import { countExpiredDefaults, deleteExpiredDefaults } from '../database/expired-defaults.js';
import { daysAhead, daysWithoutPartitions, type Partitions } from '../database/partitions.js';
import type { RetentionWindow } from '../storage/retention-window.js';
import { DAY } from '../utc-day.js';
import {
  ACKNOWLEDGEMENTS,
  AUDIT_ENTRIES,
  BATCHES,
  DEAD_LETTERS,
  RECEIPT_TIMES,
  WEBHOOK_DELIVERIES,
} from './aging-tables.js';
import { countExpired, deleteExpired, type AgingTable } from './delete-expired.js';
import { expireDeadLetters } from './expire-dead-letters.js';

/** What a run did, or would do. */
export interface RetentionReport {
  /** Days before this one (midnight UTC, milliseconds) have expired. */
  readonly cutoff: number;
  /** Days of the near future that got partitions. */
  readonly made: readonly number[];
  readonly dropped: readonly PartitionedDay[];
  /** Expired days whose tables somebody held all the time: the next run drops them. */
  readonly postponed: readonly number[];
  /** Rows deleted, by what they are. */
  readonly deleted: Readonly<Record<DeletedRows, number>>;
}

export type DeletedRows =
  | 'rows without partitions'
  | 'acknowledgements'
  | 'receipt times'
  | 'dead letters'
  | 'audit entries'
  | 'webhook deliveries'
  | 'batches';

export type RetentionOptions = Pick<Config, 'deadLetterRetentionDays' | 'auditRetentionDays' | 'webhookLogDays'>;

/** Any fixed number: one run at a time on one database. */
const RETENTION_LOCK = 7_766_070;

/** Rows that one transaction deletes from the default partitions, whose writers wait for it. */
const DEFAULT_ROWS_AT_ONCE = 5_000;

/** So many transactions a run; the next one goes on. */
const MOST_ROUNDS = 200;

/** Makes the partitions of the days to come, and removes what has expired. */
export class Retention {
  constructor(
    private readonly database: Database,
    private readonly partitions: Partitions,
    private readonly window: RetentionWindow,
    private readonly options: RetentionOptions,
  ) {}

  /** @returns undefined when another process is at it */
  async run(now: number): Promise<RetentionReport | undefined> {
    return this.alone(async () => {
      const made = await this.makeAhead(now);
      const { dropped, postponed } = await this.dropExpired(now);
      return { cutoff: this.window.start(now), made, dropped, postponed, deleted: await this.deleteExpired(now) };
    });
  }

  /** What a run would do. Nothing is changed. */
  async preview(now: number): Promise<RetentionReport> {
    const { database } = this;
    const cutoff = this.window.start(now);
    const [rows, letters, audit] = [new Date(cutoff), this.deadLetterCutoff(now), this.auditCutoff(now)];
    return {
      cutoff,
      made: await daysWithoutPartitions(database, daysAhead(now)),
      dropped: await this.expiredDays(now),
      postponed: [],
      deleted: {
        'rows without partitions': await countExpiredDefaults(database, cutoff),
        acknowledgements: await total(ACKNOWLEDGEMENTS, (aging) => countExpired(database, aging, rows)),
        'receipt times': await countExpired(database, RECEIPT_TIMES, rows),
        'dead letters': await countExpired(database, DEAD_LETTERS, letters),
        'audit entries': await countExpired(database, AUDIT_ENTRIES, audit),
        'webhook deliveries': await countExpired(database, WEBHOOK_DELIVERIES, this.deliveryCutoff(now)),
        batches: await countExpired(database, BATCHES, rows),
      },
    };
  }

  /**
   * Midnight (UTC) of the oldest day that no event has been removed of, and none will be before the day is over.
   *
   * @param now milliseconds
   */
  async oldestAvailable(now: number): Promise<number> {
    return Math.max(this.window.start(now), await readFloor(this.database));
  }

  /** @returns the days of the near future that got partitions */
  async makeAhead(now: number): Promise<number[]> {
    const missing = await daysWithoutPartitions(this.database, daysAhead(now));
    if (missing.length) await this.partitions.ensureAhead(now);
    return missing;
  }

  private async dropExpired(now: number): Promise<Pick<RetentionReport, 'dropped' | 'postponed'>> {
    const dropped: PartitionedDay[] = [];
    const postponed: number[] = [];
    for (const expired of await this.expiredDays(now)) {
      if (await dropDay(this.database, expired)) dropped.push(expired);
      else postponed.push(expired.day);
    }
    return { dropped, postponed };
  }

  private async expiredDays(now: number): Promise<PartitionedDay[]> {
    const cutoff = this.window.start(now);
    return (await readPartitionedDays(this.database)).filter(({ day }) => day < cutoff);
  }

  /** Batches last: they go once nothing refers to them any more. */
  private async deleteExpired(now: number): Promise<RetentionReport['deleted']> {
    const { database } = this;
    const cutoff = this.window.start(now);
    return {
      'rows without partitions': await this.deleteFromDefaults(cutoff),
      acknowledgements: await total(ACKNOWLEDGEMENTS, (aging) => deleteExpired(database, aging, new Date(cutoff))),
      'receipt times': await deleteExpired(database, RECEIPT_TIMES, new Date(cutoff)),
      'dead letters': await expireDeadLetters(database, this.deadLetterCutoff(now)),
      'audit entries': await deleteExpired(database, AUDIT_ENTRIES, this.auditCutoff(now)),
      'webhook deliveries': await deleteExpired(database, WEBHOOK_DELIVERIES, this.deliveryCutoff(now)),
      batches: await deleteExpired(database, BATCHES, new Date(cutoff)),
    };
  }

  private async deleteFromDefaults(cutoff: number): Promise<number> {
    if (!(await countExpiredDefaults(this.database, cutoff))) return 0;
    let total = 0;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const deleted = await deleteExpiredDefaults(this.database, cutoff, DEFAULT_ROWS_AT_ONCE);
      total += deleted ?? 0;
      if (deleted === undefined || deleted < DEFAULT_ROWS_AT_ONCE) break;
    }
    return total;
  }

  private deadLetterCutoff(now: number): Date {
    return new Date(now - this.options.deadLetterRetentionDays * DAY);
  }

  private deliveryCutoff(now: number): Date {
    return new Date(now - this.options.webhookLogDays * DAY);
  }

  private auditCutoff(now: number): Date {
    return new Date(now - this.options.auditRetentionDays * DAY);
  }

  /** The lock ends with its connection, so nobody who is killed can keep it. */
  private async alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    const holder = await connect(this.database.connectionString);
    try {
      const { rows } = await holder.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [RETENTION_LOCK]);
      return rows[0]?.got ? await work() : undefined;
    } finally {
      await holder.end();
    }
  }
}

async function total(tables: readonly AgingTable[], rowsOf: (table: AgingTable) => Promise<number>): Promise<number> {
  let rows = 0;
  for (const table of tables) rows += await rowsOf(table);
  return rows;
}
