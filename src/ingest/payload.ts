import { ExactNumber, integerOf } from '../event-format/exact-number.js';
import { isJsonObject, setOwn, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import type { Row } from '../storage/fill-row.js';

/**
 * Parts an event's rest into `payload`, which is searchable jsonb, and `exact`, which keeps the text.
 *
 * jsonb keeps every digit of a number but not every spelling: `1e3` comes back as 1000, `-0` as 0, and an exponent of
 * millions is an error. A root part with such a number goes whole into `exact` too, and wins over `payload` when read.
 */
export function splitPayload(rest: JsonObject): Row {
  const payload: JsonObject = {};
  let exact: JsonObject | undefined;
  for (const [key, value] of Object.entries(rest)) {
    const searchable = spelledForJsonb(value);
    setOwn(payload, key, searchable);
    if (searchable !== value) setOwn((exact ??= {}), key, value);
  }
  return exact ? { payload, exact } : { payload };
}

/** The value itself where jsonb gives it back as it is; otherwise a copy with other spellings of its numbers. */
function spelledForJsonb(value: JsonValue): JsonValue {
  if (value instanceof ExactNumber) return isPlain(value.text) ? value : plainlySpelled(value);
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    const copy = list.map(spelledForJsonb);
    return copy.every((item, i) => item === list[i]) ? list : copy;
  }
  if (!isJsonObject(value)) return value;
  let copy: JsonObject | undefined;
  for (const key of Object.keys(value)) {
    const inner = value[key] as JsonValue;
    const searchable = spelledForJsonb(inner);
    if (searchable !== inner) setOwn((copy ??= { ...value }), key, searchable);
  }
  return copy ?? value;
}

/** The same integer, to be found by its value; jsonb takes no other number that it would spell anew. */
function plainlySpelled({ text }: ExactNumber): ExactNumber | null {
  const integer = integerOf(text);
  return integer === undefined ? null : new ExactNumber(String(integer));
}

function isPlain(text: string): boolean {
  return text.length <= 1000 && /^-?\d+(\.\d+)?$/.test(text) && !/^-0(\.0*)?$/.test(text);
}
