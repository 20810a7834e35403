import {
  parseLossless,
  stringifyLossless,
  type JsonObject,
  type JsonValue,
} from '../../src/event-format/lossless-json.js';
import { SnapshotLoaders } from '../../src/events/snapshot-loaders.js';
import type { Snapshot, SnapshotStore } from '../../src/events/snapshot-store.js';
import { readEvent, type StoredEvent } from '../../src/events/stored-event.js';
import { ROOT } from '../../src/event-format/merged-format.js';
import type { Envelope } from '../../src/ingest/document-chunk.js';
import { Normalizer, type NormalizedBatch, type Resolver } from '../../src/ingest/normalizer.js';
import { snapshotOf } from '../../src/storage/entity.js';
import { readRow, type StoredRow } from '../../src/storage/read-row.js';
import { StoragePlans } from '../../src/storage/storage-plan.js';
import type { DailyTable } from '../../src/storage/table-catalog.js';
import { migratedCatalog } from '../storage/migrated-catalog.js';
import { storedRow } from '../storage/postgres-value.js';
import { split } from './split.js';

export const RECEIVED_AT = Date.parse('2025-07-02T12:00:00Z');

const catalog = migratedCatalog();
const plans = new StoragePlans(catalog);

/** Hosts and times of first receipt in memory: what a normalizer asks of a database. */
export class MemoryResolver implements Resolver {
  private readonly hosts = new Map<string, number>();
  private readonly receipts = new Map<string, number>();

  hostIds(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    for (const name of names) if (!this.hosts.has(name)) this.hosts.set(name, this.hosts.size + 1);
    return Promise.resolve(new Map(names.map((name) => [name, this.hosts.get(name) as number])));
  }

  receiptTimes(digests: readonly string[], receivedAt: number): Promise<ReadonlyMap<string, number>> {
    for (const digest of digests) if (!this.receipts.has(digest)) this.receipts.set(digest, receivedAt);
    return Promise.resolve(new Map(digests.map((digest) => [digest, this.receipts.get(digest) as number])));
  }

  hostName(id: number): string {
    return [...this.hosts].find(([, known]) => known === id)?.[0] ?? '';
  }
}

export function newNormalizer(resolver: Resolver, idKey = 'key'): Normalizer {
  const limits = { maxDocumentBytes: 1_572_864, trustedFrom: 0 };
  const options = { idKey: Buffer.from(idKey), catalog, defaultHost: 'unknown', ...limits };
  return new Normalizer(options, resolver);
}

/** Normalizes documents as one NDJSON stream that fits one chunk. */
export async function normalize(
  normalizer: Normalizer,
  documents: readonly string[],
  envelope: Envelope = { host: 'h' },
  receivedAt = RECEIVED_AT,
): Promise<NormalizedBatch> {
  const [chunk] = split([documents.join('\n')]).chunks;
  if (!chunk) throw new Error('The stream holds no document');
  return normalizer.normalize({ ...chunk, envelope }, receivedAt);
}

/** Rows of a batch as objects, the JSON columns with them. */
export function rowsOf(batch: NormalizedBatch, table: DailyTable): JsonObject[] {
  const json = batch.tables.find((rows) => rows.table === table)?.json ?? '[]';
  return parseLossless(json) as unknown as JsonObject[];
}

/** What a database would hold after the batches, read as the API reads it. */
export class MemoryDatabase {
  readonly resolver = new MemoryResolver();
  private readonly tables = new Map<string, Map<string, StoredRow>>();

  /** @returns ids of the batch's events that are new */
  commit(batch: NormalizedBatch): string[] {
    const fresh: string[] = [];
    for (const { table } of batch.tables) {
      const rows = this.tables.get(table) ?? new Map<string, StoredRow>();
      this.tables.set(table, rows);
      for (const row of rowsOf(batch, table)) {
        const stored = storedRow(stringifyLossless(row), catalog[table] ?? []);
        const id = stored['id'] as string;
        if (rows.has(id)) continue;
        rows.set(id, { ...stored, host_name: this.resolver.hostName(stored['host_id'] as number) });
        if (table === 'event') fresh.push(id);
      }
    }
    return fresh;
  }

  event(id: string): StoredEvent {
    return readEvent(this.row('event', id), plans.planFor(ROOT, 'event'));
  }

  /** The whole document of an event. */
  async document(id: string): Promise<JsonObject> {
    // The loaders call nothing but `load`; the class's private parts have no place here.
    const store = { load: this.load.bind(this) } as unknown as SnapshotStore;
    return new SnapshotLoaders(store).document(this.event(id).fragment);
  }

  private load(definition: string, ids: readonly string[]): Promise<Snapshot[]> {
    const { table, definition: stored } = snapshotOf(definition);
    const snapshots = ids.map((id) => {
      const row = this.row(table, id);
      const rest = typeof row['extra'] === 'string' ? (parseLossless(row['extra']) as JsonObject) : null;
      return { row, fragment: readRow(row, plans.planFor(stored, table), rest) };
    });
    return Promise.resolve(snapshots);
  }

  private row(table: string, id: string): StoredRow {
    const row = this.tables.get(table)?.get(id);
    if (!row) throw new Error(`Row ${id} of ${table} is missing`);
    return row;
  }
}

/** A document's text, with the fields of an event that every test needs. */
export function eventText(fields: Readonly<Record<string, JsonValue>>): string {
  return stringifyLossless({ evt: { name: 'exec' }, date: '2025-07-01T08:30:00.123456789Z', ...fields });
}
