import type { Database } from './database.js';

/** What a database of ours holds. */
export interface DatabaseStatistics {
  readonly serverVersion: string;
  readonly hosts: number;
  readonly events: number;
  readonly batches: number;
  readonly deadLetters: number;
  /** Biggest first. */
  readonly tables: readonly TableStatistics[];
}

export interface TableStatistics {
  readonly table: string;
  /** With indexes and with everything that is stored out of line. */
  readonly bytes: number;
  /** Undefined for a table that has none. */
  readonly partitions: number | undefined;
}

/** Counts exactly, so it reads the index of every event. */
export async function readStatistics(database: Database): Promise<DatabaseStatistics> {
  // However long it takes: this is not a reader's query.
  return database.transaction(async (transaction) => {
    const counts = await transaction.query({
      text: `select current_setting('server_version') as version,
                    (select count(*) from host)::text as hosts,
                    (select count(*) from event)::text as events,
                    (select count(*) from ingest_batch)::text as batches,
                    (select count(*) from dead_letter)::text as dead_letters`,
      values: [],
    });
    const tables = await transaction.query({
      text: `select c.relname as "table",
                    sum(pg_total_relation_size(coalesce(leaf.relid, c.oid)))::text as bytes,
                    case c.relkind when 'p' then count(*) filter (where leaf.isleaf) end::int as partitions
               from pg_class c
               join pg_namespace n on n.oid = c.relnamespace
               left join lateral pg_partition_tree(c.oid) leaf on true
              where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
              group by c.oid
              order by sum(pg_total_relation_size(coalesce(leaf.relid, c.oid))) desc, c.relname`,
      values: [],
    });
    const row = counts.rows[0] ?? {};
    return {
      serverVersion: row['version'] as string,
      hosts: Number(row['hosts']),
      events: Number(row['events']),
      batches: Number(row['batches']),
      deadLetters: Number(row['dead_letters']),
      tables: tables.rows.map(({ table, bytes, partitions }) => ({
        table: table as string,
        bytes: Number(bytes),
        partitions: (partitions as number | null) ?? undefined,
      })),
    };
  }, 0);
}
