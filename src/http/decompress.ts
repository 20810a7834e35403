import { PassThrough, type Duplex, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from '../errors.js';
import { quote } from '../node-id.js';
import { createZstdDecompress } from './zstd.js';

/** Nobody packs a body so often; every decoder takes memory of its own. */
const MOST_ENCODINGS = 3;

/**
 * The body behind a `Content-Encoding` (RFC 9110, section 8.4): gzip, deflate, br, zstd, several in the order of their
 * application, or none.
 *
 * @throws AppError `ingest.unsupported_encoding`
 */
export function decompress(body: Readable, contentEncoding: string | undefined): Readable {
  const encodings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter(Boolean);
  if (encodings.length > MOST_ENCODINGS) {
    const sentence = `Content-Encoding names ${encodings.length} encodings; send at most ${MOST_ENCODINGS}`;
    throw new AppError('ingest.unsupported_encoding', sentence);
  }
  // All decoders before the first byte: it must not flow into a chain that then turns out to have no end.
  const decoders = encodings.reverse().map(decoderFor);
  return decoders.reduce<Readable>(through, body);
}

/** `pipe` passes no errors on: a body that breaks off must not look like one that ended. */
function through(source: Readable, decoder: Duplex): Readable {
  source.once('error', (error) => decoder.destroy(error));
  source.once('close', () => {
    if (!source.readableEnded) decoder.destroy(new Error('the connection closed'));
  });
  return source.pipe(decoder);
}

function decoderFor(encoding: string): Duplex {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    case 'identity':
      return new PassThrough();
    default: {
      const known = 'send gzip, deflate, br, zstd, or no encoding';
      throw new AppError('ingest.unsupported_encoding', `Content-Encoding is ${quote(encoding)}; ${known}`);
    }
  }
}
