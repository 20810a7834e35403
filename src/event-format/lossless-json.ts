import { randomBytes } from 'node:crypto';
import { ExactNumber, withMarkedNumbers } from './exact-number.js';
import { isKey, scanJson, type DocumentPart, type JsonScan } from './scan-json.js';

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
/** The same for a part that is not parsed. */
const PART = `part:${randomBytes(16).toString('hex')}:`;
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

/**
 * The same for valid UTF-8 bytes `[start, end)` that have been scanned already.
 *
 * @param replaced parts, in order, that are not parsed: where they stood, the value holds {@link replacedPart}
 */
export function parseScanned(
  bytes: Buffer,
  start: number,
  end: number,
  scan: JsonScan,
  replaced: readonly DocumentPart[] = [],
): JsonValue {
  const { exactNumbers } = scan;
  if (!exactNumbers.length && !replaced.length) return JSON.parse(bytes.toString('utf8', start, end)) as JsonValue;
  const text = new PatchedText(bytes, start);
  let nextNumber = 0;
  let hasExact = false;
  const shieldNumbersUntil = (limit: number): void => {
    for (; nextNumber < exactNumbers.length && (exactNumbers[nextNumber] as number) < limit; nextNumber += 2) {
      hasExact =
        text.shieldNumber(exactNumbers[nextNumber] as number, exactNumbers[nextNumber + 1] as number) || hasExact;
    }
  };
  replaced.forEach((part, i) => {
    shieldNumbersUntil(part.start);
    text.replace(part.start, part.end, `"${PART}${i}"`);
    while ((exactNumbers[nextNumber] ?? end) < part.end) nextNumber += 2;
  });
  shieldNumbersUntil(end);
  const value = JSON.parse(text.finish(end)) as JsonValue;
  return hasExact ? unshield(value) : value;
}

/** Number of the replaced part that a value stands for, if it is one. */
export function replacedPart(value: JsonValue | undefined): number | undefined {
  return typeof value === 'string' && value.startsWith(PART) ? Number(value.slice(PART.length)) : undefined;
}

/** The text of a document with pieces of it exchanged. */
class PatchedText {
  private text = '';

  constructor(
    private readonly bytes: Buffer,
    private from: number,
  ) {}

  replace(start: number, end: number, replacement: string): void {
    this.text += this.bytes.toString('utf8', this.from, start) + replacement;
    this.from = end;
  }

  /** A malformed number, or one in a key's place, stays as it is for the parser to refuse. */
  shieldNumber(start: number, end: number): boolean {
    const number = this.bytes.toString('latin1', start, end);
    if (!JSON_NUMBER.test(number) || isKey(this.bytes, end)) return false;
    this.replace(start, end, `"${SHIELD}${number}"`);
    return true;
  }

  finish(end: number): string {
    return this.text + this.bytes.toString('utf8', this.from, end);
  }
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

function unshield(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.startsWith(SHIELD) ? new ExactNumber(value.slice(SHIELD.length)) : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const list = value as JsonValue[];
    for (let i = 0; i < list.length; i++) list[i] = unshield(list[i] as JsonValue);
    return list;
  }
  for (const [key, inner] of Object.entries(value as JsonObject)) {
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
