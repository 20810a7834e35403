import { ExactNumber } from '../event-format/exact-number.js';
import type { JsonObject, JsonValue } from '../event-format/lossless-json.js';

/** What an entry takes besides its value. */
const ENTRY = 16;

/**
 * About how many bytes a value takes in memory: enough to bound what is kept. Written for speed, since every new event is
 * weighed; documents have parts in common, which are weighed once.
 */
export function weightOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  if (value instanceof ExactNumber) return value.text.length;
  const known = weights.get(value);
  if (known !== undefined) return known;
  const weight = weightInside(value);
  weights.set(value, weight);
  return weight;
}

function weightInside(value: readonly JsonValue[] | JsonObject): number {
  let weight = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) weight += ENTRY + weightOf(item);
    return weight;
  }
  const object = value as JsonObject;
  for (const key in object) weight += ENTRY + weightOf(object[key] as JsonValue);
  return weight;
}

const weights = new WeakMap<object, number>();
