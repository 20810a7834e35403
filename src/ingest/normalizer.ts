import { LRUCache } from 'lru-cache';
import { stringifyLossless } from '../event-format/lossless-json.js';
import type { Refusal } from '../event-format/check-document.js';
import { firstId } from '../database/partitions.js';
import { StoragePlans } from '../storage/storage-plan.js';
import type { TableCatalog } from '../storage/table-catalog.js';
import { ContentIds, named } from './content-id.js';
import { ChunkDecoder, type DecodedEvent, type DecodeOptions, type RefusedDocument } from './decode-chunk.js';
import type { DocumentChunk } from './document-chunk.js';
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
  /** `raw` is an envelope that still holds the document. */
  readonly isWrapped: boolean;
  /** JSON of what came around the document. */
  readonly envelope?: string;
  /** The only hosts that its sender was allowed to write for. */
  readonly allowedHosts?: readonly string[];
}

export interface NormalizerOptions extends DecodeOptions {
  readonly idKey: Uint8Array;
  readonly catalog: TableCatalog;
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
  private readonly decoder: ChunkDecoder;
  private readonly stored = new StoredParts();
  private readonly committed = new LRUCache<string, true>({ max: KNOWN_ROWS });
  private trustedFrom: number;

  constructor(
    options: NormalizerOptions,
    private readonly resolver: Resolver,
  ) {
    this.decoder = new ChunkDecoder(options, new KnownParts());
    this.ids = new ContentIds(options.idKey);
    this.plans = new StoragePlans(options.catalog);
    this.trustedFrom = options.trustedFrom;
  }

  async normalize(chunk: DocumentChunk, receivedAt: number): Promise<NormalizedBatch> {
    const { documents, refused } = this.decoder.decode(chunk, receivedAt);
    const hostIds = await this.hostIds([...documents, ...refused]);
    const timed = await this.withTimes(documents);

    const { trustedFrom } = this;
    const firstTrusted = firstId(trustedFrom);
    const rows = new RowCollector(this.ids, (id) => id >= firstTrusted && this.committed.get(id) === true);
    const event = new NormalizeEvent(this.plans, this.ids, rows, this.stored);
    const days = new Set<number>();
    for (const decoded of timed) {
      const { host } = decoded;
      days.add(event.normalize({ ...decoded, owner: { host, hostId: hostIds.get(host) as number } }));
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

  private hostIds(documents: readonly { host: string }[]): Promise<ReadonlyMap<string, number>> {
    return this.resolver.hostIds([...new Set(documents.map(({ host }) => host))]);
  }

  /** Documents without a time get that of their first receipt, so that they are the same event when they come again. */
  private async withTimes(documents: readonly DecodedEvent[]): Promise<TimedEvent[]> {
    const times = documents.map(({ document, sentAt, receivedAt }) => eventTime(document, sentAt, receivedAt));
    const timeless = documents.filter((_, i) => !times[i]);
    const receipts = timeless.length ? await this.receiptTimes(timeless) : new Map<DecodedEvent, number>();
    return documents.map((event, i) => {
      const receipt = receipts.get(event) ?? event.receivedAt;
      return { ...event, time: times[i] ?? { milliseconds: receipt, source: 'RECEIPT' } };
    });
  }

  private async receiptTimes(documents: readonly DecodedEvent[]): Promise<Map<DecodedEvent, number>> {
    const digests = new Map(documents.map((event) => [event, this.digest(event)]));
    const times = new Map<string, number>();
    // All of a stream came now; dead letters that are tried again came at many times.
    for (const receivedAt of new Set(documents.map((event) => event.receivedAt))) {
      const own = documents.filter((event) => event.receivedAt === receivedAt);
      const asked = [...new Set(own.map((event) => digests.get(event) as string))].sort();
      for (const [digest, time] of await this.resolver.receiptTimes(asked, receivedAt)) times.set(digest, time);
    }
    return new Map([...digests].map(([event, digest]) => [event, times.get(digest) ?? event.receivedAt]));
  }

  private digest({ document, host }: DecodedEvent): string {
    return this.ids.id(0, named(['receipt', host, stringifyLossless(sortKeys(document))]));
  }

  private deadLetter({ host, envelope, ...letter }: RefusedDocument, hostId: number): DeadLetter {
    const { byteLength, raw, isWrapped, allowedHosts = [] } = letter;
    const around = envelope && stringifyLossless(envelope);
    const delivery = [isWrapped ? 'wrapped' : 'bare', around ?? '', allowedHosts.join(' ')];
    // Not of the reason: a contract yet to come may give another one for the same document.
    const parts = ['dead_letter', host, ...delivery, String(byteLength), raw.toString('latin1')];
    const id = this.ids.id(0, named(parts));
    // A copy: a view would take the whole chunk along to the other thread.
    return { ...letter, id, hostId, raw: new Uint8Array(raw), ...(around !== undefined && { envelope: around }) };
  }
}

interface TimedEvent extends DecodedEvent {
  readonly time: EventTime;
}
