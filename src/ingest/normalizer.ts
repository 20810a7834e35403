import { LRUCache } from 'lru-cache';
import { stringifyLossless, type JsonObject } from '../event-format/lossless-json.js';
import type { Refusal } from '../event-format/check-document.js';
import { firstId } from '../database/partitions.js';
import { StoragePlans } from '../storage/storage-plan.js';
import type { TableCatalog } from '../storage/table-catalog.js';
import { ContentIds, named } from './content-id.js';
import { decodeDocument } from './decode-document.js';
import type { DocumentChunk, FlawedDocument } from './document-chunk.js';
import { eventTime, type EventTime } from './event-time.js';
import { KnownParts } from './known-parts.js';
import { NormalizeEvent } from './normalize-event.js';
import { RowCollector, type TableRows } from './row-collector.js';
import { StoredParts } from './stored-parts.js';
import { sortKeys } from './sort-keys.js';

/** What the database decides and a normalizer has to ask for. */
export interface Resolver {
  /** Ids of hosts, made where they are new. */
  hostIds(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** For documents without a time of their own, by digest: when each first came in, in milliseconds. */
  receiptTimes(digests: readonly string[], receivedAt: number): Promise<ReadonlyMap<string, number>>;
}

/** Rows of a chunk, ready to be written in one transaction. */
export interface NormalizedBatch {
  readonly received: number;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Events in the chunk, equal ones counted each time. */
  readonly events: number;
  /** Days (midnight UTC, milliseconds) that the rows belong to. */
  readonly days: readonly number[];
  readonly tables: readonly TableRows[];
  readonly deadLetters: readonly DeadLetter[];
  /** Rows were left out as stored already only from this day on (midnight UTC, milliseconds). */
  readonly trustedFrom: number;
}

export interface DeadLetter extends Refusal {
  readonly id: string;
  /** Position in the stream. */
  readonly index: number;
  readonly hostId: number;
  /** Bytes received, of which `raw` may be the beginning. */
  readonly byteLength: number;
  readonly raw: Uint8Array;
}

export interface NormalizerOptions {
  readonly idKey: Uint8Array;
  readonly catalog: TableCatalog;
  /** Host of documents that name none. */
  readonly defaultHost: string;
  readonly maxDocumentBytes: number;
  /** Rows of earlier days may be gone: none of them counts as stored (midnight UTC, milliseconds). */
  readonly trustedFrom: number;
}

/** Ids worth learning: an event comes again only by accident and would push out what is used all the time. */
export function snapshotIds(batch: NormalizedBatch): string[] {
  return batch.tables.flatMap(({ table, ids }) => (table === 'event' ? [] : ids));
}

/** Ids of rows that are known to be committed: about 25 MB of memory. */
const KNOWN_ROWS = 200_000;

/** Turns chunks of raw documents into batches of rows: decode, check, normalize. One an ingest thread. */
export class Normalizer {
  private readonly ids: ContentIds;
  private readonly plans: StoragePlans;
  private readonly parts = new KnownParts();
  private readonly stored = new StoredParts();
  private readonly committed = new LRUCache<string, true>({ max: KNOWN_ROWS });
  private trustedFrom: number;

  constructor(
    private readonly options: NormalizerOptions,
    private readonly resolver: Resolver,
  ) {
    this.ids = new ContentIds(options.idKey);
    this.plans = new StoragePlans(options.catalog);
    this.trustedFrom = options.trustedFrom;
  }

  async normalize(chunk: DocumentChunk, receivedAt: number): Promise<NormalizedBatch> {
    const { documents, refused } = this.decode(chunk);
    const hostIds = await this.hostIds([...documents, ...refused]);
    const timed = await this.withTimes(documents, chunk, receivedAt);

    const { trustedFrom } = this;
    const firstTrusted = firstId(trustedFrom);
    const rows = new RowCollector(this.ids, (id) => id >= firstTrusted && this.committed.get(id) === true);
    const event = new NormalizeEvent(this.plans, this.ids, rows, this.stored);
    const days = new Set<number>();
    for (const { document, contracts, host, time } of timed) {
      const owner = { host, hostId: hostIds.get(host) as number };
      days.add(event.normalize({ document, contracts, time, owner }));
    }
    const deadLetters = refused.map((letter) => this.deadLetter(letter, hostIds.get(letter.host) as number));
    const received = documents.length + refused.length;
    return {
      received,
      receivedAt,
      events: documents.length,
      days: [...days],
      tables: rows.collected().filter(({ ids }) => ids.length),
      deadLetters,
      trustedFrom,
    };
  }

  /** Learns ids of rows that are committed: only then may later batches leave them out. */
  learn(ids: readonly string[]): void {
    for (const id of ids) this.committed.set(id, true);
  }

