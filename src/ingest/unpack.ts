import type { BrotliDecompress, Gunzip, Inflate } from 'node:zlib';

/** A decoder of node:zlib. */
export type Decoder = Gunzip | Inflate | BrotliDecompress;

/** Bytes that are unpacked at once: what they become is held until it is read, so this bounds the memory. */
const PIECE = 16_384;

/**
 * Unpacks compressed bytes. Input that was cut short gives all that is in it before it throws; a stream would discard
 * what it has unpacked and nobody has read yet.
 *
 * @param decoder a fresh one; it is closed here
 */
export async function* unpack(source: AsyncIterable<Uint8Array>, decoder: Decoder): AsyncGenerator<Buffer, void> {
  const unpacker = new Unpacker(decoder);
  try {
    for await (const packed of source) {
      for (let at = 0; at < packed.length; at += PIECE) yield* unpacker.push(packed.subarray(at, at + PIECE));
    }
    yield* unpacker.push(undefined);
  } finally {
    unpacker.close();
  }
}

class Unpacker {
  private unpacked: Buffer[] = [];
  private problem: Error | undefined;
  private readonly failed: Promise<void>;

  constructor(private readonly decoder: Decoder) {
    this.decoder.on('data', (bytes: Buffer) => this.unpacked.push(bytes));
    this.failed = new Promise((resolve) => {
      this.decoder.on('error', (error) => {
        this.problem = error;
        resolve();
      });
    });
  }

  /** Gives what a piece unpacks to; undefined ends the stream. */
  async *push(piece: Uint8Array | undefined): AsyncGenerator<Buffer, void> {
    const done = new Promise<void>((resolve) => {
      if (piece) this.decoder.write(piece, () => resolve());
      else this.decoder.once('end', resolve).end();
    });
    await Promise.race([done, this.failed]);
    const unpacked = this.unpacked;
    this.unpacked = [];
    yield* unpacked;
    if (this.problem) throw this.problem;
  }

  close(): void {
    this.decoder.destroy();
  }
}
