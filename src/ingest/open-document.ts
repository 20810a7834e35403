import { ByteGatherer } from './byte-gatherer.js';
import { skipBlank, skipWhiteSpace, trimmedLength } from './json-bytes.js';

/** The bytes of a document so far. */
export class OpenDocument {
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
