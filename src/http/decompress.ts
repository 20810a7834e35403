import { PassThrough, Transform, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Decompress } from 'fzstd';
import { AppError } from '../errors.js';
import { quote } from '../node-id.js';

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
    .map((encoding) => encoding.trim());
  return encodings
    .filter(Boolean)
    .reverse()
    .reduce((stream, encoding) => through(stream, decoderFor(encoding)), body);
}

/** `pipe` passes no errors on: a body that breaks off must not look like one that ended. */
function through(source: Readable, decoder: Transform): Readable {
  source.once('error', (error) => decoder.destroy(error));
  source.once('close', () => {
    if (!source.readableEnded) decoder.destroy(new Error('the connection closed'));
  });
  return source.pipe(decoder);
}

function decoderFor(encoding: string): Transform {
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

/** Node 20 has no zstd of its own. */
function createZstdDecompress(): Transform {
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      attempt(() => decoder.push(chunk), callback);
    },
    flush(callback) {
      attempt(() => decoder.push(new Uint8Array(0), true), callback);
    },
  });
  const decoder = new Decompress((data) => void transform.push(data));
  return transform;
}

function attempt(work: () => void, callback: (error?: Error) => void): void {
  try {
    work();
  } catch (error) {
    return callback(error instanceof Error ? error : new Error(String(error)));
  }
  callback();
}
