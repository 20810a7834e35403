import { describe, expect, it } from '@jest/globals';
import { createGunzip, createGzip, gzipSync } from 'node:zlib';
import { unpack } from '../../src/ingest/unpack.js';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What comes out, and the error that ends it. */
async function unpacked(source: AsyncIterable<Buffer>): Promise<{ text: string; problem: unknown }> {
  let text = '';
  try {
    for await (const bytes of unpack(source, createGunzip())) text += bytes.toString();
    return { text, problem: undefined };
  } catch (problem) {
    return { text, problem };
  }
}

const original = Array.from({ length: 20_000 }, (_, i) => `line ${i} ${(i * 7919) % 10_007}\n`).join('');

describe('unpack', () => {
  it.each([1, 1000, 1_000_000])('unpacks what comes in pieces of %d bytes', async (size) => {
    const part = original.slice(0, 20_000);

    const { text, problem } = await unpacked(inPieces(gzipSync(part), size));

    expect(problem).toBeUndefined();
    expect(text === part).toBe(true);
  });

  it('unpacks files that were put one behind the other', async () => {
    const { text } = await unpacked(inPieces(Buffer.concat([gzipSync('a\n'), gzipSync('b\n')]), 5));

    expect(text).toBe('a\nb\n');
  });

  it('gives all that stands before a cut, and then says that there is one', async () => {
    const flushed = await flushedThenCut(original);

    const { text, problem } = await unpacked(inPieces(flushed, 65_536));

    expect(text === original).toBe(true);
    expect(problem).toMatchObject({ message: 'unexpected end of file' });
  });

  it('gives all that stands before a broken byte', async () => {
    const packed = gzipSync(original);
    packed.fill(0xff, packed.length >> 1);

    const { text, problem } = await unpacked(inPieces(packed, 65_536));

    expect(text.length).toBeGreaterThan(original.length / 3);
    expect(original.startsWith(text.slice(0, original.length / 3))).toBe(true);
    expect(problem).toMatchObject({ code: expect.stringMatching(/^Z_/) });
  });

  it('stops unpacking when its reader has enough', async () => {
    let piecesRead = 0;
    async function* source(): AsyncGenerator<Buffer> {
      for await (const piece of inPieces(gzipSync(original), 1000)) {
        piecesRead++;
        yield piece;
      }
    }

    for await (const _bytes of unpack(source(), createGunzip())) break;

    expect(piecesRead).toBeLessThan(5);
  });
});

/** Everything is in it but the end that gzip writes last. */
async function flushedThenCut(text: string): Promise<Buffer> {
  const packer = createGzip();
  const pieces: Buffer[] = [];
  packer.on('data', (bytes: Buffer) => pieces.push(bytes));
  packer.write(text);
  await new Promise<void>((resolve) => packer.flush(() => resolve()));
  packer.destroy();
  return Buffer.concat(pieces);
}
