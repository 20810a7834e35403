import { createGunzip, type Gunzip } from 'node:zlib';

/** Bytes that are unpacked at once: gzip packs a thousand to one at best, so this bounds the memory. */
const PIECE = 16_384;

/**
 * Unpacks gzip. A file that was cut short gives all that is in it before it throws; a stream would discard what it has
 * unpacked and nobody has read yet.
 */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const unpacker = new Unpacker();
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
  private readonly gunzip: Gunzip = createGunzip();
  private unpacked: Buffer[] = [];
  private problem: Error | undefined;
  private readonly failed: Promise<void>;

  constructor() {
    this.gunzip.on('data', (bytes: Buffer) => this.unpacked.push(bytes));
    this.failed = new Promise((resolve) => {
      this.gunzip.on('error', (error) => {
        this.problem = error;
        resolve();
      });
    });
  }

  /** Gives what a piece unpacks to; undefined ends the stream. */
  async *push(piece: Buffer | undefined): AsyncGenerator<Buffer, void> {
    const done = new Promise<void>((resolve) => {
      if (piece) this.gunzip.write(piece, () => resolve());
      else this.gunzip.once('end', resolve).end();
    });
    await Promise.race([done, this.failed]);
    const unpacked = this.unpacked;
    this.unpacked = [];
    yield* unpacked;
    if (this.problem) throw this.problem;
  }

  close(): void {
    this.gunzip.destroy();
  }
}
