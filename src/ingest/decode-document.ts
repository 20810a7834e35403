import { isUtf8 } from 'node:buffer';
import { checkDocument, isFreeForm, jsonPointer, type Refusal } from '../event-format/check-document.js';
import { isJsonObject, parseScanned, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import { KnownPart } from '../event-format/known-part.js';
import { scanJson, type DocumentPart, type JsonScan } from '../event-format/scan-json.js';
import type { KnownParts } from './known-parts.js';

/** Deeper than any agent nests; every step of ours may recurse this far. */
export const MAX_DEPTH = 500;

export type Decoded =
  | { readonly kind: 'document'; readonly document: JsonObject; readonly contracts: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Turns the bytes `[start, end)` of one document into a checked JSON value, or says why it is none.
 *
 * @param known parts of earlier documents; the document's own are added
 */
export function decodeDocument(bytes: Buffer, start: number, end: number, known: KnownParts): Decoded {
  if (!isUtf8(bytes.subarray(start, end))) {
    return refused(
      'document.not_utf8',
      '',
      'The document is not valid UTF-8; send JSON in UTF-8 (RFC 8259, section 8.1)',
    );
  }
  const scan = scanJson(bytes, start, end, known);
  if (scan.depth > MAX_DEPTH) {
    const message = `The document nests ${scan.depth} levels deep; at most ${MAX_DEPTH} are stored`;
    return refused('document.too_deep', '', message);
  }
  const knownParts = scan.parts.filter((part) => part.known);
  const parsed = parse(bytes, start, end, scan, knownParts);
  if ('refusal' in parsed) return { kind: 'refused', refusal: parsed.refusal };
  const { value } = parsed;
  if (!isJsonObject(value)) {
    return refused('document.not_object', '', `An event is a JSON object, but this document is ${nameOf(value)}`);
  }
  known.insert(value, knownParts);
  const decoded = checked(value, scan, bytes, start, end);
  if (decoded.kind === 'document' && !isFreeForm(value)) known.learn(value, scan.parts, bytes);
  return decoded;
}

function checked(document: JsonObject, scan: JsonScan, bytes: Buffer, start: number, end: number): Decoded {
  if (scan.hasSuspectEscape) {
    const refusal = findUnstorableText(document);
    if (refusal) return { kind: 'refused', refusal };
  }
  const check = checkDocument(document);
  if (check.kind === 'refused') return check;
  if (check.keys !== scan.keys) {
    const pointer = storable(findDuplicateKey(bytes.toString('utf8', start, end)));
    const message = `${pointer} stands more than once in its object, so that its value is anyone's guess; send it once`;
    return refused('document.duplicate_key', pointer, message);
  }
  return { kind: 'document', document, contracts: check.contracts };
}

function parse(
  bytes: Buffer,
  start: number,
  end: number,
  scan: JsonScan,
  known: readonly DocumentPart[],
): { value: JsonValue } | { refusal: Refusal } {
  try {
    return { value: parseScanned(bytes, start, end, scan, known) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const text = bytes.toString('utf8', start, end);
    const message = `The document is not JSON: ${storable(syntaxProblem(text))}; send one complete JSON object`;
    return { refusal: { code: 'document.not_json', pointer: '', message } };
  }
}

/** The engine's own words for the text as it was sent, without the piece of the document that it quotes. */
function syntaxProblem(text: string): string {
  try {
    JSON.parse(text);
    return 'a number is malformed';
  } catch (error) {
    const words = (error as Error).message.replace(/, "?[\s\S]*is not valid JSON$/, '').replace(/, \.\.\.[\s\S]*$/, '');
    return words.charAt(0).toLowerCase() + words.slice(1, 160);
  }
}

/** NUL and half a surrogate pair are legal JSON, but no text in Postgres. */
export function findUnstorableText(document: JsonObject): Refusal | undefined {
  const found = unstorableIn(document);
  if (!found) return undefined;
  const pointer = storable(jsonPointer(found.path.reverse()));
  const place = pointer || 'A key';
  const message = `${place} holds ${found.what}, which the database cannot store; remove it and send the document again`;
  return { code: 'document.unstorable_text', pointer, message };
}

/** What a text holds, and the way there from the inside out. */
interface UnstorableText {
  readonly what: string;
  readonly path: (string | number)[];
}

function unstorableIn(value: JsonValue): UnstorableText | undefined {
  if (typeof value === 'string') return unstorable(value);
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    for (let i = 0; i < list.length; i++) {
      const found = unstorableIn(list[i] as JsonValue);
      if (found) return below(found, i);
    }
  } else if (isJsonObject(value) && !(value instanceof KnownPart)) {
    for (const [key, item] of Object.entries(value)) {
      const inKey = unstorable(key);
      if (inKey) return inKey;
      const found = unstorableIn(item);
      if (found) return below(found, key);
    }
  }
  return undefined;
}

function below(found: UnstorableText, key: string | number): UnstorableText {
  found.path.push(key);
  return found;
}

function unstorable(text: string): UnstorableText | undefined {
  if (text.includes('\0')) return { what: 'a NUL character', path: [] };
  return text.isWellFormed() ? undefined : { what: 'half of a surrogate pair', path: [] };
}

/** Walks the text itself, since the parser keeps only the last of equal keys. Only called when there is one. */
function findDuplicateKey(text: string): string {
  const open: { keys: Set<string>; path: (string | number)[]; index: number; isList: boolean; key: string }[] = [];
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\],]/gs;
  for (const [token, colon] of text.matchAll(tokens)) {
    const top = open.at(-1);
    if (token === '{' || token === '[') {
      const path = top ? [...top.path, top.isList ? top.index : top.key] : [];
      open.push({ keys: new Set(), path, index: 0, isList: token === '[', key: '' });
    } else if (token === '}' || token === ']') open.pop();
    else if (!top) continue;
    else if (token === ',') top.index++;
    else if (colon !== undefined) {
      top.key = JSON.parse(token.slice(0, token.length - colon.length)) as string;
      if (top.keys.has(top.key)) return jsonPointer([...top.path, top.key]);
      top.keys.add(top.key);
    }
  }
  return '';
}

/** A refusal is stored too: what Postgres cannot hold must not get into it by way of a quotation. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

function refused(code: Refusal['code'], pointer: string, message: string): Decoded {
  return { kind: 'refused', refusal: { code, pointer, message } };
}

function nameOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a number' : `a ${typeof value}`;
}
