import type { Database, Rows } from '../database/database.js';
import { quoteIdentifier } from '../database/identifier.js';
import { parseLossless, type JsonObject } from '../event-format/lossless-json.js';
import { snapshotOf } from '../storage/entity.js';
import { readRow, type Fragment, type StoredRow } from '../storage/read-row.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import { orError } from './or-error.js';
import type { DailyTable } from '../storage/table-catalog.js';

/** A row of a snapshot table and the JSON that it stands for. */
export interface Snapshot {
  readonly row: StoredRow;
  readonly fragment: Fragment;
}

/** Reads snapshots of any table by id. */
export class SnapshotStore {
  private readonly statements = new Map<DailyTable, string>();

  constructor(
    private readonly database: Database,
    private readonly plans: StoragePlans,
  ) {}

  /** @returns one snapshot an id, in the order of the ids; an error for one that is not there, or cannot be read */
  async load(definition: string, ids: readonly string[]): Promise<(Snapshot | Error)[]> {
    const { table, definition: stored } = snapshotOf(definition);
    const plan = this.plans.planFor(stored, table);
    const rows = await this.rows(table, ids);
    const rowsById = new Map(rows.map((row) => [row['id'] as string, row]));
    return ids.map((id) => {
      const row = rowsById.get(id);
      if (!row) return new Error(`Row ${id} of ${table} is missing; run \`spoor db verify\``);
      return orError(() => ({ row, fragment: readRow(row, plan, restOf(row['extra'])) }));
    });
  }

  /** The bounds let Postgres skip the partitions of other days, which `= any` alone does not. */
  private rows(table: DailyTable, ids: readonly string[]): Promise<Rows> {
    const sorted = [...ids].sort();
    return this.database.query({
      name: `snapshots_${table}`,
      text: this.statement(table),
      values: [sorted, sorted[0], sorted.at(-1)],
    });
  }

  private statement(table: DailyTable): string {
    let text = this.statements.get(table);
    if (!text) {
      const from = `from ${quoteIdentifier(table)} t where t.id = any($1::uuid[]) and t.id >= $2 and t.id <= $3`;
      text = `select ${selectList(this.plans.columnTypes(table), 't')} ${from}`;
      this.statements.set(table, text);
    }
    return text;
  }
}

/** All columns of a table; JSON as text, since the driver's parser would change its numbers. */
export function selectList(columnTypes: ReadonlyMap<string, string>, alias: string): string {
  const columns = [...columnTypes].map(([name, type]) => {
    const column = `${alias}.${quoteIdentifier(name)}`;
    return type === 'json' || type === 'jsonb' ? `${column}::text as ${quoteIdentifier(name)}` : column;
  });
  return columns.join(', ');
}

/** The rest of a row, from a column read as text. */
export function restOf(text: unknown): JsonObject | null {
  return typeof text === 'string' ? (parseLossless(text) as JsonObject) : null;
}
