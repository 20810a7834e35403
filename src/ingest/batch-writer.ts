import type { Database, Rows, Transaction } from '../database/database.js';
import { BATCH_CHANNEL } from '../database/channels.js';
import { FLOOR } from '../database/dropped-days.js';
import type { RequestScope } from '../observability/request-scope.js';
import { quoteIdentifier } from '../database/identifier.js';
import { AppError } from '../errors.js';
import type { Partitions } from '../database/partitions.js';
import type { TableCatalog } from '../storage/table-catalog.js';
import { addCounts, countingStatement, eventCounts, type EventCounts } from './event-counts.js';
import type { DeadLetter, NormalizedBatch } from './normalizer.js';
import type { TableRows } from './row-collector.js';

export interface WrittenBatch {
  /** Place in the order of commits; undefined when nothing was new. */
  readonly number: bigint | undefined;
  readonly stored: number;
  readonly duplicates: number;
}

/** Held from drawing the number to the commit, so that the order of numbers is the order of commits. */
const ANNOUNCE_LOCK = 7_766_069;

/** Milliseconds that one statement of a batch may take. */
const WRITE_TIMEOUT = 120_000;

/**
 * Retention has removed days that the batch belongs to, perhaps with rows that it left out as stored already. Normalized
 * again without trust in them, it can be written.
 */
export class RowsGone extends Error {
  /** @param before midnight UTC, milliseconds: rows of earlier days may be gone */
  constructor(readonly before: number) {
    super('Retention has removed rows that a batch refers to');
  }
}

/** Writes a batch in one transaction, one statement a table, and announces it as the last act before the commit. */
export class BatchWriter {
  private readonly inserts: ReadonlyMap<string, string>;

  constructor(
    private readonly database: Database,
    private readonly partitions: Partitions,
    catalog: TableCatalog,
  ) {
    this.inserts = new Map(Object.keys(catalog).map((table) => [table, insertStatement(table, catalog)]));
  }

  /** @param scope of the request that the batch is of, for those who watch statements */
  async write(batch: NormalizedBatch, scope?: RequestScope): Promise<WrittenBatch> {
    await this.partitions.ensure(batch.days, batch.receivedAt).catch(asOurFault);
    const database = scope ? this.database.under({ scope }) : this.database;
    return database.transaction(async (transaction) => {
      const batchId = await drawBatchId(transaction);
      let counts = eventCounts([]);
      for (const rows of batch.tables) {
        const answer = await this.insert(transaction, rows, batchId, batch.receivedAt);
        if (rows.table === 'event') counts = eventCounts(answer);
      }
      const letters = await insertDeadLetters(transaction, batch.deadLetters, batchId, batch.receivedAt);
      const { stored } = counts;
      const isNew = stored + letters > 0;
      const number = isNew ? await this.announce(transaction, batchId, batch, counts) : undefined;
      return { number, stored, duplicates: batch.events - stored };
    }, WRITE_TIMEOUT);
  }

  /**
   * From the insert of its first row on, nothing can be dropped under a batch before it ends: what retention has dropped
   * by now is what counts.
   */
  private async announce(
    transaction: Transaction,
    batchId: string,
    batch: NormalizedBatch,
    counts: EventCounts,
  ): Promise<bigint> {
    const { number, floor } = await announce(transaction, batchId, batch, counts);
    if (floor > batch.trustedFrom && batch.days.some((day) => day < floor)) {
      this.partitions.forget(floor);
      throw new RowsGone(floor);
    }
    return number;
  }

  /** @returns of events what was new, counted */
  private async insert(transaction: Transaction, rows: TableRows, batchId: string, receivedAt: number): Promise<Rows> {
    const text = this.inserts.get(rows.table) as string;
    const delivery = rows.table === 'event' ? [batchId, new Date(receivedAt)] : [];
    const answer = await transaction.query({
      name: `insert_${rows.table}`,
      text,
      values: [rows.json, ...delivery],
    });
    return answer.rows;
  }
}

/** Whatever keeps a partition from being made, the documents have no part in it, though its code may look like that. */
function asOurFault(error: unknown): never {
  if (error instanceof AppError) throw error;
  throw new Error('The partitions of a batch could not be made', { cause: error });
}

