import { randomBytes } from 'node:crypto';
import { ExactNumber, withMarkedNumbers } from './exact-number.js';
import { scanJson, type JsonScan } from './scan-json.js';

/** A JSON value whose numbers are exact: a JavaScript number where that says all, an {@link ExactNumber} otherwise. */
export type JsonValue = null | boolean | number | string | ExactNumber | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * Marks the text of an exact number while it travels through the native JSON parser or writer as a string. Nobody
 * outside this process can guess it, so no string of a document is ever taken for a number.
 */
const SHIELD = `number:${randomBytes(16).toString('hex')}:`;
const SHIELDED = new RegExp(`"${SHIELD}([^"]*)"`, 'g');

/**
 * Parses JSON without changing a number.
 *
 * The native parser does the work at its own speed. Numbers that it would change go through it as marked strings and
 * are unwrapped after; a document without any, the usual case, pays nothing.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseLossless(text: string): JsonValue {
  const bytes = Buffer.from(text);
  return parseScanned(bytes, 0, bytes.length, scanJson(bytes, 0, bytes.length));
}

/** The same for valid UTF-8 bytes `[start, end)` that have been scanned already. */
export function parseScanned(bytes: Buffer, start: number, end: number, scan: JsonScan): JsonValue {
  if (!scan.exactNumbers.length) return JSON.parse(bytes.toString('utf8', start, end)) as JsonValue;
  let shielded = '';
  let from = start;
  for (let i = 0; i < scan.exactNumbers.length; i += 2) {
    const numberStart = scan.exactNumbers[i] as number;
    const numberEnd = scan.exactNumbers[i + 1] as number;
    const number = bytes.toString('latin1', numberStart, numberEnd);
    // A malformed number, or one in a key's place, stays as it is for the parser to refuse.
    const isNumber = JSON_NUMBER.test(number) && !isKey(bytes, numberEnd);
    const text = isNumber ? `"${SHIELD}${number}"` : number;
    shielded += bytes.toString('utf8', from, numberStart) + text;
    from = numberEnd;
  }
  return unshield(JSON.parse(shielded + bytes.toString('utf8', from, end)) as JsonValue);
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

function isKey(bytes: Buffer, from: number): boolean {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return bytes[at] === 0x3a;
}

function unshield(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.startsWith(SHIELD) ? new ExactNumber(value.slice(SHIELD.length)) : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const list = value as JsonValue[];
    for (let i = 0; i < list.length; i++) list[i] = unshield(list[i] as JsonValue);
    return list;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' || (typeof inner === 'object' && inner !== null)) setOwn(value, key, unshield(inner));
  }
  return value;
}

/** Writes JSON with every number as it came in. White space is the shortest. */
export function stringifyLossless(value: unknown): string {
  const text = withMarkedNumbers(SHIELD, () => JSON.stringify(value));
  return text.includes(SHIELD) ? text.replace(SHIELDED, '$1') : text;
}

/** Sets an own property, also one called `__proto__`, which plain assignment would take for the prototype. */
export function setOwn(object: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    (object as Record<string, unknown>)[key] = value;
  }
}

/** Whether a value is a JSON object, as opposed to null, a list, a scalar or an exact number. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}
