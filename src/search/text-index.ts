import { join, raw, sql, type Sql } from '../database/sql.js';
import type { DailyTable } from '../storage/table-catalog.js';

/** Characters of a text that its index holds: a row of an index cannot be long. */
const INDEXED_LENGTH = 128;

/** The columns with such an index; the migrations say the same. */
const INDEXED_COLUMNS: readonly `${DailyTable}.${string}`[] = [
  'container.container_id',
  'envelope.service',
  'file.name',
  'file.path',
];

export function isTextIndexed(table: DailyTable, column: string): boolean {
  return INDEXED_COLUMNS.includes(`${table}.${column}`);
}

/** Of parts of the payload: the question of a DNS event. */
export const INDEXED_PAYLOAD_PATHS: readonly string[] = ['dns.question.name'];

/**
 * A condition on an indexed text, in a form for which Postgres uses the index on beginnings in lower case: it holds
 * wherever `condition` can hold, in either case.
 *
 * `case` hides the condition itself from the planner, which would take the two for independent of each other and expect
 * next to nothing.
 */
export function byTextIndex(text: Sql, values: readonly string[], match: 'eq' | 'startsWith', condition: Sql): Sql {
  return sql`(${beginningCondition(text, values, match)} and case when ${condition} then true end)`;
}

function beginningCondition(text: Sql, values: readonly string[], match: 'eq' | 'startsWith'): Sql {
  const indexed = sql`lower(left(${text}, ${raw(String(INDEXED_LENGTH))}))`;
  const keys = values.map((value) => sql`lower(left(${value}::text, ${raw(String(INDEXED_LENGTH))}))`);
  if (match === 'startsWith') return sql`${indexed} like ${prefixPattern(keys[0] as Sql)}`;
  return sql`${indexed} in (${join(keys)})`;
}

/** Postgres reads the beginning off a pattern that it can compute while it plans. */
function prefixPattern(key: Sql): Sql {
  return sql`regexp_replace(${key}, ${raw("'([\\\\%_])', '\\\\\\1', 'g'")}) || '%'`;
}
