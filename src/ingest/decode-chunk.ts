import type { Refusal } from '../event-format/check-document.js';
import type { JsonObject } from '../event-format/lossless-json.js';
import { quote } from '../node-id.js';
import type { Row } from '../storage/fill-row.js';
import { decodeDocument } from './decode-document.js';
import type { DocumentChunk, Envelope, FlawedDocument } from './document-chunk.js';
import { isHostName } from './host-name.js';
import type { KnownParts } from './known-parts.js';
import { openEnvelope } from './open-envelope.js';
import { readEnvelope } from './read-envelope.js';

export interface DecodeOptions {
  /** Host of documents that name none. */
  readonly defaultHost: string;
  readonly maxDocumentBytes: number;
}

export interface DecodedEvent {
  readonly document: JsonObject;
  readonly contracts: number;
  readonly host: string;
  /** Milliseconds since 1970 when it came, and when its envelope says that it was sent. */
  readonly receivedAt: number;
  readonly sentAt?: number;
  /** Columns of its envelope. */
  readonly envelope?: Row;
}

export interface RefusedDocument extends Refusal {
  /** Position in the stream. */
  readonly index: number;
  readonly host: string;
  readonly raw: Buffer;
  /** Bytes received, of which `raw` may be the beginning. */
  readonly byteLength: number;
  /** `raw` is an envelope that still holds the document. */
  readonly isWrapped: boolean;
  /** What came around the document. */
  readonly envelope?: JsonObject;
  readonly allowedHosts?: readonly string[];
}

export interface DecodedChunk {
  readonly documents: readonly DecodedEvent[];
  readonly refused: readonly RefusedDocument[];
}

/** What is known of a document besides its bytes. */
interface Delivery {
  readonly host?: string;
  readonly fallbackHost: string;
  readonly receivedAt: number;
  readonly timestamp?: number;
  readonly row?: Row;
  readonly kept?: JsonObject;
  readonly allowedHosts?: readonly string[] | undefined;
}

/** Decodes and checks the documents of chunks, those inside agents' envelopes included. */
export class ChunkDecoder {
  constructor(
    private readonly options: DecodeOptions,
    private readonly parts: KnownParts,
  ) {}

  decode(chunk: DocumentChunk, receivedAt: number): DecodedChunk {
    const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
    const flawed = new Map(chunk.flawed.map((document) => [document.position, document]));
    const common = this.delivery(chunk.envelope, receivedAt);
    const documents: DecodedEvent[] = [];
    const refused: RefusedDocument[] = [];
    for (let position = 0; position * 2 < chunk.ranges.length; position++) {
      const raw = bytes.subarray(chunk.ranges[position * 2], chunk.ranges[position * 2 + 1]);
      const own = chunk.envelopes?.[position];
      const delivery = own ? this.delivery(own, receivedAt) : common;
      const isWrapped = (own ?? chunk.envelope).isWrapped === true;
      const decoded = this.one(raw, flawed.get(position), isWrapped, delivery);
      if ('document' in decoded) documents.push(decoded);
      else refused.push({ ...decoded, index: chunk.firstIndex + position });
    }
    return { documents, refused };
  }

  private delivery({ host, opened, ...envelope }: Envelope, receivedAt: number): Delivery {
    const kept = opened ?? (host === undefined ? undefined : { hostname: host });
    return {
      ...(host !== undefined && { host }),
      ...(opened && readEnvelope(opened)),
      ...(kept && { kept }),
      fallbackHost: envelope.fallbackHost ?? this.options.defaultHost,
      receivedAt: envelope.receivedAt ?? receivedAt,
      allowedHosts: envelope.allowedHosts,
    };
  }

  private one(
    raw: Buffer,
    flaw: FlawedDocument | undefined,
    isWrapped: boolean,
    delivery: Delivery,
  ): DecodedEvent | Refused {
    if (flaw) {
      const refusal = refusalOf(flaw, this.options.maxDocumentBytes);
      return refuse(refusal, raw, delivery, { byteLength: flaw.byteLength, isWrapped });
    }
    if (!isWrapped) return this.document(raw, delivery);
    const envelope = openEnvelope(raw);
    if (envelope.kind === 'refused') return refuse(envelope.refusal, raw, delivery, { isWrapped });
    return this.document(envelope.event, { ...delivery, ...readEnvelope(envelope.rest), kept: envelope.rest });
  }

  private document(raw: Buffer, delivery: Delivery): DecodedEvent | Refused {
    const { maxDocumentBytes: limit } = this.options;
    if (raw.length > limit) return refuse(tooLarge(raw.length, limit), raw, delivery);
    const decoded = decodeDocument(raw, 0, raw.length, this.parts);
    if (decoded.kind === 'refused') return refuse(decoded.refusal, raw, delivery);
    const { document, contracts } = decoded;
    const { allowedHosts, receivedAt, timestamp, row } = delivery;
    const host = delivery.host ?? hostOf(document) ?? delivery.fallbackHost;
    if (allowedHosts && !allowedHosts.includes(host)) return refuse(notAllowed(host), raw, delivery);
    return {
      ...{ document, contracts, host, receivedAt },
      ...(timestamp !== undefined && { sentAt: timestamp }),
      ...(row && { envelope: row }),
    };
  }
}

type Refused = Omit<RefusedDocument, 'index'>;

function refuse(
  refusal: Refusal,
  raw: Buffer,
  { host, fallbackHost, allowedHosts, kept }: Delivery,
  more: { readonly byteLength?: number; readonly isWrapped?: boolean } = {},
): Refused {
  const named = host ?? fallbackHost;
  return {
    ...refusal,
    raw,
    // Who may not write for a host may not leave dead letters there either.
    host: allowedHosts && !allowedHosts.includes(named) ? (allowedHosts[0] ?? fallbackHost) : named,
    byteLength: more.byteLength ?? raw.length,
    isWrapped: more.isWrapped ?? false,
    ...(kept && { envelope: kept }),
    ...(allowedHosts && { allowedHosts }),
  };
}

/** Shippers put the envelope's host name into the document. */
function hostOf(document: JsonObject): string | undefined {
  const { hostname } = document;
  return typeof hostname === 'string' && isHostName(hostname) ? hostname : undefined;
}

function refusalOf({ reason, byteLength, problem }: FlawedDocument, limit: number): Refusal {
  if (reason === 'too_large') return tooLarge(byteLength, limit);
  if (reason === 'unstorable') {
    const message = `Postgres refuses the document: ${problem ?? 'it does not say why'}`;
    return { code: 'document.unstorable', pointer: '', message };
  }
  const message = 'The stream ended inside this document; send it again as a whole';
  return { code: 'document.truncated', pointer: '', message };
}

function tooLarge(byteLength: number, limit: number): Refusal {
  const message = `The document has ${byteLength} bytes; at most ${limit} are stored (SPOOR_MAX_DOCUMENT_BYTES)`;
  return { code: 'document.too_large', pointer: '', message };
}

function notAllowed(host: string): Refusal {
  const message = `The document is of the host ${quote(host)}, which its API token may not write for; send it with one that may`;
  return { code: 'document.host_not_allowed', pointer: '', message };
}
