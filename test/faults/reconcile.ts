import { connect } from '../../src/database/connect.js';
import { Database } from '../../src/database/database.js';
import { verifyReferences } from '../../src/database/verify.js';
import { readTableCatalog } from '../../src/storage/table-catalog.js';
import type { Delivery } from './delivery.js';
import type { MarkedDocument } from './documents.js';

/** What the database says about what was sent. Every number but the first two has to be 0. */
export interface Account {
  readonly sent: number;
  readonly acknowledged: number;
  /** Acknowledged, but neither an event nor a dead letter, or the wrong one of both. */
  readonly lost: number;
  /** Stored more than once. */
  readonly doubled: number;
  /** Stored, but sent by nobody. */
  readonly unknown: number;
  /** References to rows that are not there. */
  readonly dangling: number;
  /** Events that the roll-ups count, less the events. */
  readonly miscounted: number;
}

/** An account in which everything is as it should be. */
export function balanced(delivery: Delivery): Partial<Account> {
  const sent = count(delivery.batches);
  return { sent, lost: 0, doubled: 0, unknown: 0, dangling: 0, miscounted: 0 };
}

/** Reads back every document of a delivery, by the marker that it alone has. */
export async function reconcile(databaseUrl: string, deliveries: readonly Delivery[]): Promise<Account> {
  const { events, letters, total } = await readMarkers(databaseUrl);
  const batches = deliveries.flatMap((delivery) => delivery.batches);
  const sent = new Map(batches.flatMap(({ documents }) => documents).map((document) => [document.marker, document]));
  const acknowledged = batches.filter((batch) => batch.acknowledged).flatMap(({ documents }) => documents);
  const stored = [...events, ...letters];
  return {
    sent: sent.size,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((document) => !isInPlace(document, events, letters)).length,
    doubled: stored.filter(([marker, times]) => times > 1 || (events.has(marker) && letters.has(marker))).length,
    unknown: stored.filter(([marker]) => !sent.has(marker)).length,
    dangling: await countDangling(databaseUrl),
    miscounted: total - sum([...events.values()]),
  };
}

/** Of the events of a delivery, in the order in which they were committed. */
export async function markersInOrder(databaseUrl: string, { batches }: Delivery): Promise<string[]> {
  const sent = new Set(batches.flatMap(({ documents }) => documents).map(({ marker }) => marker));
  const client = await connect(databaseUrl);
  try {
    const { rows } = await client.query<{ marker: string }>(
      `select e.payload ->> 'marker' as marker from event e join ingest_batch b on b.id = e.batch_id
        order by b.number, e.id`,
    );
    return rows.map(({ marker }) => marker).filter((marker) => sent.has(marker));
  } finally {
    await client.end();
  }
}

function isInPlace({ marker, isBad }: MarkedDocument, events: Markers, letters: Markers): boolean {
  return events.has(marker) === !isBad && letters.has(marker) === isBad;
}

/** How often each marker is there. */
type Markers = ReadonlyMap<string, number>;

async function readMarkers(databaseUrl: string): Promise<{ events: Markers; letters: Markers; total: number }> {
  const client = await connect(databaseUrl);
  try {
    // One snapshot of all three: batches may go on coming in.
    await client.query('begin isolation level repeatable read read only');
    const events = await client.query<Row>(grouped("payload ->> 'marker'", 'event'));
    const letters = await client.query<Row>(grouped("convert_from(raw, 'UTF8')::jsonb ->> 'marker'", WHOLE_LETTERS));
    const counted = await client.query<{ total: string }>(
      `select coalesce(sum(events), 0)::text as total from event_count where dimension = 'TOTAL'`,
    );
    return {
      events: new Map(events.rows.map(({ marker, times }) => [marker, times])),
      letters: new Map(letters.rows.map(({ marker, times }) => [marker, times])),
      total: Number(counted.rows[0]?.total),
    };
  } finally {
    await client.end();
  }
}

/** Of a document that was cut off with its connection, the beginning is a dead letter, which may lack the marker. */
const WHOLE_LETTERS = "dead_letter where code <> 'document.truncated'";

interface Row {
  readonly marker: string;
  readonly times: number;
}

function grouped(marker: string, rows: string): string {
  return `select coalesce(${marker}, '') as marker, count(*)::int as times from ${rows} group by 1`;
}

async function countDangling(databaseUrl: string): Promise<number> {
  const database = new Database(databaseUrl, { connections: 1, statementTimeout: 10_000 });
  try {
    let total = 0;
    for await (const { dangling } of verifyReferences(database, await readTableCatalog(database))) total += dangling;
    return total;
  } finally {
    await database.close();
  }
}

function count(batches: Delivery['batches']): number {
  return sum(batches.map(({ documents }) => documents.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
