import { isJsonObject, type JsonObject, type JsonValue } from './lossless-json.js';

/**
 * JSON keys of what is withheld without the scope `events:read-sensitive`; the mirror declares the same fields. Under these
 * names values are withheld wherever they stand: agent reports and fields of newer agents keep to no contract.
 */
export const SENSITIVE_KEYS: ReadonlySet<string> = new Set([
  'args',
  'aws_security_credentials',
  'envs',
  'security_credentials',
  'user_session',
]);

/** The keys of sensitive fields that stand anywhere in a value, each once. */
export function sensitiveKeysIn(value: JsonValue): readonly string[] {
  const found = new Set<string>();
  const look = (part: JsonValue): void => {
    if (Array.isArray(part)) return part.forEach(look);
    if (!isJsonObject(part)) return;
    for (const [key, inner] of Object.entries(part)) {
      if (SENSITIVE_KEYS.has(key)) found.add(key);
      look(inner);
    }
  };
  look(value);
  return [...found];
}

export interface Redacted<Value extends JsonValue> {
  readonly value: Value;
  /** The keys whose values were taken out, each once. */
  readonly withheld: readonly string[];
}

/** A document, or a part of one, with `null` in place of every sensitive value, whatever its depth. */
export function redact<Value extends JsonValue>(whole: Value): Redacted<Value> {
  const withheld = new Set<string>();
  // Of the same shape: only values below it are changed, and each of them may be null in any document.
  const value = redactedValue(whole, withheld) as Value;
  return { value, withheld: [...withheld].sort() };
}

function redactedObject(object: JsonObject, withheld: Set<string>): JsonObject {
  const shown: [string, JsonValue][] = Object.entries(object).map(([key, value]) => {
    if (value === null || !SENSITIVE_KEYS.has(key)) return [key, redactedValue(value, withheld)];
    withheld.add(key);
    return [key, null];
  });
  return Object.fromEntries(shown);
}

function redactedValue(value: JsonValue, withheld: Set<string>): JsonValue {
  if (Array.isArray(value)) return (value as JsonValue[]).map((item) => redactedValue(item, withheld));
  return isJsonObject(value) ? redactedObject(value, withheld) : value;
}
