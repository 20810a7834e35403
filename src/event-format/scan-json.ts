/**
 * One pass over the bytes of a JSON document, before it is parsed: what `JSON.parse` will not tell afterwards.
 *
 * It does not validate; on bytes that are not JSON the answer means nothing, and the parser will refuse them.
 */
export interface JsonScan {
  /** Keys of all objects, repeated ones counted each time. */
  readonly keys: number;
  /** Deepest nesting; 0 for a scalar. */
  readonly depth: number;
  /** Byte ranges `[start, end)`, flat, of the numbers that a JavaScript number would not give back as they stand. */
  readonly exactNumbers: readonly number[];
  /** Whether some string may hold a NUL or half a surrogate pair, as an escape. */
  readonly hasSuspectEscape: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_U = 0x75;

/** Integers of up to 15 digits always survive as doubles. */
const SAFE_DIGITS = 15;

/** Scans `bytes[start, end)`. */
export function scanJson(bytes: Uint8Array, start: number, end: number): JsonScan {
  const exactNumbers: number[] = [];
  let keys = 0;
  let depth = 0;
  let deepest = 0;
  let hasSuspectEscape = false;

  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) {
      for (at++; at < end; at++) {
        const inside = bytes[at] as number;
        if (inside === QUOTE) break;
        if (inside !== BACKSLASH) continue;
        at++;
        if (bytes[at] === LOWER_U && isSuspectEscape(bytes, at)) hasSuspectEscape = true;
      }
    } else if (byte === COLON) {
      keys++;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    } else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      const stop = numberEnd(bytes, at, end);
      if (!isPlainNumber(bytes, at, stop)) exactNumbers.push(at, stop);
      at = stop - 1;
    }
  }
  return { keys, depth: deepest, exactNumbers, hasSuspectEscape };
}

/** `\u0000` and `\ud800` to `\udfff`, whole pairs included: a closer look decides. */
function isSuspectEscape(bytes: Uint8Array, at: number): boolean {
  const first = (bytes[at + 1] ?? 0) | 0x20;
  const second = bytes[at + 2] ?? 0;
  if (first === (ZERO | 0x20)) return second === ZERO && bytes[at + 3] === ZERO && bytes[at + 4] === ZERO;
  return first === 0x64 && (second === 0x38 || second === NINE || (second | 0x20) >= 0x61);
}

function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (at < end) {
    const byte = bytes[at] as number;
    // digits . + - e E
    if ((byte >= ZERO && byte <= NINE) || byte === 0x2e || byte === 0x2b || byte === MINUS || (byte | 0x20) === 0x65)
      at++;
    else break;
  }
  return at;
}

function isPlainNumber(bytes: Uint8Array, start: number, end: number): boolean {
  const digits = bytes[start] === MINUS ? start + 1 : start;
  if (end - digits > SAFE_DIGITS) return false;
  if (digits > start && bytes[digits] === ZERO) return false;
  for (let at = digits; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte < ZERO || byte > NINE) return false;
  }
  return true;
}
