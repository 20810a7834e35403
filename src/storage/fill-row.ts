import { isJsonObject, setOwn, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import type { Encoded } from './codec.js';
import type { ReferenceField, StoragePlan } from './storage-plan.js';

/** A row on its way into the database: column values by column name. */
export type Row = Record<string, Encoded['column'] | object>;

/** Stores what a reference points to and gives its id. `index` counts along a list of references. */
export type StoreReference = (value: JsonObject, field: ReferenceField, index: number) => string;

/**
 * Puts an object's fields into a row's columns, in the plan's order whatever the document's, and gives back the rest:
 * what has no column, does not fit its column, or is more than its column says. Undefined when the columns say it all.
 */
export function fillRow(
  object: JsonObject,
  plan: StoragePlan,
  row: Row,
  store: StoreReference,
): JsonObject | undefined {
  const rest = new Rest();
  let seen = 0;
  for (const { key, column, codec } of plan.columns) {
    const value = object[key];
    if (value === undefined) continue;
    seen++;
    const encoded = codec.encode(value);
    if (encoded) row[column] = encoded.column;
    if (!encoded?.isExact) rest.add(key, value);
  }
  for (const field of plan.references) {
    const value = object[field.key];
    if (value === undefined) continue;
    seen++;
    refer(value, field, row, store, rest);
  }
  for (const { key, plan: inner } of plan.inlines) {
    const value = object[key];
    if (value === undefined) continue;
    seen++;
    rest.addInline(key, value, row, inner, store);
  }
  rest.addUnknown(object, plan, seen);
  return rest.object;
}

function refer(value: JsonValue, field: ReferenceField, row: Row, store: StoreReference, rest: Rest): void {
  if (!field.isList) {
    if (!isJsonObject(value)) return rest.add(field.key, value);
    const { base, own } = field.own ? splitWide(value, field.own.keys) : { base: value, own: undefined };
    row[field.column] = store(base, field, 0);
    const ownRest = own && field.own && fillRow(own, field.own.plan, row, store);
    if (ownRest) rest.add(field.key, ownRest);
  } else if (Array.isArray(value) && value.every(isJsonObject)) {
    row[field.column] = value.map((item, i) => store(item, field, i));
  } else {
    rest.add(field.key, value);
  }
}

/** Parts a wide object; a key that no contract knows counts as the base's, so that it stands where its kind stands. */
export function splitWide(
  value: JsonObject,
  ownKeys: ReadonlySet<string>,
): { base: JsonObject; own: JsonObject | undefined } {
  const keys = Object.keys(value);
  if (!keys.some((key) => ownKeys.has(key))) return { base: value, own: undefined };
  const [base, own] = [{}, {}];
  for (const key of keys) setOwn(ownKeys.has(key) ? own : base, key, value[key]);
  return { base, own };
}

class Rest {
  object: Record<string, JsonValue> | undefined;

  add(key: string, value: JsonValue): void {
    setOwn((this.object ??= {}), key, value);
  }

  /** A nested object leaves a trace of its own only where columns alone would not show that it was there. */
  addInline(key: string, value: JsonValue, row: Row, plan: StoragePlan, store: StoreReference): void {
    if (!isJsonObject(value)) return this.add(key, value);
    const filledBefore = Object.keys(row).length;
    const rest = fillRow(value, plan, row, store);
    if (rest || Object.keys(row).length === filledBefore) this.add(key, rest ?? {});
  }

  addUnknown(object: JsonObject, plan: StoragePlan, seen: number): void {
    const keys = Object.keys(object);
    if (keys.length === seen) return;
    for (const key of keys) if (!plan.keys.has(key)) this.add(key, object[key] as JsonValue);
  }
}
