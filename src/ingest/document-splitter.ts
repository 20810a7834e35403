import { ByteGatherer } from './byte-gatherer.js';
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
  private layout: Layout = 'unknown';
  private readonly undecided = new Beginning();
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
    if (this.layout !== 'unknown') {
      yield* this.split(bytes);
      return;
    }
    this.layout = this.undecided.add(bytes);
    if (this.layout !== 'unknown') yield* this.split(this.begin());
  }

  /**
   * Ends the stream and gives back what is left.
   *
   * @param isWhole whether the stream came to its own end; otherwise the last document is cut
   */
  *end(isWhole: boolean): Generator<DocumentChunk> {
    if (this.layout === 'unknown') {
      this.layout = this.undecided.end();
      if (this.layout !== 'unknown') yield* this.split(this.begin());
    }
    if (!this.document.isEmpty) this.finish(isWhole && (this.layout === 'lines' || this.depth === 0));
    if (!this.builder.isEmpty) yield this.builder.take();
  }

  /** Gives back the complete documents so far, to make room for others. */
  *flush(): Generator<DocumentChunk> {
    if (!this.builder.isEmpty) yield this.builder.take();
  }

  /** Bytes that wait here for their document or chunk to become full. */
  get heldBytes(): number {
    return this.builder.byteLength + this.document.heldBytes + this.undecided.heldBytes;
  }

  /** Whether the stream stopped before its array or last value was closed. Ask before `end`. */
  get isInsideValue(): boolean {
    return this.isArrayOpen || this.depth > 0 || this.isInString;
  }

  private begin(): Buffer {
    const bytes = this.undecided.take();
    if (this.layout !== 'array') return bytes;
    this.isArrayOpen = true;
    return bytes.subarray(skipBlank(bytes, 0) + 1);
  }

  private *split(bytes: Buffer): Generator<DocumentChunk> {
    const documents = this.layout === 'lines' ? this.splitLines(bytes) : this.splitValues(bytes);
    for (const _document of documents) if (this.builder.isFull) yield this.builder.take();
  }

  private *splitLines(bytes: Buffer): Generator<void> {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.document.add(bytes.subarray(start, end));
      yield this.finish(true);
      start = skipWhiteSpace(bytes, end);
    }
    this.document.add(bytes.subarray(start));
  }

  private *splitValues(bytes: Buffer): Generator<void> {
    let start = 0;
    for (let at = this.passOpen(bytes, 0); at < bytes.length; at = this.passOpen(bytes, at + 1)) {
      const byte = bytes[at] as number;
      if (isClosing(byte) && this.depth > 0) {
        this.depth--;
        if (this.isArrayOpen) continue;
        this.document.add(bytes.subarray(start, at + 1));
        start = at + 1;
        yield this.finish(true);
      } else if (at === start && this.document.isEmpty && isBlank(byte)) {
        start++;
      } else if (this.isSeparator(byte)) {
        this.document.add(bytes.subarray(start, at));
        start = at + 1;
        if (byte === CLOSE_BRACKET) this.isArrayOpen = false;
        yield this.finish(true);
      } else if (byte === QUOTE) {
        this.isInString = true;
      } else if (isOpening(byte)) {
        this.depth++;
      }
    }
    this.document.add(bytes.subarray(start));
  }

  /**
   * Passes over what is inside a value: every byte of every document comes through here.
   *
   * @returns the place of the bracket that closes the value, or of a byte outside of all values
   */
  private passOpen(bytes: Buffer, from: number): number {
    let at = this.isInString ? this.passString(bytes, from) : from;
    let depth = this.depth;
    while (depth > 0 && at < bytes.length) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        at = this.passString(bytes, at + 1);
        continue;
      }
      if (isOpening(byte)) depth++;
      else if (isClosing(byte)) {
        if (depth === 1) break;
        depth--;
      }
      at++;
    }
    this.depth = depth;
    return at;
  }

  /** @returns the place behind the string's end, or the end of the bytes */
  private passString(bytes: Buffer, from: number): number {
    let at = this.isEscaped ? from + 1 : from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) break;
    }
    this.isInString = at >= bytes.length;
    this.isEscaped = at > bytes.length;
    return this.isInString ? bytes.length : at + 1;
  }

  private isSeparator(byte: number): boolean {
    return this.isArrayOpen ? byte === COMMA || byte === CLOSE_BRACKET : byte === NEWLINE;
  }

  private finish(hasEnded: boolean): void {
    this.depth = 0;
    this.isInString = this.isEscaped = false;
    const { bytes, byteLength } = this.document.take();
    if (byteLength) this.builder.add(bytes, byteLength, hasEnded);
  }
}

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** A dead letter keeps this much of a document that is too large, at least. */
const KEPT_OF_OVERSIZED = 16 * 2 ** 20;

