/** What the bytes of JSON mean before anybody parses them. */

export const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;

/** White space of JSON, and the byte order mark that some editors put before a file. */
export function skipBlank(bytes: Buffer, from: number): number {
  let at = skipWhiteSpace(bytes, from);
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at = skipWhiteSpace(bytes, at + 3);
  return at;
}

export function isOpening(byte: number): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

export function isClosing(byte: number): boolean {
  return byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
}

export function skipLineEnds(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === NEWLINE || bytes[at] === CARRIAGE_RETURN) at++;
  return at;
}

export function skipWhiteSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && isBlank(bytes[at] as number)) at++;
  return at;
}

export function trimmedLength(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1] as number)) end--;
  return end;
}

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}
