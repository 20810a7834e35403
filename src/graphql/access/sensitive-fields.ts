import { isJsonObject, type JsonObject, type JsonValue } from '../../event-format/lossless-json.js';
import { mirrorTypes } from '../mirror.js';

/**
 * JSON keys of the fields that the mirror declares as sensitive. Under these names they are withheld wherever they stand:
 * agent reports and fields of newer agents keep to no contract.
 */
export function sensitiveKeys(): ReadonlySet<string> {
  keys ??= declaredKeys();
  return keys;
}

let keys: ReadonlySet<string> | undefined;

function declaredKeys(): ReadonlySet<string> {
  const fields = mirrorTypes().flatMap((type) => type.fields);
  const sensitive = new Set(fields.filter((field) => field.sensitive).map(({ key }) => key));
  const doubtful = fields.find((field) => sensitive.has(field.key) && !field.sensitive);
  if (doubtful) throw new Error(`${doubtful.declaredBy}.${doubtful.key} has the name of a sensitive field and is none`);
  return sensitive;
}

export interface Redacted {
  readonly document: JsonObject;
  /** The keys whose values were taken out, each once. */
  readonly withheld: readonly string[];
}

/** A document with `null` in place of every sensitive value, whatever its depth. */
export function redact(document: JsonObject): Redacted {
  const withheld = new Set<string>();
  return { document: redactedObject(document, withheld), withheld: [...withheld].sort() };
}

function redactedObject(object: JsonObject, withheld: Set<string>): JsonObject {
  const shown: [string, JsonValue][] = Object.entries(object).map(([key, value]) => {
    if (value === null || !sensitiveKeys().has(key)) return [key, redactedValue(value, withheld)];
    withheld.add(key);
    return [key, null];
  });
  return Object.fromEntries(shown);
}

function redactedValue(value: JsonValue, withheld: Set<string>): JsonValue {
  if (Array.isArray(value)) return (value as JsonValue[]).map((item) => redactedValue(item, withheld));
  return isJsonObject(value) ? redactedObject(value, withheld) : value;
}
