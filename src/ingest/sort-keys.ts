import { opened } from '../event-format/known-part.js';
import { isJsonObject, setOwn, type JsonValue } from '../event-format/lossless-json.js';

/** The same value with all keys in order, so that equal content is equal text. */
export function sortKeys<T extends JsonValue>(value: T): T {
  if (Array.isArray(value)) return value.map((item: JsonValue) => sortKeys(item)) as unknown as T;
  if (!isJsonObject(value)) return value;
  const object = opened(value);
  const sorted = {};
  for (const key of Object.keys(object).sort()) setOwn(sorted, key, sortKeys(object[key] as JsonValue));
  return sorted as T;
}
