import { isIP, isIPv4 } from 'node:net';
import { quote } from '../node-id.js';
import { Mistake } from './mistake.js';
import type { Token, TokenKind } from './tokens.js';

/**
 * Cuts the text into tokens. White space and comments (`#` or `//` to the end of the line) are left out.
 *
 * ```
 * name      = ( letter | "_" ) { letter | digit | "_" | "." | "[" word "]" }
 * number    = digits | "0x" hex digits | "0o" octal digits      a leading 0 makes it octal, as in C
 * duration  = { digits ( "ns" | "us" | "ms" | "s" | "m" | "h" | "d" ) }
 * string    = '"' ... '"'      a backslash keeps the quote after it from ending the string, and stays: nothing is unescaped
 * pattern   = "~" string
 * regexp    = "r" string
 * address   = an IPv4 or IPv6 address
 * network   = address "/" digits
 * variable  = "${" ... "}"
 * ```
 *
 * @throws Mistake
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const skipped = match(/[ \t\r\n]+|#[^\n]*|\/\/[^\n]*/y, text, position);
    if (skipped) {
      position += skipped.length;
      continue;
    }
    const token = tokenAt(text, position);
    tokens.push(token);
    position = token.at.to;
  }
  return [...tokens, { kind: 'end', text: '', at: { from: text.length, to: text.length } }];
}

function tokenAt(text: string, from: number): Token {
  const token =
    quotedAt(text, from) ??
    addressAt(text, from) ??
    plainAt(text, from, 'variable', /\$\{[^}\n]*\}/y) ??
    numberAt(text, from) ??
    plainAt(text, from, 'name', /[A-Za-z_][\w.]*(?:\[\w+\][\w.]*)*/y) ??
    plainAt(text, from, 'symbol', /&&|\|\||==|!=|=~|!~|<=|>=|[!<>&|^~()[\],+-]/y);
  if (token) return token;
  const character = String.fromCodePoint(text.codePointAt(from) as number);
  throw new Mistake({ from, to: from + character.length }, strayCharacter(character));
}

function strayCharacter(character: string): string {
  if (character === '=') return 'a single = means nothing; write == to compare';
  if (character === '$') return 'a $ begins a variable, ${name}, and variables are not part of a search';
  if (character === "'") return 'strings stand in double quotes';
  return `the character ${quote(character)} means nothing here`;
}

function quotedAt(text: string, from: number): Token | undefined {
  const opening = match(/[r~]?"/y, text, from);
  if (!opening) return undefined;
  const kind = opening[0] === 'r' ? 'regexp' : opening[0] === '~' ? 'pattern' : 'string';
  const start = from + opening.length;
  const end = closingQuote(text, start);
  if (end === undefined) throw new Mistake({ from, to: from + opening.length }, `this ${kind} has no closing quote`);
  const content = text.slice(start, end);
  if (content.includes('\0'))
    throw new Mistake({ from, to: end + 1 }, 'a text with the character U+0000 cannot be stored');
  return { kind, text: content, at: { from, to: end + 1 } };
}

function closingQuote(text: string, start: number): number | undefined {
  for (let position = start; position < text.length; position++) {
    if (text[position] === '"') return position;
    if (text[position] === '\\') position++;
  }
  return undefined;
}

/** Hexadecimal digits with two colons at least, or four numbers with dots between. */
const ADDRESS = /[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*|\d+\.\d+\.\d+\.\d+/y;

function addressAt(text: string, from: number): Token | undefined {
  const address = match(ADDRESS, text, from);
  if (!address) return undefined;
  const bits = match(/\/\d+/y, text, from + address.length) ?? '';
  const at = { from, to: from + address.length + bits.length };
  if (!isIP(address)) throw new Mistake(at, `${quote(address)} is no IP address`);
  if (Number(bits.slice(1)) > (isIPv4(address) ? 32 : 128))
    throw new Mistake(at, `${quote(address + bits)} is no network: ${bits} is longer than the address`);
  return { kind: bits ? 'network' : 'address', text: address + bits, at };
}

function numberAt(text: string, from: number): Token | undefined {
  const word = match(/\d[\w.µμ]*/y, text, from);
  if (!word) return undefined;
  const at = { from, to: from + word.length };
  if (/^(?:0x[0-9a-f]+|0o[0-7]+|0[0-7]*|[1-9]\d*)$/i.test(word)) return { kind: 'number', text: word, at };
  if (/^(?:\d+(?:ns|us|µs|μs|ms|s|m|h|d))+$/.test(word)) return { kind: 'duration', text: word, at };
  throw new Mistake(
    at,
    `${quote(word)} is neither a number (10, 0755, 0x1ff) nor a duration (500ms, 5s, 10m, 2h, 1d, 1h30m)`,
  );
}

function plainAt(text: string, from: number, kind: TokenKind, shape: RegExp): Token | undefined {
  const found = match(shape, text, from);
  return found === undefined ? undefined : { kind, text: found, at: { from, to: from + found.length } };
}

function match(shape: RegExp, text: string, from: number): string | undefined {
  shape.lastIndex = from;
  return shape.exec(text)?.[0];
}
