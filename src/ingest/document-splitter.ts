import { ChunkBuilder, type ChunkLimits } from './chunk-builder.js';
import type { DocumentChunk, Envelope } from './document-chunk.js';
import {
  BACKSLASH,
  CLOSE_BRACKET,
  COMMA,
  NEWLINE,
  QUOTE,
  isBlank,
  isClosing,
  isOpening,
  skipBlank,
  skipWhiteSpace,
} from './json-bytes.js';
import { OpenDocument } from './open-document.js';
import { StreamBeginning, type Layout } from './stream-layout.js';

/** A dead letter keeps this much of a document that is too large, at least. */
const KEPT_OF_OVERSIZED = 16 * 2 ** 20;

/**
 * Cuts a stream of bytes into documents without parsing them: NDJSON, a JSON array, or JSON objects one after the other
 * over as many lines as they like. Memory is bounded by one chunk and one document, whatever the length of the stream.
 *
 * In NDJSON a document ends at the line's end whatever is on it, so that a broken line costs nothing but itself.
 */
export class DocumentSplitter {
  private readonly builder: ChunkBuilder;
  private layout: Layout = 'unknown';
  private readonly undecided = new StreamBeginning();
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
