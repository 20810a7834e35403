import { DAILY_TABLES } from '../storage/table-catalog.js';
import type { Database, Transaction } from './database.js';
import { quoteIdentifier } from './identifier.js';

const DAY = 86_400_000;

/** Any fixed number: partitions are made by one process at a time. */
const PARTITION_LOCK = 7_766_068;

/** Milliseconds that making a day's partitions may wait for writers in its way. */
const PATIENCE = 60_000;

/** Keeps one partition a table and UTC day, made when a batch first needs it. */
export class Partitions {
  private readonly known = new Set<number>();

  constructor(
    private readonly database: Database,
    private readonly retentionDays: number,
  ) {}

  /**
   * Makes what is missing for these days (midnight UTC, milliseconds). A day outside the retention window gets none: its
   * rows go to the default partition, so that hostile dates cannot make tables.
   */
  async ensure(days: readonly number[], now: number): Promise<void> {
    const missing = days.filter((day) => !this.known.has(day) && this.isInWindow(day, now));
    for (const day of missing.sort()) {
      await this.create(day);
      this.known.add(day);
    }
  }

  private isInWindow(day: number, now: number): boolean {
    return day > now - (this.retentionDays + 1) * DAY && day <= now + DAY;
  }

  private async create(day: number): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [PARTITION_LOCK] });
      // Rows that came while the window was narrower bar the day: it stays in the default partitions, all of it.
      for (const table of DAILY_TABLES) if (await defaultHolds(transaction, table, day)) return;
      for (const table of DAILY_TABLES) await createPartition(transaction, table, day);
    }, PATIENCE);
  }
}

async function defaultHolds(transaction: Transaction, table: string, day: number): Promise<boolean> {
  const { rows } = await transaction.query({
    text: `select exists (select from ${quoteIdentifier(`${table}_default`)} r where r.id >= $1 and r.id < $2) as held`,
    values: [firstId(day), firstId(day + DAY)],
  });
  return rows[0]?.['held'] === true;
}

async function createPartition(transaction: Transaction, table: string, day: number): Promise<void> {
  const name = quoteIdentifier(`${table}_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '_')}`);
  const [from, to] = [firstId(day), firstId(day + DAY)];
  await transaction.query({
    text: `create table if not exists ${name} partition of ${quoteIdentifier(table)} for values from ('${from}') to ('${to}')`,
    values: [],
  });
}

/** The smallest id whose milliseconds are these or later. */
export function firstId(milliseconds: number): string {
  const time = Math.trunc(milliseconds).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
