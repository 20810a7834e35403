import { DAILY_TABLES, type DailyTable } from '../storage/table-catalog.js';
import type { Database } from './database.js';

/** One partition of one daily table. */
export interface Partition {
  readonly table: DailyTable;
  readonly name: string;
  /** Its ids, `[from, to)`; undefined for the default partition, which takes what has no day of its own. */
  readonly range: { readonly from: string; readonly to: string } | undefined;
}

/** The partitions that the database has: of each table from the oldest day on, all default partitions last. */
export async function readPartitions(database: Database): Promise<Partition[]> {
  const rows = await database.query({
    text: `select p.relname as "table", c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bounds
             from pg_inherits i
             join pg_class c on c.oid = i.inhrelid
             join pg_class p on p.oid = i.inhparent
             join pg_namespace n on n.oid = p.relnamespace
            where n.nspname = current_schema() and p.relkind = 'p' and p.relname = any($1)
            order by pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', c.relname`,
    values: [DAILY_TABLES],
  });
  return rows.map((row) => ({
    table: row['table'] as DailyTable,
    name: row['name'] as string,
    range: parseBounds(row['bounds'] as string),
  }));
}

/** `FOR VALUES FROM ('...') TO ('...')`, or `DEFAULT`. */
function parseBounds(bounds: string): Partition['range'] {
  const [, from, to] = /^FOR VALUES FROM \('([^']+)'\) TO \('([^']+)'\)$/.exec(bounds) ?? [];
  return from && to ? { from, to } : undefined;
}
