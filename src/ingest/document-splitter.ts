import { ChunkBuilder, type ChunkLimits } from './chunk-builder.js';
import type { DocumentChunk, Envelope } from './document-chunk.js';

/**
 * Cuts a stream of bytes into documents without parsing them: NDJSON, a JSON array, or JSON objects one after the other
 * over as many lines as they like. Memory is bounded by one chunk and one document, whatever the length of the stream.
 *
 * In NDJSON a document ends at the line's end whatever is on it, so that a broken line costs nothing but itself.
 */
export class DocumentSplitter {
  private readonly builder: ChunkBuilder;
  private layout: 'unknown' | 'lines' | 'array' | 'values' = 'unknown';
  private undecided: Buffer = Buffer.alloc(0);
  private readonly document: OpenDocument;
  /** Inside the document: how deep, whether within a string, whether behind a backslash. */
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private isArrayOpen = false;

  constructor(limits: ChunkLimits, envelope: Envelope) {
    this.builder = new ChunkBuilder(limits, envelope);
    this.document = new OpenDocument(Math.max(limits.maxDocumentBytes, KEPT_OF_OVERSIZED));
  }

  /** Feeds bytes and gives back the chunks that became full. */
  *push(bytes: Buffer): Generator<DocumentChunk> {
    let rest = bytes;
    if (this.layout === 'unknown') {
      rest = this.undecided = Buffer.concat([this.undecided, bytes]);
      this.layout = detectLayout(rest, false);
      if (this.layout === 'unknown') return;
      rest = this.begin(rest);
    }
    yield* this.split(rest);
  }

  /**
   * Ends the stream and gives back what is left.
   *
   * @param isWhole whether the stream came to its own end; otherwise the last document is cut
   */
  *end(isWhole: boolean): Generator<DocumentChunk> {
    if (this.layout === 'unknown') {
      this.layout = detectLayout(this.undecided, true);
      if (this.layout !== 'unknown') yield* this.split(this.begin(this.undecided));
    }
    if (!this.document.isEmpty) this.finish(isWhole && (this.layout === 'lines' || this.depth === 0));
    if (!this.builder.isEmpty) yield this.builder.take();
  }

  /** Whether the stream stopped before its array or last value was closed. Ask before `end`. */
  get isInsideValue(): boolean {
    return this.isArrayOpen || this.depth > 0 || this.isInString;
  }

  private begin(bytes: Buffer): Buffer {
    this.undecided = Buffer.alloc(0);
    const start = skipBlank(bytes, 0);
    if (this.layout !== 'array') return bytes.subarray(start);
    this.isArrayOpen = true;
    return bytes.subarray(start + 1);
  }

  private *split(bytes: Buffer): Generator<DocumentChunk> {
    const documents = this.layout === 'lines' ? this.splitLines(bytes) : this.splitValues(bytes);
    for (const _document of documents) if (this.builder.isFull) yield this.builder.take();
  }

  private *splitLines(bytes: Buffer): Generator<void> {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.document.add(bytes.subarray(start, end));
      start = end + 1;
      yield this.finish(true);
    }
    this.document.add(bytes.subarray(start));
  }

  private *splitValues(bytes: Buffer): Generator<void> {
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (this.isInString) {
        this.continueString(byte);
      } else if (byte === QUOTE) {
        this.isInString = true;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.depth++;
      } else if (this.depth > 0 && (byte === CLOSE_BRACE || byte === CLOSE_BRACKET)) {
        this.depth--;
        if (this.depth > 0 || this.isArrayOpen) continue;
        this.document.add(bytes.subarray(start, at + 1));
        start = at + 1;
        yield this.finish(true);
      } else if (this.depth === 0 && this.isSeparator(byte)) {
        this.document.add(bytes.subarray(start, at));
        start = at + 1;
        if (byte === CLOSE_BRACKET) this.isArrayOpen = false;
        yield this.finish(true);
      }
    }
    this.document.add(bytes.subarray(start));
  }

  private continueString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInString = false;
  }

  private isSeparator(byte: number): boolean {
    return this.isArrayOpen ? byte === COMMA || byte === CLOSE_BRACKET : byte === NEWLINE;
  }

  private finish(hasEnded: boolean): void {
    this.depth = 0;
    this.isInString = this.isEscaped = false;
    const { pieces, byteLength } = this.document.take();
    if (byteLength) this.builder.add(pieces, byteLength, hasEnded);
  }
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** A dead letter keeps this much of a document that is too large, at least. */
const KEPT_OF_OVERSIZED = 16 * 2 ** 20;

/** The bytes of a document so far, without the blanks around it and without what is past the limit. */
class OpenDocument {
  private pieces: Buffer[] = [];
  private kept = 0;
  private byteLength = 0;

  constructor(private readonly limit: number) {}

  get isEmpty(): boolean {
    return this.byteLength === 0;
  }

  add(bytes: Buffer): void {
    const piece = this.byteLength ? bytes : bytes.subarray(skipBlank(bytes, 0));
    if (!piece.length) return;
    this.byteLength += piece.length;
    if (this.kept >= this.limit) return;
    const kept = piece.subarray(0, this.limit - this.kept);
    this.pieces.push(kept);
    this.kept += kept.length;
  }

  take(): { pieces: Buffer[]; byteLength: number } {
    const taken = { pieces: this.pieces, byteLength: this.byteLength };
    this.pieces = [];
    this.kept = this.byteLength = 0;
    const last = taken.pieces.at(-1);
    if (!last) return taken;
    const blanks = last.length - trimmedLength(last);
    if (taken.pieces.length === 1 && blanks === last.length) return { pieces: [], byteLength: 0 };
    taken.pieces[taken.pieces.length - 1] = last.subarray(0, last.length - blanks);
    return { pieces: taken.pieces, byteLength: taken.byteLength - blanks };
  }
}

/**
 * NDJSON unless the first byte opens an array, or the first value goes on over lines: its first line leaves something
 * open and the second does not begin a new value.
 */
function detectLayout(bytes: Buffer, isEnd: boolean): 'unknown' | 'lines' | 'array' | 'values' {
  const start = skipBlank(bytes, 0);
  if (start === bytes.length) return 'unknown';
  if (bytes[start] === OPEN_BRACKET) return 'array';
  const lineEnd = bytes.indexOf(NEWLINE, start);
  if (lineEnd < 0) return isEnd || bytes.length > DECIDING_BYTES ? 'lines' : 'unknown';
  if (!isOpen(bytes, start, lineEnd)) return 'lines';
  const second = bytes[lineEnd + 1];
  if (second === undefined) return isEnd ? 'lines' : 'unknown';
  return second === OPEN_BRACE || second === OPEN_BRACKET ? 'lines' : 'values';
}

/** A first line longer than this is taken for one of NDJSON. */
const DECIDING_BYTES = 2 ** 22;

function isOpen(bytes: Buffer, start: number, end: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (isInString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
  }
  return depth > 0 && !isInString;
}

/** White space of JSON, and the byte order mark that some editors put before a file. */
function skipBlank(bytes: Buffer, from: number): number {
  let at = from;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
  while (at < bytes.length && isBlank(bytes[at] as number)) at++;
  return at;
}

function trimmedLength(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1] as number)) end--;
  return end;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}
