import { ROOT } from '../event-format/merged-format.js';
import { entities, snapshotOf } from '../storage/entity.js';
import { StoragePlans, type ReferenceField, type StoragePlan } from '../storage/storage-plan.js';
import { DAILY_TABLES, type DailyTable, type TableCatalog } from '../storage/table-catalog.js';

/** A column that holds ids of rows of another table, of the same host and day. */
export interface Reference {
  readonly table: DailyTable;
  readonly column: string;
  readonly isList: boolean;
  readonly target: DailyTable;
}

/** Instances are not rows: they live in the processes that share their id. */
const INSTANCE_COLUMNS = ['instance_id', 'parent_instance_id', 'open_instance_id'];

/** Not of the event format: what came around an event. */
const ENVELOPE: Reference = { table: 'event', column: 'envelope_id', isList: false, target: 'envelope' };

/**
 * Every reference of the data model, as ingest derives them from the event format and the tables.
 *
 * @throws Error about a column of ids that nothing explains: a mistake in the data model
 */
export function findReferences(catalog: TableCatalog): Reference[] {
  const plans = new StoragePlans(catalog);
  const found: Reference[] = [...referencesOf('event', plans.planFor(ROOT, 'event')), ENVELOPE];
  for (const [name, { base }] of Object.entries(entities)) {
    const { definition, table } = snapshotOf(name);
    found.push(...referencesOf(table, plans.planFor(definition, table)));
    const target = base && snapshotOf(base).table;
    if (target && target !== table) found.push({ table, column: `${target}_id`, isList: false, target });
  }
  return DAILY_TABLES.flatMap((table) => idColumns(catalog, table).map((column) => explain(table, column, found)));
}

function referencesOf(table: DailyTable, plan: StoragePlan): Reference[] {
  const nested = [...plan.inlines, ...plan.references.flatMap(({ own }) => own ?? [])];
  return [
    ...plan.references.map((field) => reference(table, field)),
    ...nested.flatMap((inner) => referencesOf(table, inner.plan)),
  ];
}

function reference(table: DailyTable, { column, isList, definition }: ReferenceField): Reference {
  return { table, column, isList, target: snapshotOf(definition).table };
}

function idColumns(catalog: TableCatalog, table: DailyTable): string[] {
  const ids = (catalog[table] ?? []).filter(({ type }) => type === 'uuid' || type === '_uuid');
  return ids.map(({ name }) => name).filter((name) => name !== 'id' && !INSTANCE_COLUMNS.includes(name));
}

function explain(table: DailyTable, column: string, found: readonly Reference[]): Reference {
  const known = found.find((candidate) => candidate.table === table && candidate.column === column);
  if (!known) throw new Error(`${table}.${column} holds ids, but no storage plan says of which table`);
  return known;
}
