/** The columns of the tables that documents are normalized into, as the database has them. */
export type TableCatalog = Readonly<Record<string, readonly Column[]>>;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Postgres's `udt_name` of a column: an underscore marks an array. */
export type ColumnType = string;

/** Tables partitioned by day of id, in the order in which a batch writes them (referenced before referring). */
export const DAILY_TABLES = [
  'file',
  'credentials',
  'container',
  'cgroup',
  'agent_context',
  'network_context',
  'envelope',
  'process',
  'process_context',
  'event',
] as const;

export type DailyTable = (typeof DAILY_TABLES)[number];

/** A database connection, as far as this file needs one. */
interface Queryable {
  query(statement: { text: string; values: readonly unknown[] }): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Reads the catalog once at start-up; which field goes into which column follows from it. */
export async function readTableCatalog(database: Queryable): Promise<TableCatalog> {
  const rows = await database.query({
    text: `select c.table_name as "table", c.column_name as "name", c.udt_name as "type"
             from information_schema.columns c
            where c.table_schema = current_schema() and c.table_name = any($1)
            order by c.table_name, c.ordinal_position`,
    values: [DAILY_TABLES],
  });
  const catalog: Record<string, Column[]> = {};
  for (const row of rows) {
    const { table, name, type } = row as { table: string; name: string; type: string };
    (catalog[table] ??= []).push({ name, type });
  }
  return catalog;
}
