import { sortKeys } from '../../src/ingest/sort-keys.js';
import { stringifyLossless } from '../../src/event-format/lossless-json.js';
import { decodeDocument, type Decoded } from '../../src/ingest/decode-document.js';
import { KnownParts } from '../../src/ingest/known-parts.js';

/** Decodes one document; without known parts, as the first of its kind. */
export function decode(document: string | Buffer, known = new KnownParts()): Decoded {
  const bytes = Buffer.from(document as string);
  return decodeDocument(bytes, 0, bytes.length, known);
}

/** What a decoded document says, in one spelling and with known parts opened. */
export function spelledOut(decoded: Decoded): unknown {
  if (decoded.kind === 'refused') return decoded;
  return { contracts: decoded.contracts, document: stringifyLossless(sortKeys(decoded.document)) };
}
