/** Text that is JSON already, e.g. a process that many documents repeat. */
export class JsonText {
  constructor(readonly text: string) {}
}

export type JsonValue = string | number | bigint | boolean | null | JsonText | readonly JsonValue[] | JsonObject;

/** Keys whose value is undefined are absent from the text. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Compact JSON. Unlike `JSON.stringify` it writes every digit of a bigint, and takes ready text as it is. */
export function stringify(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (value instanceof JsonText) return value.text;
  return isList(value) ? stringifyList(value) : stringifyObject(value);
}

export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function stringifyList(items: readonly JsonValue[]): string {
  let text = '';
  for (const item of items) text += (text && ',') + stringify(item);
  return `[${text}]`;
}

/** Keys are ours, and need no escapes. */
function stringifyObject(object: JsonObject): string {
  let text = '';
  for (const key in object) {
    const value = object[key];
    if (value !== undefined) text += `${text && ','}"${key}":${stringify(value)}`;
  }
  return `{${text}}`;
}
