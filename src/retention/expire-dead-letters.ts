import type { Database } from '../database/database.js';

/** Letters that one statement deletes: it must not hold locks, or write ahead, for long. */
const AT_ONCE = 1_000;

/**
 * Deletes the dead letters that came before a time. They are few and in no partition of their own, so they go row by row.
 *
 * @returns how many
 */
export async function expireDeadLetters(database: Database, cutoff: Date): Promise<number> {
  for (let total = 0; ;) {
    const rows = await database.query({
      name: 'expire_dead_letters',
      text: `with expired as (
               delete from dead_letter d
                where d.id in (select o.id from dead_letter o where o.received_at < $1::timestamptz
                                order by o.received_at, o.id limit $2::int)
               returning 1
             )
             select count(*)::int as count from expired`,
      values: [cutoff, AT_ONCE],
    });
    const count = rows[0]?.['count'] as number;
    total += count;
    if (count < AT_ONCE) return total;
  }
}
