import { isUtf8 } from 'node:buffer';
import { stringifyLossless } from '../event-format/lossless-json.js';
import { redact } from '../event-format/sensitive-keys.js';
import { formatNodeId } from '../node-id.js';
import { inParts, isComplete, type DeadLetterStore, type LetterPlace, type StoredLetter } from './dead-letter-store.js';
import type { LetterQuery } from './letter-query.js';

/** Letters that are read at once, and bytes of documents: what an export holds in memory. */
const PAGE = 500;
const PART = { batchBytes: 4 * 2 ** 20, batchDocuments: PAGE };

/** Bytes as JSON can say them: as text where they are UTF-8, in base64 otherwise. */
export interface EncodedBytes {
  readonly encoding: 'UTF8' | 'BASE64';
  readonly content: string;
}

export function encodedBytes(bytes: Buffer): EncodedBytes {
  const isText = isUtf8(bytes);
  return { encoding: isText ? 'UTF8' : 'BASE64', content: bytes.toString(isText ? 'utf8' : 'base64') };
}

/**
 * Dead letters as lines of JSON, the oldest first.
 *
 * @param withRaw whether the documents' bytes are shown, and what is sensitive in their envelopes
 */
export async function* letterLines(
  store: DeadLetterStore,
  query: LetterQuery,
  withRaw: boolean,
): AsyncGenerator<string, void> {
  let above: LetterPlace | undefined;
  for (;;) {
    const page = await store.page(query, { direction: 'asc', limit: PAGE, ...(above && { above }) });
    for (const part of inParts(page, PART)) {
      const bytes = withRaw ? await store.bytes(part.map(({ id }) => id)) : undefined;
      for (const letter of part) {
        const raw = bytes?.get(letter.id);
        // One that went in the meantime is left out.
        if (!withRaw || raw)
          yield `${stringifyLossless({ ...shown(letter, withRaw), ...(raw && { raw: encodedBytes(raw) }) })}\n`;
      }
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    above = { receivedAt: last.receivedAt.getTime(), id: last.id };
  }
}

function shown(letter: StoredLetter, isWhole: boolean): object {
  const { id, code, pointer, message, host, receivedAt, byteLength, isWrapped, batch } = letter;
  const envelope = isWhole ? letter.envelope : redact(letter.envelope).value;
  return {
    id: formatNodeId('letter', id),
    ...{ code, pointer, message, host: host.name },
    receivedAt: receivedAt.toISOString(),
    ...{ byteLength, isComplete: isComplete(letter), isWrapped, envelope, batch },
  };
}