/** The bytes of a document so far. */
class OpenDocument {
  private readonly gatherer: ByteGatherer;

  constructor(limit: number) {
    this.gatherer = new ByteGatherer(limit);
  }

  get isEmpty(): boolean {
    return this.gatherer.byteLength === 0;
  }

  get heldBytes(): number {
    return this.gatherer.keptBytes;
  }

  add(bytes: Buffer): void {
    const piece = this.isEmpty ? bytes.subarray(skipWhiteSpace(bytes, 0)) : bytes;
    if (piece.length) this.gatherer.add(piece);
  }

  /** The document without the blanks around it, and how long it is as a whole. */
  take(): { bytes: Buffer; byteLength: number } {
    const { byteLength } = this.gatherer;
    const bytes = this.gatherer.take();
    const start = skipBlank(bytes, 0);
    const end = Math.max(start, trimmedLength(bytes));
    return { bytes: bytes.subarray(start, end), byteLength: byteLength - (bytes.length - (end - start)) };
  }
}

type Layout = 'unknown' | 'lines' | 'array' | 'values';

/**
 * The beginning of a stream, until it tells the layout: NDJSON unless the first byte opens an array, or the first value
 * goes on over lines, since its first line leaves something open and the next does not begin a new value.
 */
class Beginning {
  private readonly gatherer = new ByteGatherer();
  private awaits: 'first byte' | 'end of line' | 'second line' = 'first byte';

  get heldBytes(): number {
    return this.gatherer.keptBytes;
  }

  add(bytes: Buffer): Layout {
    const piece = this.withoutIdleBlanks(bytes);
    this.gatherer.add(piece);
    switch (this.awaits) {
      case 'first byte':
        return this.lookAtStart();
      case 'end of line':
        return this.lookForLine(piece);
      case 'second line':
        return layoutBehind(piece);
    }
  }

  /** Blanks before the first line, and blank lines behind it, tell nothing and may be without end. */
  private withoutIdleBlanks(bytes: Buffer): Buffer {
    if (this.awaits === 'first byte') return bytes.subarray(skipWhiteSpace(bytes, 0));
    return this.awaits === 'second line' ? bytes.subarray(skipLineEnds(bytes, 0)) : bytes;
  }

  /** Nothing more comes: whatever is still open was cut short, and a line is as good a guess as any. */
  end(): Layout {
    return this.gatherer.byteLength ? 'lines' : 'unknown';
  }

  take(): Buffer {
    return this.gatherer.take();
  }

  private lookAtStart(): Layout {
    const bytes = this.peek();
    const start = skipBlank(bytes, 0);
    const isMarkCut = bytes[0] === 0xef && bytes.length < 3;
    if (start === bytes.length || isMarkCut) return 'unknown';
    if (bytes[start] === OPEN_BRACKET) return 'array';
    this.awaits = 'end of line';
    return this.lookForLine(bytes);
  }

  private lookForLine(piece: Buffer): Layout {
    const bytes = piece.includes(NEWLINE) ? this.peek() : undefined;
    const start = bytes ? skipBlank(bytes, 0) : 0;
    const end = bytes ? bytes.indexOf(NEWLINE, start) : -1;
    if (!bytes || end < 0) return this.gatherer.byteLength > DECIDING_BYTES ? 'lines' : 'unknown';
    if (!isOpen(bytes.subarray(start, end))) return 'lines';
    this.awaits = 'second line';
    const behind = bytes.subarray(skipLineEnds(bytes, end));
    this.gatherer.take();
    this.gatherer.add(bytes.subarray(0, end + 1));
    this.gatherer.add(behind);
    return layoutBehind(behind);
  }

  private peek(): Buffer {
    const bytes = this.gatherer.take();
    this.gatherer.add(bytes);
    return bytes;
  }
}

/** What the beginning of the second line tells. */
function layoutBehind(bytes: Buffer): Layout {
  const byte = bytes[0];
  if (byte === undefined) return 'unknown';
  return byte === OPEN_BRACE || byte === OPEN_BRACKET ? 'lines' : 'values';
}

/** A first line longer than this is taken for one of NDJSON. */
const DECIDING_BYTES = 2 ** 22;

function isOpen(line: Buffer): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < line.length; at++) {
    const byte = line[at];
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
  let at = skipWhiteSpace(bytes, from);
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at = skipWhiteSpace(bytes, at + 3);
  return at;
}

function isOpening(byte: number): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

function isClosing(byte: number): boolean {
  return byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
}

function skipLineEnds(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === NEWLINE || bytes[at] === CARRIAGE_RETURN) at++;
  return at;
}

function skipWhiteSpace(bytes: Buffer, from: number): number {
  let at = from;
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
