import { Decompress } from 'fzstd';
import { ZstdWindowLimit } from './zstd-window-limit.js';

/** Bytes fed at a time: four of them can become 128 KiB, so a step gives 8 MiB at most, whatever a hostile body asks for. */
const STEP = 256;

/** Decompresses Zstandard (RFC 8878); Node 20 has none of its own. */
export async function* unpackZstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const output: Uint8Array[] = [];
  const decoder = new Decompress((bytes) => void output.push(bytes));
  const limit = new ZstdWindowLimit();
  for await (const bytes of source) {
    for (let at = 0; at < bytes.length; at += STEP) {
      const step = bytes.subarray(at, at + STEP);
      limit.watch(step);
      decoder.push(step);
      yield* output.splice(0);
    }
  }
  decoder.push(new Uint8Array(0), true);
  yield* output.splice(0);
}
