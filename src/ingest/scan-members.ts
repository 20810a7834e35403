/** One member of a JSON object, by the places of its key and its value: `[start, end)`. */
export interface Member {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
  /** How deep the value nests; 0 for a scalar. */
  readonly depth: number;
}

/**
 * Finds the members of a JSON object without parsing them. What stands around the values is checked; the values
 * themselves are for their parser to judge, which gets exactly the bytes that were passed over here.
 */
export function scanMembers(bytes: Buffer): Member[] | 'no object' | 'not JSON' {
  const members: Member[] = [];
  const end = bytes.length;
  let at = skipBlank(bytes, 0, end);
  if (bytes[at] !== OPEN_BRACE) return 'no object';
  at = skipBlank(bytes, at + 1, end);
  if (bytes[at] === CLOSE_BRACE) return skipBlank(bytes, at + 1, end) === end ? members : 'not JSON';
  for (;;) {
    if (bytes[at] !== QUOTE) return 'not JSON';
    const keyStart = at;
    const keyEnd = stringEnd(bytes, at, end);
    at = skipBlank(bytes, keyEnd, end);
    if (bytes[at] !== COLON) return 'not JSON';
    const valueStart = skipBlank(bytes, at + 1, end);
    const value = skipValue(bytes, valueStart, end);
    if (value.end === valueStart) return 'not JSON';
    members.push({ keyStart, keyEnd, start: valueStart, ...value });
    at = skipBlank(bytes, value.end, end);
    if (bytes[at] === CLOSE_BRACE) return skipBlank(bytes, at + 1, end) === end ? members : 'not JSON';
    if (bytes[at] !== COMMA) return 'not JSON';
    at = skipBlank(bytes, at + 1, end);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

function skipValue(bytes: Buffer, start: number, end: number): { end: number; depth: number } {
  if (bytes[start] === QUOTE) return { end: stringEnd(bytes, start, end), depth: 0 };
  let [depth, deepest] = [0, 0];
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) at = stringEnd(bytes, at, end) - 1;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) deepest = Math.max(deepest, ++depth);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return { end: at, depth: deepest };
      if (--depth === 0) return { end: at + 1, depth: deepest };
    } else if (depth === 0 && (byte === COMMA || isBlank(byte))) return { end: at, depth: deepest };
  }
  return { end, depth: deepest };
}

/** Behind the closing quote; the end of everything where there is none. */
function stringEnd(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at + 1;
  }
  return end;
}

function skipBlank(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(bytes[at] as number)) at++;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
