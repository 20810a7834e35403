import { ExactNumber } from '../event-format/exact-number.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import { mergedFormat, ROOT, type FieldType } from '../event-format/merged-format.js';
import { INSTANCE, REFERENCES, type Fragment } from '../storage/read-row.js';

/**
 * What of an agent report fits the mirror's types. Reports are free-form: a field may hold what its type cannot say, and
 * then shows as absent in the mirror; `document` has it as it was sent.
 */
export function fittingPart(fragment: Fragment): Fragment {
  return fittingObject(fragment, ROOT);
}

/** The same for what a field of a fitting part refers to, which is loaded only when it is asked for. */
export function fittingField(value: JsonValue | undefined, definition: string, key: string): JsonValue | undefined {
  const types = mergedFormat.get(definition)?.fields.get(key)?.types ?? [];
  if (value === undefined || value === null) return value;
  const type = types.find((candidate) => fits(value, candidate.type))?.type;
  return type && fittingValue(value, type);
}

const FITTED = Symbol('fitted');

/** Whether a fragment is a fitting part, or a part of one. */
export function isFitted(fragment: Fragment): boolean {
  return FITTED in fragment;
}

function fittingObject(fragment: Fragment, definition: string): Fragment {
  const fitting: JsonObject = { ...fragment };
  for (const { key } of mergedFormat.get(definition)?.fields.values() ?? []) {
    const value = fragment[key];
    if (value === undefined || value === null) continue;
    Object.defineProperty(fitting, key, { value: fittingField(value, definition, key), enumerable: true });
  }
  Object.defineProperty(fitting, REFERENCES, { value: fragment[REFERENCES] });
  Object.defineProperty(fitting, INSTANCE, { value: fragment[INSTANCE] });
  Object.defineProperty(fitting, FITTED, { value: true });
  return fitting;
}

function fittingValue(value: JsonValue, type: FieldType): JsonValue | undefined {
  if (type.kind === 'object') return fittingObject(value as Fragment, type.definition);
  if (type.kind !== 'list') return value;
  const list = value as readonly JsonValue[];
  return list.every((item) => fits(item, type.of))
    ? list.map((item) => fittingValue(item, type.of) ?? null)
    : undefined;
}

function fits(value: JsonValue, type: FieldType): boolean {
  switch (type.kind) {
    case 'string':
      return typeof value === 'string';
    case 'dateTime':
      // Reports count nanoseconds since 1970 where events have text, and the scalar can say those too.
      return typeof value === 'string' || isNumber(value);
    case 'integer':
      return isNumber(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'openObject':
    case 'map':
    case 'any':
      return true;
  }
}

function isNumber(value: JsonValue): boolean {
  return typeof value === 'number' || value instanceof ExactNumber;
}
