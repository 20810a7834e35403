import type { Database, Transaction } from './database.js';

/**
 * How far retention has come: rows of days before the *floor* may be gone. It stands in the database and is raised in the
 * transactions that remove rows, so every process that writes can see in its own transaction whether a row that it
 * believes to be stored may be gone, whatever its clock and its settings say.
 */
export async function readFloor(database: Database): Promise<number> {
  const [row] = await database.query({
    name: 'kept_from',
    text: 'select i.kept_from::text as floor from installation i',
    values: [],
  });
  return Number(row?.['floor']);
}

/** The same as an expression, for a statement that wants to know it in passing. */
export const FLOOR = '(select i.kept_from::text from installation i)';

/** @param milliseconds a midnight (UTC); the floor never sinks */
export async function raiseFloor(transaction: Transaction, milliseconds: number): Promise<void> {
  await transaction.query({
    name: 'raise_kept_from',
    text: 'update installation i set kept_from = $1 where i.kept_from < $1',
    values: [milliseconds],
  });
}
