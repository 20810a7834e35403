import type { DocumentChunk, Envelope, FlawedDocument } from './document-chunk.js';

export interface ChunkLimits {
  /** A chunk is full once it holds this many bytes or documents. */
  readonly batchBytes: number;
  readonly batchDocuments: number;
  /** A longer document is cut and becomes a dead letter. */
  readonly maxDocumentBytes: number;
}

/** Gathers documents into chunks of about the size of a transaction. */
export class ChunkBuilder {
  private pieces: Buffer[] = [];
  private ranges: number[] = [];
  private flawed: FlawedDocument[] = [];
  private bytes = 0;
  private firstIndex = 0;

  constructor(
    private readonly limits: ChunkLimits,
    private readonly envelope: Envelope,
  ) {}

  /** @param byteLength of the document, of which `bytes` may hold only the beginning */
  add(bytes: Buffer, byteLength: number, hasEnded: boolean): void {
    const start = this.bytes;
    this.pieces.push(withoutSurroundings(bytes));
    this.bytes += bytes.length;
    const position = this.ranges.length / 2;
    this.ranges.push(start, this.bytes);
    if (byteLength > this.limits.maxDocumentBytes) this.flawed.push({ position, byteLength, reason: 'too_large' });
    else if (!hasEnded) this.flawed.push({ position, byteLength, reason: 'stream_ended' });
  }

  get byteLength(): number {
    return this.bytes;
  }

  get isFull(): boolean {
    return this.bytes >= this.limits.batchBytes || this.ranges.length / 2 >= this.limits.batchDocuments;
  }

  get isEmpty(): boolean {
    return !this.ranges.length;
  }

  /** Takes the chunk out; the next one continues behind it. */
  take(): DocumentChunk {
    const chunk = {
      bytes: copyTogether(this.pieces, this.bytes),
      ranges: Uint32Array.from(this.ranges),
      firstIndex: this.firstIndex,
      envelope: this.envelope,
      flawed: this.flawed,
    };
    this.firstIndex += this.ranges.length / 2;
    this.pieces = [];
    this.ranges = [];
    this.flawed = [];
    this.bytes = 0;
    return chunk;
  }
}

/** A short document must not keep the large block in memory that it was read with: blanks around it would do that. */
function withoutSurroundings(bytes: Buffer): Buffer {
  return bytes.length * MOST_PINNED < bytes.buffer.byteLength ? Buffer.from(bytes) : bytes;
}

/** Times its own length that a document may keep in memory. */
const MOST_PINNED = 4;

/** Into memory of its own: a view of a larger block would take that whole block along to another thread. */
function copyTogether(pieces: readonly Buffer[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
