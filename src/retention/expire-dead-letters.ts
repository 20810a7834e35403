import type { Database } from '../database/database.js';
import { deleteExpired } from './delete-expired.js';

/**
 * Deletes dead letters received before a moment.
 *
 * @returns how many
 */
export function expireDeadLetters(database: Database, cutoff: Date): Promise<number> {
  return deleteExpired(database, { table: 'dead_letter', column: 'received_at' }, cutoff);
}
