import type { TableCatalog } from '../storage/table-catalog.js';
import type { Database, Statement } from './database.js';
import { quoteIdentifier } from './identifier.js';
import { readPartitions, type Partition } from './partition-list.js';
import { findReferences, type Reference } from './references.js';

/** What was found about one column that refers to rows of another table. */
export interface VerifiedReference {
  readonly table: string;
  readonly column: string;
  readonly target: string;
  readonly references: number;
  readonly dangling: number;
  /** The id of a row with a dangling reference. */
  readonly example: string | null;
}

/**
 * Looks up every reference of every row: no foreign key keeps them whole.
 *
 * One column of one partition at a time, counted in the database: memory stays bounded however much is stored.
 */
export async function* verifyReferences(
  database: Database,
  catalog: TableCatalog,
): AsyncGenerator<VerifiedReference, void> {
  const partitions = await readPartitions(database);
  for (const reference of findReferences(catalog)) {
    const { table, column, target } = reference;
    const statements = partitions
      .filter((partition) => partition.table === table)
      .map((partition) => dailyReferenceStatement(reference, partition));
    yield { table, column, target, ...(await count(database, statements)) };
  }
  for (const [table, column, target] of PLAIN_REFERENCES) {
    yield { table, column, target, ...(await count(database, [plainReferenceStatement(table, column, target)])) };
  }
}

const PLAIN_REFERENCES = [
  ['event', 'batch_id', 'ingest_batch'],
  ['event', 'host_id', 'host'],
  ['dead_letter', 'batch_id', 'ingest_batch'],
  ['dead_letter', 'host_id', 'host'],
] as const;

/** A row refers to rows of its own day only: what it needs goes when its day goes. */
export function dailyReferenceStatement({ column, isList, target }: Reference, partition: Partition): Statement {
  const held = `r.${quoteIdentifier(column)}`;
  const rows = `${quoteIdentifier(partition.name)} r${isList ? ` cross join lateral unnest(${held}) as item (id)` : ''}`;
  const id = isList ? 'item.id' : held;
  const day = partition.range ? ' and t.id >= $1 and t.id < $2' : '';
  const match = `t.id = ${id} and t.host_id = r.host_id${day}`;
  return {
    text: countStatement(rows, id, `${quoteIdentifier(target)} t on ${match}`),
    values: partition.range ? [partition.range.from, partition.range.to] : [],
  };
}

function plainReferenceStatement(table: string, column: string, target: string): Statement {
  const id = `r.${quoteIdentifier(column)}`;
  const text = countStatement(`${quoteIdentifier(table)} r`, id, `${quoteIdentifier(target)} t on t.id = ${id}`);
  return { text, values: [] };
}

/** The join finds one row at most: it is by the target's primary key. */
function countStatement(rows: string, id: string, target: string): string {
  return `select count(*)::text as "references",
                 count(*) filter (where t.id is null)::text as dangling,
                 min(r.id::text) filter (where t.id is null) as example
            from ${rows} left join ${target}
           where ${id} is not null`;
}

async function count(
  database: Database,
  statements: readonly Statement[],
): Promise<Pick<VerifiedReference, 'references' | 'dangling' | 'example'>> {
  let [references, dangling] = [0, 0];
  let example: string | null = null;
  for (const statement of statements) {
    // However long it takes: this is not a reader's query.
    const { rows } = await database.transaction((transaction) => transaction.query(statement), 0);
    references += Number(rows[0]?.['references']);
    dangling += Number(rows[0]?.['dangling']);
    example ??= rows[0]?.['example'] as string | null;
  }
  return { references, dangling, example };
}
