import { connect } from '../../src/database/connect.js';

/** What a data model is made of, one line a thing: columns, keys and indexes, enums. */
export async function readCatalog(url: string): Promise<string[]> {
  const client = await connect(url);
  try {
    const lines: string[] = [];
    for (const text of [COLUMNS, INDEXES, ENUMS]) {
      const { rows } = await client.query<{ line: string }>(text);
      lines.push(...rows.map(({ line }) => line));
    }
    return lines.sort();
  } finally {
    await client.end();
  }
}

/** Our tables, without the partitions that repeat them. */
const TABLES = `from pg_class c
                join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
                 and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> '_prisma_migrations'`;

const COLUMNS = `select concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                                  case when a.attnotnull then 'not null' end,
                                  'default ' || pg_get_expr(d.adbin, d.adrelid)) as line
                   ${TABLES}
                   join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum`;

/** An index of a partitioned table says ONLY. Those by hand, on parts and on expressions, the data model cannot say. */
const INDEXES = `select concat_ws(' ', case when i.indisprimary then 'primary' end,
                                  replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')) as line
                   ${TABLES}
                   join pg_index i on i.indrelid = c.oid
                   join pg_class x on x.oid = i.indexrelid and x.relname !~ '_(part|text)_idx$'`;

const ENUMS = `select concat_ws(' ', 'enum', t.typname, string_agg(e.enumlabel, ' ' order by e.enumsortorder)) as line
                 from pg_type t
                 join pg_enum e on e.enumtypid = t.oid
                group by t.typname`;
