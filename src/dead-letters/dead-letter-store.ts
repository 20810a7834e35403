import type { Database, Rows } from '../database/database.js';
import { raw, sql, type Sql } from '../database/sql.js';
import { parseLossless, type JsonObject } from '../event-format/lossless-json.js';
import { checkPatterns, checkTexts } from '../search/check-filter.js';
import { letterCondition, type LetterQuery } from './letter-query.js';

/** A document that could not be stored as an event, without its bytes. */
export interface StoredLetter {
  readonly id: string;
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly host: { readonly id: number; readonly name: string };
  readonly receivedAt: Date;
  /** When it was last tried again, in vain. */
  readonly replayedAt: Date | null;
  /** Bytes received, and how many of them are kept. */
  readonly byteLength: number;
  readonly keptBytes: number;
  /** What is kept is an agent's envelope that still holds the document. */
  readonly isWrapped: boolean;
  /** What came around the document. */
  readonly envelope: JsonObject | null;
  /** The only hosts that its sender was allowed to write for. */
  readonly allowedHosts: readonly string[] | null;
  /** Number of the batch that it came in. */
  readonly batch: number;
}

/** A place in the order of receipt. */
export interface LetterPlace {
  readonly receivedAt: number;
  readonly id: string;
}

export interface LetterPage {
  readonly above?: LetterPlace;
  readonly below?: LetterPlace;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
}

export interface LetterCount {
  readonly code: string;
  readonly count: number;
  readonly oldest: Date;
  readonly newest: Date;
}

/** Why a document is still no event. */
export interface LetterReason {
  readonly id: string;
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

const COLUMNS = raw(`d.id, d.code, d.pointer, d.message, d.host_id, h.name as host_name, d.received_at, d.replayed_at,
  d.byte_length::text as byte_length, octet_length(d.raw) as kept_bytes, d.is_wrapped, d.envelope::text as envelope,
  d.allowed_hosts, b.number::text as batch`);

const FROM = raw('dead_letter d join host h on h.id = d.host_id left join ingest_batch b on b.id = d.batch_id');

/** Reads dead letters, and takes them out. Pages are read by keyset, so deep ones cost what the first one costs. */
export class DeadLetterStore {
  constructor(private readonly database: Database) {}

  async page(query: LetterQuery, { above, below, direction, limit }: LetterPage): Promise<StoredLetter[]> {
    const condition = await this.condition(query);
    const place = ({ receivedAt, id }: LetterPlace): Sql => sql`(${new Date(receivedAt)}::timestamptz, ${id}::uuid)`;
    const rows = await this.database.query(
      sql`select ${COLUMNS} from ${FROM} where ${condition}
          ${above ? sql`and (d.received_at, d.id) > ${place(above)}` : raw('')}
          ${below ? sql`and (d.received_at, d.id) < ${place(below)}` : raw('')}
          order by d.received_at ${raw(direction)}, d.id ${raw(direction)} limit ${limit}`,
    );
    return rows.map(letterOf);
  }

  async byId(id: string, hosts?: readonly string[]): Promise<StoredLetter | undefined> {
    return (await this.page({ ids: [id], hosts }, { direction: 'asc', limit: 1 }))[0];
  }

  /** Those that wait for another try the longest; whoever was never tried comes first. */
  async toReplay(query: LetterQuery, limit: number): Promise<StoredLetter[]> {
    const condition = await this.condition(query);
    const rows = await this.database.query(
      sql`select ${COLUMNS} from ${FROM} where ${condition}
          order by d.replayed_at nulls first, d.received_at, d.id limit ${limit}`,
    );
    return rows.map(letterOf);
  }

  /** How many have not been tried since then. */
  async waitingSince(query: LetterQuery, time: Date): Promise<number> {
    const condition = await this.condition(query);
    const [row] = await this.database.query(
      sql`select count(*)::text as count from ${FROM}
           where ${condition} and (d.replayed_at is null or d.replayed_at < ${time}::timestamptz)`,
    );
    return Number(row?.['count']);
  }

  /** By reason, the most frequent first. */
  async counts(query: LetterQuery): Promise<LetterCount[]> {
    const condition = await this.condition(query);
    const rows = await this.database.query(
      sql`select d.code, count(*)::text as count, min(d.received_at) as oldest, max(d.received_at) as newest
            from ${FROM} where ${condition} group by d.code order by count(*) desc, d.code`,
    );
    return rows.map((row) => ({ ...(row as unknown as LetterCount), count: Number(row['count']) }));
  }

  /**
   * The bytes of letters, by id.
   *
   * @param limit bytes of each that are read at most
   */
  async bytes(ids: readonly string[], limit = 2 ** 30): Promise<ReadonlyMap<string, Buffer>> {
    const rows = await this.database.query({
      name: 'dead_letter_bytes',
      text: 'select d.id, substring(d.raw from 1 for $2) as raw from dead_letter d where d.id = any($1::uuid[])',
      values: [ids, limit],
    });
    return new Map(rows.map((row) => [row['id'] as string, row['raw'] as Buffer]));
  }

  async delete(ids: readonly string[]): Promise<void> {
    await this.database.query({
      name: 'dead_letter_delete',
      text: 'delete from dead_letter d where d.id = any($1::uuid[])',
      values: [ids],
    });
  }

  /** Notes that letters were tried in vain, and why they are none yet. */
  async keep(reasons: readonly LetterReason[], time: Date): Promise<void> {
    await this.database.query({
      name: 'dead_letter_keep',
      text: `update dead_letter d set replayed_at = $2::timestamptz, code = r.code, pointer = r.pointer, message = r.message
               from json_to_recordset($1::json) as r (id uuid, code text, pointer text, message text)
              where d.id = r.id`,
      values: [JSON.stringify(reasons), time],
    });
  }

  private async condition(query: LetterQuery): Promise<Sql> {
    const filters = (query.tests ?? []).map(({ test }) => ({ kind: 'element', test }) as const);
    checkTexts({ kind: 'all', filters });
    await checkPatterns(this.database, { kind: 'all', filters });
    return letterCondition(query);
  }
}

function letterOf(row: Rows[number]): StoredLetter {
  const envelope = row['envelope'];
  return {
    id: row['id'] as string,
    code: row['code'] as string,
    pointer: row['pointer'] as string,
    message: row['message'] as string,
    host: { id: row['host_id'] as number, name: row['host_name'] as string },
    receivedAt: row['received_at'] as Date,
    replayedAt: row['replayed_at'] as Date | null,
    byteLength: Number(row['byte_length']),
    keptBytes: row['kept_bytes'] as number,
    isWrapped: row['is_wrapped'] as boolean,
    envelope: typeof envelope === 'string' ? (parseLossless(envelope) as JsonObject) : null,
    allowedHosts: row['allowed_hosts'] as string[] | null,
    batch: Number(row['batch']),
  };
}

/** Whether all bytes that came are kept. */
export function isComplete({ byteLength, keptBytes }: StoredLetter): boolean {
  return keptBytes >= byteLength;
}

/** Parts a list of letters so that the bytes of a part fit into memory. */
export function* inParts(
  letters: readonly StoredLetter[],
  limits: { readonly batchBytes: number; readonly batchDocuments: number },
): Generator<StoredLetter[]> {
  let part: StoredLetter[] = [];
  let bytes = 0;
  for (const letter of letters) {
    if (part.length && (part.length === limits.batchDocuments || bytes + letter.keptBytes > limits.batchBytes)) {
      yield part;
      [part, bytes] = [[], 0];
    }
    part.push(letter);
    bytes += letter.keptBytes;
  }
  if (part.length) yield part;
}
