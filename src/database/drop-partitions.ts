import type { Database, Transaction } from './database.js';
import { raiseFloor } from './dropped-days.js';
import { quoteIdentifier } from './identifier.js';
import { PARTITIONED_TABLES } from './partitions.js';
import { withShortLocks } from './short-locks.js';
import { DAY } from '../utc-day.js';

/** A day that has partitions of its own. */
export interface PartitionedDay {
  /** Midnight UTC, milliseconds. */
  readonly day: number;
  /** Names of its partitions. */
  readonly partitions: readonly string[];
  /** With indexes and with what is stored out of line. */
  readonly bytes: number;
}

/** The days that have partitions, the oldest first. */
export async function readPartitionedDays(database: Database): Promise<PartitionedDay[]> {
  const rows = await database.query({
    name: 'partitioned_days',
    text: `select replace(substring(c.relname from '\\d{4}_\\d\\d_\\d\\d$'), '_', '-') as day,
                  array_agg(c.relname::text order by c.relname) as partitions,
                  coalesce(sum(pg_total_relation_size(c.oid)), 0)::text as bytes
             from pg_inherits i
             join pg_class c on c.oid = i.inhrelid
             join pg_class p on p.oid = i.inhparent
             join pg_namespace n on n.oid = p.relnamespace
            where n.nspname = current_schema() and p.relkind = 'p' and p.relname = any($1)
              and c.relname ~ '_\\d{4}_\\d\\d_\\d\\d$'
            group by 1
            order by 1`,
    values: [PARTITIONED_TABLES.map(({ table }) => table)],
  });
  return rows.map(({ day, partitions, bytes }) => ({
    day: Date.parse(day as string),
    partitions: partitions as string[],
    bytes: Number(bytes),
  }));
}

/** Milliseconds after which a day that somebody holds all the time is left for the next run. */
const PATIENCE = 20_000;

/** Dropping unlinks files; a slow disk may take its time. */
const STATEMENT_TIMEOUT = 60_000;

/**
 * Drops all partitions of a day at once: no moment shows a row without the rows that it refers to, and a run that is
 * killed has dropped the day or has not.
 *
 * @returns whether it is gone; not when somebody held its tables all the time
 */
export async function dropDay(database: Database, { day, partitions }: PartitionedDay): Promise<boolean> {
  const options = { patience: PATIENCE, statementTimeout: STATEMENT_TIMEOUT };
  const done = await withShortLocks(database, options, async (transaction) => {
    await lockTables(transaction);
    await raiseFloor(transaction, day + DAY);
    await transaction.query({ text: `drop table if exists ${partitions.map(quoteIdentifier).join(', ')}`, values: [] });
  });
  return done !== undefined;
}

/** In the order in which batches write, so that a batch and a drop never wait for each other in a circle. */
async function lockTables(transaction: Transaction): Promise<void> {
  const tables = PARTITIONED_TABLES.map(({ table }) => `only ${quoteIdentifier(table)}`);
  await transaction.query({ text: `lock table ${tables.join(', ')} in access exclusive mode`, values: [] });
}
