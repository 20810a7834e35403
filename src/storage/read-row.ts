import { isJsonObject, setOwn, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import type { InlineField, StoragePlan } from './storage-plan.js';

/** A row as the database gives it: column values by column name, NULL as null. */
export type StoredRow = Readonly<Record<string, unknown>>;

/**
 * A JSON object as one row holds it, without what it refers to. References stand under {@link REFERENCES}, by key; where
 * a key has both a reference and a value, the value is what of a wide object the reference does not hold.
 */
export type Fragment = JsonObject & { [REFERENCES]?: References; readonly [INSTANCE]?: string };

export type References = Readonly<Record<string, Reference>>;

export interface Reference {
  readonly definition: string;
  readonly ids: string | readonly string[];
}

export const REFERENCES = Symbol('references');

/** Of a process: the UUID of its instance. */
export const INSTANCE = Symbol('instance');

/** Undoes `fillRow`. */
export function readRow(row: StoredRow, plan: StoragePlan, rest: JsonObject | null): Fragment {
  const fragment = read(row, plan, rest) ?? {};
  const instance = row['instance_id'];
  if (typeof instance === 'string') Object.defineProperty(fragment, INSTANCE, { value: instance });
  return fragment;
}

/** Undefined when neither the columns nor the rest hold anything. */
function read(row: StoredRow, plan: StoragePlan, rest: JsonObject | null): Fragment | undefined {
  const fragment: Record<string, JsonValue> = {};
  let isEmpty = !rest;
  for (const { key, column, codec } of plan.columns) {
    const stored = row[column];
    if (stored === null || (rest && Object.hasOwn(rest, key))) continue;
    fragment[key] = codec.decode(stored);
    isEmpty = false;
  }
  if (rest) for (const key of Object.keys(rest)) setOwn(fragment, key, rest[key]);
  for (const { key, plan: inner } of nestedPlans(plan)) {
    const kept = rest?.[key];
    if (kept !== undefined && !isJsonObject(kept)) continue;
    const value = read(row, inner, kept ?? null);
    if (value === undefined) continue;
    fragment[key] = value;
    isEmpty = false;
  }
  const references = readReferences(row, plan);
  Object.defineProperty(fragment, REFERENCES, { value: references });
  return isEmpty && !references ? undefined : fragment;
}

function nestedPlans(plan: StoragePlan): readonly InlineField[] {
  const wide = plan.references.flatMap(({ key, own }) => (own ? [{ key, plan: own.plan }] : []));
  return wide.length ? [...plan.inlines, ...wide] : plan.inlines;
}

function readReferences(row: StoredRow, plan: StoragePlan): References | undefined {
  let references: Record<string, Reference> | undefined;
  for (const { key, column, definition } of plan.references) {
    const ids = row[column] as string | string[] | null;
    if (ids !== null) (references ??= {})[key] = { definition, ids };
  }
  return references;
}
