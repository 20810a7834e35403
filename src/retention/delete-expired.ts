import type { Database } from '../database/database.js';
import { quoteIdentifier } from '../database/identifier.js';

/** Rows that one statement deletes at most, so that none takes long. */
const ROWS_AT_ONCE = 5_000;

/** Rows that one run deletes at most; the next one goes on. */
const MOST_ROWS = 1_000_000;

/** A table of rows that grow old, and the column that says when they came. */
export interface AgingTable {
  readonly table: string;
  readonly column: string;
  /** The least value of the column that stays; without it, the column holds times. */
  readonly start?: (cutoff: Date) => string;
  /** A condition about `r` that keeps a row however old it is. */
  readonly unless?: string;
  /** A statement that notes in the same transaction what is to be remembered of the rows, which it finds in `deleted`. */
  readonly note?: string;
}

/**
 * Deletes what came before a moment, in many small statements.
 *
 * @returns how many rows
 */
export async function deleteExpired(database: Database, aging: AgingTable, cutoff: Date): Promise<number> {
  const rows = quoteIdentifier(aging.table);
  let total = 0;
  for (;;) {
    const answer = await database.transaction(
      (transaction) =>
        transaction.query({
          name: `expire_${aging.table}`,
          text: `with deleted as (
                   delete from ${rows} d
                    where d.ctid = any (array(select r.ctid from ${rows} r where ${condition(aging)} limit $2))
                   returning d.*
                 )${aging.note ? `, noted as (${aging.note})` : ''}
                 select count(*)::int as count from deleted`,
          values: [first(aging, cutoff), ROWS_AT_ONCE],
        }),
      TIMEOUT,
    );
    const count = answer.rows[0]?.['count'] as number;
    total += count;
    if (count < ROWS_AT_ONCE || total >= MOST_ROWS) return total;
  }
}

/** How many rows that would be. */
export async function countExpired(database: Database, aging: AgingTable, cutoff: Date): Promise<number> {
  const [row] = await database.query({
    text: `select count(*)::text as rows from ${quoteIdentifier(aging.table)} r where ${condition(aging)}`,
    values: [first(aging, cutoff)],
  });
  return Number(row?.['rows']);
}

/** Milliseconds for one statement. */
const TIMEOUT = 60_000;

function first({ start }: AgingTable, cutoff: Date): Date | string {
  return start ? start(cutoff) : cutoff;
}

function condition({ column, unless }: AgingTable): string {
  return `r.${quoteIdentifier(column)} < $1${unless ? ` and not (${unless})` : ''}`;
}
