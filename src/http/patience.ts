import { PassThrough, type Readable } from 'node:stream';
import { AppError } from '../errors.js';

/**
 * The same bytes, for as long as the next ones come in time. Only waiting for the sender counts: not what the reader takes
 * for itself, so a body of any length passes while ingest is slow.
 *
 * @param patience milliseconds without a byte
 * @throws AppError `request.timeout`
 */
export async function* withoutStalls(body: AsyncIterable<Uint8Array>, patience: number): AsyncGenerator<Uint8Array> {
  const bytes = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await inTime(bytes.next(), patience);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: of a sender that has fallen silent, that would take forever.
    bytes.return?.().catch(() => undefined);
  }
}

/** The body of a request, which breaks with `request.timeout` unless all of it is there in time. */
export function arrivingWithin(patience: number, body: Readable): Readable {
  const arriving = new PassThrough();
  const timer = setTimeout(() => arriving.destroy(stalled(patience)), patience);
  body.once('error', (error) => arriving.destroy(error));
  // It may break before anybody reads it, or be left unread.
  arriving.on('error', () => undefined);
  arriving.once('close', () => clearTimeout(timer));
  return body.pipe(arriving);
}

async function inTime<T>(work: Promise<T>, patience: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(stalled(patience)), patience);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function stalled(patience: number): AppError {
  const sentence = `The body did not go on for ${patience} ms (SPOOR_BODY_TIMEOUT); send it again, without a pause`;
  return new AppError('request.timeout', sentence, { retryable: true });
}
