import { DAILY_TABLES } from '../storage/table-catalog.js';
import type { Database, Transaction } from './database.js';
import { quoteIdentifier } from './identifier.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A table with one partition a day, and how the column that decides says when a day begins. */
interface PartitionedTable {
  readonly table: string;
  readonly column: string;
  readonly start: (day: number) => string | number;
}

/** In the order in which a batch writes them: whoever makes partitions waits for writers in that order as well. */
const PARTITIONED_TABLES: readonly PartitionedTable[] = [
  ...DAILY_TABLES.map((table) => ({ table, column: 'id', start: firstId })),
  { table: 'event_count', column: 'hour', start: (day) => day / HOUR },
];

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
      for (const table of PARTITIONED_TABLES) if (await defaultHolds(transaction, table, day)) return;
      for (const table of PARTITIONED_TABLES) await createPartition(transaction, table, day);
    }, PATIENCE);
  }
}

async function defaultHolds(transaction: Transaction, partitioned: PartitionedTable, day: number): Promise<boolean> {
  const { table, column, start } = partitioned;
  const rows = `${quoteIdentifier(`${table}_default`)} r`;
  const { rows: found } = await transaction.query({
    text: `select exists (select from ${rows} where r.${quoteIdentifier(column)} >= $1 and r.${quoteIdentifier(column)} < $2) as held`,
    values: [start(day), start(day + DAY)],
  });
  return found[0]?.['held'] === true;
}

async function createPartition(
  transaction: Transaction,
  { table, start }: PartitionedTable,
  day: number,
): Promise<void> {
  const name = quoteIdentifier(`${table}_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '_')}`);
  const [from, to] = [start(day), start(day + DAY)];
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
