import {
  isJsonObject,
  parseLossless,
  setOwn,
  stringifyLossless,
  type JsonObject,
  type JsonValue,
} from '../../src/event-format/lossless-json.js';
import { snapshotOf } from '../../src/storage/entity.js';
import { fillRow, type Row } from '../../src/storage/fill-row.js';
import { readRow, REFERENCES, type Fragment, type Reference } from '../../src/storage/read-row.js';
import { StoragePlans } from '../../src/storage/storage-plan.js';
import type { DailyTable } from '../../src/storage/table-catalog.js';
import { migratedCatalog } from './migrated-catalog.js';
import { storedRow } from './postgres-value.js';

/** Ingest parts an event's rest into two columns; here the rest of every table is one. */
const REST = { name: 'extra', type: 'json' };

const catalog = migratedCatalog();
const plans = new StoragePlans(catalog);

interface WrittenRow {
  readonly table: DailyTable;
  readonly definition: string;
  readonly json: string;
}

/** Keeps objects in rows and puts them together again, by `fillRow` and `readRow` alone. */
export class MemoryTables {
  private readonly rows: WrittenRow[] = [];

  /** @returns the id of the row */
  store(object: JsonObject, definition: string, table: DailyTable): string {
    const row: Row = {};
    const rest = fillRow(object, plans.planFor(definition, table), row, (value, field) => {
      const stored = snapshotOf(field.definition);
      return this.store(value, stored.definition, stored.table);
    });
    if (rest) row['extra'] = rest;
    this.rows.push({ table, definition, json: stringifyLossless(row) });
    return String(this.rows.length - 1);
  }

  /** The columns that say something. */
  columnsOf(id: string): JsonObject {
    return parseLossless(this.row(id).json) as JsonObject;
  }

  object(id: string): JsonObject {
    const { table, definition, json } = this.row(id);
    const stored = storedRow(json, [REST, ...(catalog[table] ?? []).filter(({ name }) => name !== REST.name)]);
    const rest = typeof stored['extra'] === 'string' ? (parseLossless(stored['extra']) as JsonObject) : null;
    return this.whole(readRow(stored, plans.planFor(definition, table), rest));
  }

  private row(id: string): WrittenRow {
    return this.rows[Number(id)] as WrittenRow;
  }

  private whole(fragment: Fragment): JsonObject {
    const object = {};
    for (const [key, value] of Object.entries(fragment)) {
      setOwn(object, key, isFragment(value) ? this.whole(value) : value);
    }
    for (const [key, reference] of Object.entries(fragment[REFERENCES] ?? {})) {
      setOwn(object, key, this.referred(reference, (object as JsonObject)[key]));
    }
    return object;
  }

  /** Of a wide object, the reference holds the base and the row itself the rest. */
  private referred({ ids }: Reference, own: JsonValue | undefined): JsonValue {
    if (typeof ids !== 'string') return ids.map((id) => this.object(id));
    return { ...this.object(ids), ...(own as JsonObject | undefined) };
  }
}

function isFragment(value: JsonValue): value is Fragment {
  return isJsonObject(value) && REFERENCES in value;
}
