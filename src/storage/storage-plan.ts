import { definitionOf, type Field, type FieldType } from '../event-format/merged-format.js';
import { codecFor, type Codec } from './codec.js';
import { entities, snapshotOf } from './entity.js';
import type { DailyTable, TableCatalog } from './table-catalog.js';

/**
 * Where each field of one JSON object is stored: derived from the event format and from the columns that the tables
 * have. The column of a field is named after its path (`evt.name` -> `evt_name`), a reference gets `_id` at the end. A
 * field without a column stays in the row's rest (`extra`, or `payload` of an event).
 */
export interface StoragePlan {
  readonly columns: readonly ColumnField[];
  readonly references: readonly ReferenceField[];
  /** Nested objects that have columns of their own in the same row. */
  readonly inlines: readonly InlineField[];
  /** Every key above. */
  readonly keys: ReadonlySet<string>;
}

export interface ColumnField {
  readonly key: string;
  readonly column: string;
  readonly codec: Codec;
}

export interface ReferenceField {
  readonly key: string;
  readonly column: string;
  /** Name of the definition that the reference points to. */
  readonly definition: string;
  readonly isList: boolean;
  /** Of a wide definition: the fields that stay in this row. */
  readonly own?: OwnFields;
}

export interface OwnFields {
  readonly keys: ReadonlySet<string>;
  readonly plan: StoragePlan;
}

export interface InlineField {
  readonly key: string;
  readonly plan: StoragePlan;
}

/** Plans for every table: one for its definition, made once at start-up. */
export class StoragePlans {
  private readonly plans = new Map<string, StoragePlan>();

  constructor(private readonly catalog: TableCatalog) {}

  /**
   * The plan for objects of a definition in rows of a table.
   *
   * For a wide definition this is the part that the base does not take, in the table of whatever holds it.
   */
  planFor(definition: string, table: DailyTable): StoragePlan {
    const known = this.plans.get(definition);
    if (known) return known;
    const plan = this.plan(ownFields(definition), table, '');
    this.plans.set(definition, plan);
    return plan;
  }

  /** Columns of a table, by name, with their types. */
  columnTypes(table: DailyTable): ReadonlyMap<string, string> {
    return new Map((this.catalog[table] ?? []).map(({ name, type }) => [name, type]));
  }

  private plan(fields: readonly Field[], table: DailyTable, prefix: string): StoragePlan {
    const types = this.columnTypes(table);
    const columns: ColumnField[] = [];
    const references: ReferenceField[] = [];
    const inlines: InlineField[] = [];
    for (const field of fields) {
      const type = field.types[0]?.type as FieldType;
      const path = prefix + field.key.replaceAll('.', '_');
      const definition = definitionIn(type);
      if (definition && types.has(`${path}_id`)) {
        references.push(this.reference(field.key, path, definition, type.kind === 'list', table));
      } else if (type.kind === 'object') {
        const inner = [...definitionOf(type.definition).fields.values()];
        // A file inside a snapshot's row would lead back to itself; only what the row has columns for goes deeper.
        const plan = hasColumns(types, path) ? this.plan(inner, table, `${path}_`) : undefined;
        if (plan?.keys.size) inlines.push({ key: field.key, plan });
      } else {
        const column = field.key === 'id' && !prefix ? `${table}_id` : path;
        const columnType = types.get(column);
        if (columnType) columns.push({ key: field.key, column, codec: codecFor(columnType, type.kind) });
      }
    }
    const keys = new Set([...columns, ...references, ...inlines].map(({ key }) => key));
    return { columns, references, inlines, keys };
  }

  private reference(key: string, path: string, name: string, isList: boolean, table: DailyTable): ReferenceField {
    const field = { key, column: `${path}_id`, definition: name, isList };
    if (snapshotOf(name).definition === name) return field;
    const fields = ownFields(name);
    return { ...field, own: { keys: ownKeys(name), plan: this.plan(fields, table, `${path}_`) } };
  }
}

/** The keys that a wide definition adds to its base. */
export function ownKeys(definition: string): ReadonlySet<string> {
  return new Set(ownFields(definition).map((field) => field.key));
}

/** The fields of a definition, of a wide one those that its base does not have. */
function ownFields(definition: string): Field[] {
  const base = entities[definition]?.base;
  const baseKeys = new Set(base ? definitionOf(base).fields.keys() : []);
  return [...definitionOf(definition).fields.values()].filter((field) => !baseKeys.has(field.key));
}

function definitionIn(type: FieldType): string | undefined {
  if (type.kind === 'object') return entities[type.definition] && type.definition;
  return type.kind === 'list' ? definitionIn(type.of) : undefined;
}

function hasColumns(types: ReadonlyMap<string, string>, path: string): boolean {
  return [...types.keys()].some((name) => name.startsWith(`${path}_`));
}