/** `$1` holds the rows; of an event, `$2` and `$3` say in which batch and when it came, and what was new is counted. */
function insertStatement(table: string, catalog: TableCatalog): string {
  const delivery: Record<string, string> =
    table === 'event' ? { batch_id: '$2::bigint', received_at: '$3::timestamptz' } : {};
  const columns = (catalog[table] ?? []).map(({ name }) => name);
  const values = columns.map((column) => delivery[column] ?? `r.${quoteIdentifier(column)}`);
  const insert =
    `insert into ${quoteIdentifier(table)} (${columns.map(quoteIdentifier).join(', ')}) ` +
    `select ${values.join(', ')} from json_populate_recordset(null::${quoteIdentifier(table)}, $1::json) r ` +
    'on conflict do nothing';
  return table === 'event' ? countingStatement(insert) : insert;
}

async function drawBatchId(transaction: Transaction): Promise<string> {
  const { rows } = await transaction.query({
    name: 'draw_batch_id',
    text: "select nextval(pg_get_serial_sequence('ingest_batch', 'id'))::text as id",
    values: [],
  });
  return rows[0]?.['id'] as string;
}

/** @returns how many of them were new */
async function insertDeadLetters(
  transaction: Transaction,
  letters: readonly DeadLetter[],
  batchId: string,
  receivedAt: number,
): Promise<number> {
  if (!letters.length) return 0;
  const { count } = await transaction.query({
    name: 'insert_dead_letter',
    // The envelope comes as a text, which keeps its numbers.
    text: `insert into dead_letter (id, host_id, batch_id, received_at, byte_length, code, pointer, message, raw,
                                    is_wrapped, allowed_hosts, envelope)
           select r.id, r.host_id, $2::bigint, $3::timestamptz, r.byte_length, r.code, r.pointer, r.message, r.raw,
                  r.is_wrapped, r.allowed_hosts, (r.envelope #>> '{}')::json
             from json_populate_recordset(null::dead_letter, $1::json) r
               on conflict do nothing`,
    values: [JSON.stringify(letters.map(letterRow).sort(byId)), batchId, new Date(receivedAt)],
  });
  return count;
}

function letterRow(letter: DeadLetter): { readonly id: string; readonly [column: string]: unknown } {
  const { id, hostId, byteLength, code, pointer, message, raw, isWrapped, allowedHosts, envelope } = letter;
  return {
    ...{ id, code, pointer, message, envelope, host_id: hostId, byte_length: byteLength },
    ...{ is_wrapped: isWrapped, allowed_hosts: allowedHosts },
    raw: `\\x${Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('hex')}`,
  };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

/** Between which days whoever follows the feed finds the events of a batch. */
function firstAndLast(days: readonly number[]): (number | null)[] {
  return days.length ? [Math.min(...days), Math.max(...days)] : [null, null];
}

/** The time is taken under the lock: later numbers have later times, as far as the clock goes forward. */
async function announce(
  transaction: Transaction,
  batchId: string,
  batch: NormalizedBatch,
  { stored, rows: counts }: EventCounts,
): Promise<{ readonly number: bigint; readonly floor: number }> {
  await transaction.query({
    name: 'announce_lock',
    text: 'select pg_advisory_xact_lock($1)',
    values: [ANNOUNCE_LOCK],
  });
  const { rows } = await transaction.query({
    name: 'announce',
    text: `with batch as (
             insert into ingest_batch (id, received, stored, duplicates, dead_letters, committed_at, first_day, last_day)
             values ($1, $2, $3, $4, $5, clock_timestamp(), $8, $9)
             returning number
           ), counted as (${addCounts('$7')})
           select batch.number::text as number, ${FLOOR} as floor, pg_notify($6, batch.number::text) from batch`,
    values: [
      ...[batchId, batch.received, stored, batch.events - stored, batch.deadLetters.length],
      ...[BATCH_CHANNEL, JSON.stringify(counts), ...firstAndLast(batch.days)],
    ],
  });
  return { number: BigInt(rows[0]?.['number'] as string), floor: Number(rows[0]?.['floor']) };
}
