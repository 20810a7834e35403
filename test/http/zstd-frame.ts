/**
 * Writes Zstandard frames (RFC 8878, section 3.1.1) of blocks that need no compressor: Node 20 has none. Raw blocks hold
 * their bytes, run-length blocks one byte that is repeated.
 */
const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const RAW = 0;
const RUN_LENGTH = 1;

/** The largest block. */
const BLOCK = 131_072;

/** A frame that holds the bytes, with a window of 128 KiB. */
export function zstdFrame(content: Uint8Array): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < content.length || !at; at += BLOCK) {
    const bytes = content.subarray(at, at + BLOCK);
    blocks.push(blockHeader(RAW, bytes.length, at + BLOCK >= content.length), Buffer.from(bytes));
  }
  return Buffer.concat([MAGIC, ...frameHeader(BLOCK), ...blocks]);
}

/** A frame of a few bytes that becomes `blocks` times 128 KiB of one character. */
export function zstdBomb(character: string, blocks: number, windowBytes = BLOCK): Buffer {
  const content = Array.from({ length: blocks }, (_, i) => [
    blockHeader(RUN_LENGTH, BLOCK, i === blocks - 1),
    Buffer.from(character),
  ]);
  return Buffer.concat([MAGIC, ...frameHeader(windowBytes), ...content.flat()]);
}

/** A frame that decoders step over (section 3.1.2). */
export function zstdSkippableFrame(content: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(0x184d2a53, 0);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}

/** No checksum, no dictionary, no content size; the window is a power of two. */
function frameHeader(windowBytes: number): Buffer[] {
  return [Buffer.from([0]), Buffer.from([(Math.log2(windowBytes) - 10) << 3])];
}

function blockHeader(kind: number, size: number, isLast: boolean): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (kind << 1) | (isLast ? 1 : 0), 0, 3);
  return header;
}