  /** Rows of days before this one may be gone: whatever was learned of them no longer counts. */
  distrust(before: number): void {
    this.trustedFrom = Math.max(this.trustedFrom, before);
  }

  private decode(chunk: DocumentChunk): { documents: DecodedEvent[]; refused: RefusedDocument[] } {
    const bytes = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
    const flawed = new Map(chunk.flawed.map((document) => [document.position, document]));
    const documents: DecodedEvent[] = [];
    const refused: RefusedDocument[] = [];
    for (let position = 0; position * 2 < chunk.ranges.length; position++) {
      const start = chunk.ranges[position * 2] as number;
      const end = chunk.ranges[position * 2 + 1] as number;
      const index = chunk.firstIndex + position;
      const envelopeHost = chunk.envelope.host ?? this.options.defaultHost;
      const flaw = flawed.get(position);
      const raw = bytes.subarray(start, end);
      const refusal = flaw && refusalOf(flaw, this.options.maxDocumentBytes);
      if (refusal) {
        refused.push({ ...refusal, index, host: envelopeHost, raw, byteLength: flaw.byteLength });
        continue;
      }
      const decoded = decodeDocument(bytes, start, end, this.parts);
      if (decoded.kind === 'refused') {
        refused.push({ ...decoded.refusal, index, host: envelopeHost, raw, byteLength: raw.length });
      } else {
        const { document, contracts } = decoded;
        const host = chunk.envelope.host ?? hostOf(document) ?? this.options.defaultHost;
        documents.push({ document, contracts, host });
      }
    }
    return { documents, refused };
  }

  private hostIds(documents: readonly { host: string }[]): Promise<ReadonlyMap<string, number>> {
    return this.resolver.hostIds([...new Set(documents.map(({ host }) => host))]);
  }

  /** Documents without a time get that of their first receipt, so that they are the same event when they come again. */
  private async withTimes(
    documents: readonly DecodedEvent[],
    chunk: DocumentChunk,
    receivedAt: number,
  ): Promise<TimedEvent[]> {
    const times = documents.map(({ document }) => eventTime(document, chunk.envelope.timestamp, receivedAt));
    const digests = new Map<DecodedEvent, string>();
    documents.forEach((event, i) => {
      if (!times[i]) digests.set(event, this.digest(event));
    });
    const receipts = digests.size
      ? await this.resolver.receiptTimes([...new Set(digests.values())].sort(), receivedAt)
      : new Map<string, number>();
    return documents.map((event, i) => {
      const receipt = receipts.get(digests.get(event) ?? '') ?? receivedAt;
      return { ...event, time: times[i] ?? { milliseconds: receipt, source: 'RECEIPT' } };
    });
  }

  private digest({ document, host }: DecodedEvent): string {
    return this.ids.id(0, named(['receipt', host, stringifyLossless(sortKeys(document))]));
  }

  private deadLetter({ host, ...letter }: RefusedDocument, hostId: number): DeadLetter {
    const { code, byteLength, raw } = letter;
    const id = this.ids.id(0, named(['dead_letter', host, code, String(byteLength), raw.toString('latin1')]));
    // A copy: a view would take the whole chunk along to the other thread.
    return { ...letter, id, hostId, raw: new Uint8Array(letter.raw) };
  }
}

interface DecodedEvent {
  readonly document: JsonObject;
  readonly contracts: number;
  readonly host: string;
}

interface TimedEvent extends DecodedEvent {
  readonly time: EventTime;
}

interface RefusedDocument extends Refusal {
  readonly index: number;
  readonly host: string;
  readonly raw: Buffer;
  readonly byteLength: number;
}

/** DNS stops at 253 characters (RFC 1035); longer is no name, and no index could hold any length. */
export const LONGEST_HOST_NAME = 255;

/** Whether a text can name a host. */
export function isHostName(text: string): boolean {
  return text !== '' && text.length <= LONGEST_HOST_NAME && !text.includes('\0') && text.isWellFormed();
}

/** Shippers put the envelope's host name into the document. */
function hostOf(document: JsonObject): string | undefined {
  const { hostname } = document;
  return typeof hostname === 'string' && isHostName(hostname) ? hostname : undefined;
}

function refusalOf({ reason, byteLength, problem }: FlawedDocument, limit: number): Refusal {
  if (reason === 'too_large') {
    const message = `The document has ${byteLength} bytes; at most ${limit} are stored (SPOOR_MAX_DOCUMENT_BYTES)`;
    return { code: 'document.too_large', pointer: '', message };
  }
  if (reason === 'unstorable') {
    const message = `Postgres refuses the document: ${problem ?? 'it does not say why'}`;
    return { code: 'document.unstorable', pointer: '', message };
  }
  const message = 'The stream ended inside this document; send it again as a whole';
  return { code: 'document.truncated', pointer: '', message };
}
