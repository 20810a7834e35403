/** Smaller pieces are copied together: a stream that comes byte by byte must not cost a hundred bytes a byte. */
const SMALL = 4096;
const BLOCK = 65_536;

/** Bytes that arrive in pieces, up to a limit; what is past it is counted and dropped. */
export class ByteGatherer {
  private pieces: Buffer[] = [];
  private block: Buffer | undefined;
  private used = 0;
  private kept = 0;
  private total = 0;

  constructor(private readonly limit = Infinity) {}

  /** Bytes added, kept or not. */
  get byteLength(): number {
    return this.total;
  }

  /** Bytes that are in memory. */
  get keptBytes(): number {
    return this.kept;
  }

  add(bytes: Buffer): void {
    this.total += bytes.length;
    const piece = bytes.subarray(0, Math.max(0, this.limit - this.kept));
    if (!piece.length) return;
    this.kept += piece.length;
    if (piece.length < SMALL) return this.copy(piece);
    this.closeBlock();
    this.pieces.push(piece);
  }

  /** The bytes kept; the gatherer is empty then. */
  take(): Buffer {
    this.closeBlock();
    const bytes = this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces);
    this.pieces = [];
    this.kept = this.total = 0;
    return bytes;
  }

  private copy(piece: Buffer): void {
    if (this.block && this.used + piece.length > this.block.length) this.closeBlock();
    // The first small piece stays as it is: most documents are one piece.
    if (!this.block && !this.pieces.length) return void this.pieces.push(piece);
    this.block ??= Buffer.allocUnsafe(BLOCK);
    this.used += piece.copy(this.block, this.used);
  }

  private closeBlock(): void {
    if (this.block && this.used) this.pieces.push(this.block.subarray(0, this.used));
    this.block = undefined;
    this.used = 0;
  }
}
