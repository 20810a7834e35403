import { setTimeout } from 'node:timers/promises';
import type { Database, Transaction } from './database.js';

/**
 * Milliseconds that a statement may wait for a lock. Whoever comes after a waiting one waits behind it, so this is also
 * how long ingest and queries may stand still; and it is less than the second after which PostgreSQL looks for
 * deadlocks, so that it is never a query that has to give way.
 */
const LOCK_TIMEOUT = 400;

/** Milliseconds between two attempts: those who waited behind the first one get on with their work. */
const PAUSE = 250;

/** SQLSTATE lock_not_available, deadlock_detected. */
const IN_THE_WAY = /^(55P03|40P01)$/;

export interface ShortLockOptions {
  /** Milliseconds for all attempts together. */
  readonly patience: number;
  /** Milliseconds for one statement. */
  readonly statementTimeout: number;
}

/**
 * Runs work that needs strong locks in a transaction which never waits long for one: it lets go and tries again.
 *
 * @returns what the work returned, or undefined when somebody was in the way all the time
 */
export async function withShortLocks<T>(
  database: Database,
  { patience, statementTimeout }: ShortLockOptions,
  work: (transaction: Transaction) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      const value = await database.transaction(async (transaction) => {
        await transaction.query({ text: `set local lock_timeout = ${LOCK_TIMEOUT}`, values: [] });
        return work(transaction);
      }, statementTimeout);
      return { value };
    } catch (error) {
      if (!IN_THE_WAY.test(String((error as { code?: unknown }).code))) throw error;
      if (performance.now() > end) return undefined;
      await setTimeout(PAUSE);
    }
  }
}
