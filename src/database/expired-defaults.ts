import type { Database, Transaction } from './database.js';
import { raiseFloor } from './dropped-days.js';
import { quoteIdentifier } from './identifier.js';
import { PARTITIONED_TABLES } from './partitions.js';
import { withShortLocks } from './short-locks.js';

/** Those that refer to others come first: what is left is whole after every step. */
const REFERRING_FIRST = [...PARTITIONED_TABLES].reverse();

/**
 * Deletes expired rows from the default partitions, where rows of days without partitions are: a bounded number, in one
 * transaction. Writers of such rows wait meanwhile, all others do not: what one of them refers to must not go between its
 * look-up and its commit.
 *
 * @param cutoff a midnight (UTC), milliseconds: rows before it go
 * @returns the rows deleted, at most `limit`; undefined when somebody held the tables all the time
 */
export async function deleteExpiredDefaults(
  database: Database,
  cutoff: number,
  limit: number,
): Promise<number | undefined> {
  const done = await withShortLocks(database, { patience: 10_000, statementTimeout: 60_000 }, async (transaction) => {
    await lockDefaults(transaction);
    let left = limit;
    for (const { table, column, start } of REFERRING_FIRST) {
      if (!left) break;
      const rows = quoteIdentifier(`${table}_default`);
      const { count } = await transaction.query({
        name: `expire_${table}_default`,
        text: `delete from ${rows} d
                where d.ctid = any (array(select r.ctid from ${rows} r where r.${quoteIdentifier(column)} < $1 limit $2))`,
        values: [start(cutoff), left],
      });
      left -= count;
    }
    if (left < limit) await raiseFloor(transaction, cutoff);
    return limit - left;
  });
  return done?.value;
}

/** Rows in the default partitions that are before a midnight (UTC), by table. */
export async function countExpiredDefaults(database: Database, cutoff: number): Promise<number> {
  let total = 0;
  for (const { table, column, start } of PARTITIONED_TABLES) {
    const rows = quoteIdentifier(`${table}_default`);
    const [row] = await database.query({
      text: `select count(*)::text as rows from ${rows} r where r.${quoteIdentifier(column)} < $1`,
      values: [start(cutoff)],
    });
    total += Number(row?.['rows']);
  }
  return total;
}

async function lockDefaults(transaction: Transaction): Promise<void> {
  const tables = PARTITIONED_TABLES.map(({ table }) => quoteIdentifier(`${table}_default`));
  await transaction.query({ text: `lock table ${tables.join(', ')} in share row exclusive mode`, values: [] });
}
