import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unpack } from '../ingest/unpack.js';

/** Name of standard input among the files of a command. */
const STANDARD_INPUT = '-';

/** What a file is called in messages. */
export function displayName(file: string): string {
  return file === STANDARD_INPUT ? 'standard input' : file;
}

/** Bytes of all files together; undefined where one of them cannot tell. */
export function totalBytes(files: readonly string[]): number | undefined {
  let total = 0;
  for (const file of files) {
    const stats = file === STANDARD_INPUT ? undefined : statSync(file, { throwIfNoEntry: false });
    if (!stats?.isFile()) return undefined;
    total += stats.size;
  }
  return total;
}

/** The bytes of a file or of standard input, unpacked where they are gzip. */
export class ImportSource implements AsyncIterable<Uint8Array> {
  private readonly stream: Readable;

  /** @param onRead hears how many bytes were read, as they are in the file */
  constructor(
    file: string,
    private readonly onRead: (bytes: number) => void,
  ) {
    this.stream = file === STANDARD_INPUT ? process.stdin : createReadStream(file);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
    const reads = this.reads();
    let start: Buffer = Buffer.alloc(0);
    // A pipe may give one byte at a time.
    while (start.length < GZIP.length) {
      const next = await reads.next();
      if (next.done) break;
      start = Buffer.concat([start, next.value]);
    }
    const whole = joined(start, reads);
    yield* start.subarray(0, GZIP.length).equals(GZIP) ? unpack(whole, createGunzip()) : whole;
  }

  close(reason?: Error): void {
    this.stream.destroy(reason);
  }

  private async *reads(): AsyncGenerator<Buffer, void> {
    for await (const bytes of this.stream as AsyncIterable<Buffer>) {
      this.onRead(bytes.length);
      yield bytes;
    }
  }
}

/** How every gzip file begins (RFC 1952, section 2.3.1). No JSON does. */
const GZIP = Buffer.from([0x1f, 0x8b]);

async function* joined(start: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  if (start.length) yield start;
  yield* rest;
}
