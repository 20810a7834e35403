import { AppError } from '../errors.js';
import type { RetentionWindow } from '../storage/retention-window.js';
import { DAILY_TABLES } from '../storage/table-catalog.js';
import { DAY, startOfDay } from '../utc-day.js';
import type { Database, Transaction } from './database.js';
import { quoteIdentifier } from './identifier.js';
import { withShortLocks } from './short-locks.js';

const HOUR = 3_600_000;

/** A table with one partition a day, and how the column that decides says when a day begins. */
export interface PartitionedTable {
  readonly table: string;
  readonly column: string;
  readonly start: (day: number) => string | number;
}

/** In the order in which a batch writes them: whoever locks them waits for writers in that order as well. */
export const PARTITIONED_TABLES: readonly PartitionedTable[] = [
  ...DAILY_TABLES.map((table) => ({ table, column: 'id', start: firstId })),
  { table: 'event_count', column: 'hour', start: (day) => day / HOUR },
];

/** Any fixed number: partitions are made by one process at a time. */
const PARTITION_LOCK = 7_766_068;

/** Milliseconds that making a day's partitions may take, with all its attempts. */
const PATIENCE = 60_000;

/** Keeps one partition a table and UTC day: made ahead of time by retention, else when a batch first needs it. */
export class Partitions {
  private readonly known = new Set<number>();

  constructor(
    private readonly database: Database,
    private readonly window: RetentionWindow,
  ) {}

  /**
   * Makes what is missing for these days (midnight UTC, milliseconds). A day outside the retention window gets none: its
   * rows go to the default partition, so that hostile dates cannot make tables.
   */
  async ensure(days: readonly number[], now: number): Promise<void> {
    const missing = days.filter((day) => !this.known.has(day) && this.window.holds(day, now));
    for (const day of missing.sort()) {
      await this.create(day);
      this.known.add(day);
    }
  }

  /** Makes those of today and tomorrow, so that no batch has to wait for them. */
  async ensureAhead(now: number): Promise<void> {
    await this.ensure(daysAhead(now), now);
  }

  /** Forgets days that were dropped. */
  forget(before: number): void {
    for (const day of this.known) if (day < before) this.known.delete(day);
  }

  private async create(day: number): Promise<void> {
    const options = { patience: PATIENCE, statementTimeout: PATIENCE };
    const done = await withShortLocks(this.database, options, (transaction) => createDay(transaction, day));
    if (done) return;
    const sentence = `The partitions of ${dayName(day)} could not be made: somebody holds the tables for a long time`;
    throw new AppError('database.unavailable', `${sentence}; try again later`, { retryable: true });
  }
}

/** Today and tomorrow. */
export function daysAhead(now: number): number[] {
  return [startOfDay(now), startOfDay(now) + DAY];
}

/** The days among these that lack a partition. */
export async function daysWithoutPartitions(database: Database, days: readonly number[]): Promise<number[]> {
  const names = days.map((day) => PARTITIONED_TABLES.map(({ table }) => partitionName(table, day)));
  const rows = await database.query({
    name: 'missing_partitions',
    text: 'select n.name from unnest($1::text[]) as n (name) where to_regclass(quote_ident(n.name)) is null',
    values: [names.flat()],
  });
  const missing = new Set(rows.map(({ name }) => name as string));
  return days.filter((_, i) => names[i]?.some((name) => missing.has(name)));
}

async function createDay(transaction: Transaction, day: number): Promise<void> {
  await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [PARTITION_LOCK] });
  const missing = await withoutPartition(transaction, day);
  if (!missing.length) return;
  // Rows that came while the window was narrower bar the day: it stays in the default partitions, all of it.
  for (const partitioned of missing) if (await defaultHolds(transaction, partitioned, day)) return;
  await transaction.query({
    text: missing.map((partitioned) => createStatement(partitioned, day)).join(';\n'),
    values: [],
  });
  // To attach a table that is there already locks out nobody but those who read the default partition: writers of other
  // days go on. `create table ... partition of` would lock out everybody, from the first table to the commit.
  await transaction.query({
    text: missing.map((partitioned) => attachStatement(partitioned, day)).join(';\n'),
    values: [],
  });
}

async function withoutPartition(transaction: Transaction, day: number): Promise<PartitionedTable[]> {
  const names = PARTITIONED_TABLES.map(({ table }) => partitionName(table, day));
  const { rows } = await transaction.query({
    text: 'select n.name from unnest($1::text[]) as n (name) where to_regclass(quote_ident(n.name)) is null',
    values: [names],
  });
  const missing = new Set(rows.map(({ name }) => name as string));
  return PARTITIONED_TABLES.filter((_, i) => missing.has(names[i] as string));
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

function createStatement({ table }: PartitionedTable, day: number): string {
  const name = quoteIdentifier(partitionName(table, day));
  return `create table ${name} (like ${quoteIdentifier(table)} including all)`;
}

function attachStatement({ table, start }: PartitionedTable, day: number): string {
  const name = quoteIdentifier(partitionName(table, day));
  const [from, to] = [start(day), start(day + DAY)];
  return `alter table ${quoteIdentifier(table)} attach partition ${name} for values from ('${from}') to ('${to}')`;
}

/** The partition of a table and day. */
function partitionName(table: string, day: number): string {
  return `${table}_${dayName(day).replaceAll('-', '_')}`;
}

/** A day as dates are written. */
export function dayName(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}

/** The smallest id whose milliseconds are these or later. */
export function firstId(milliseconds: number): string {
  const time = Math.trunc(milliseconds).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}
