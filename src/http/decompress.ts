import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from '../errors.js';
import { unpack } from '../ingest/unpack.js';
import { quote } from '../node-id.js';
import { withoutStalls } from './patience.js';
import { unpackZstd } from './zstd.js';

type Bytes = AsyncIterable<Uint8Array>;

/** Nobody packs a body so often; every decoder takes memory of its own. */
const MOST_ENCODINGS = 3;

/**
 * The body behind a `Content-Encoding` (RFC 9110, section 8.4): gzip, deflate, br, zstd, several in the order of their
 * application, or none. A body that was cut short gives all that is in it before it throws.
 *
 * @param patience milliseconds for which its sender may fall silent
 * @throws AppError `ingest.unsupported_encoding`, and `request.timeout` while it is read
 */
export function decompress(body: Readable, contentEncoding: string | undefined, patience: number): Bytes {
  const encodings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter(Boolean);
  if (encodings.length > MOST_ENCODINGS) {
    const sentence = `Content-Encoding names ${encodings.length} encodings; send at most ${MOST_ENCODINGS}`;
    throw new AppError('ingest.unsupported_encoding', sentence);
  }
  // Who stops early still wants to answer: to destroy a request's body is to cut its connection.
  const packed: Bytes = withoutStalls(body.iterator({ destroyOnReturn: false }), patience);
  return encodings
    .reverse()
    .map(unpackerFor)
    .reduce((bytes, unpacker) => unpacker(bytes), packed);
}

function unpackerFor(encoding: string): (packed: Bytes) => Bytes {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return (packed) => unpack(packed, createGunzip());
    case 'deflate':
      return (packed) => unpack(packed, createInflate());
    case 'br':
      return (packed) => unpack(packed, createBrotliDecompress());
    case 'zstd':
      return unpackZstd;
    case 'identity':
      return (bytes) => bytes;
    default: {
      const known = 'send gzip, deflate, br, zstd, or no encoding';
      throw new AppError('ingest.unsupported_encoding', `Content-Encoding is ${quote(encoding)}; ${known}`);
    }
  }
}
