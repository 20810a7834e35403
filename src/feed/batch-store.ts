import type { Database, Rows } from '../database/database.js';

/** A committed batch. */
export interface FeedBatch {
  /** What its events call it. */
  readonly id: string;
  /** Its place in the order of commits. */
  readonly number: bigint;
  readonly committedAt: Date;
  /** How many events it brought: none, when it had nothing but dead letters. */
  readonly stored: number;
  /** Midnights (UTC, milliseconds) between which the days of its events lie; undefined when nobody has noted them. */
  readonly firstDay: number | undefined;
  readonly lastDay: number | undefined;
}

/** Some of the feed, as it was at one moment. */
export interface FeedStretch {
  readonly batches: readonly FeedBatch[];
  /** Number of the newest batch that retention has removed. */
  readonly forgotten: bigint;
}

/** Where the feed begins and ends. */
export interface FeedExtent {
  /** Number of the newest batch that retention has removed. */
  readonly forgotten: bigint;
  /** Number that the newest batch has, or one that was given up before its commit. */
  readonly newest: bigint;
}

/** More batches than can have come between a backup and what it was restored for. */
const LOST = 1_000_000_000;

/** Reads the batches that the feed is made of. */
export class BatchStore {
  constructor(private readonly database: Database) {}

  /** Batches behind a number, the oldest first; with `including`, that one as well. */
  async after(number: bigint, including: boolean, limit: number): Promise<FeedStretch> {
    const rows = await this.database.query({
      name: 'feed_batches',
      text: `select b.id::text as id, b.number::text as number, b.committed_at, b.stored,
                    b.first_day::text as first_day, b.last_day::text as last_day, i.forgotten_batch::text as forgotten
               from installation i
               left join (select b.* from ingest_batch b where b.number >= $1 order by b.number limit $2) b on true
              order by b.number`,
      values: [String(including ? number : number + 1n), limit],
    });
    const batches = rows.filter((row) => row['id'] !== null).map(readBatch);
    return { batches, forgotten: BigInt(rows[0]?.['forgotten'] as string) };
  }

  /** Number of the newest committed batch, and 0 when there is none. */
  async newest(): Promise<bigint> {
    const [row] = await this.database.query({
      name: 'feed_newest',
      text: 'select coalesce(max(b.number), 0)::text as number from ingest_batch b',
      values: [],
    });
    return BigInt(row?.['number'] as string);
  }

  async extent(): Promise<FeedExtent> {
    const [row] = await this.database.query({
      name: 'feed_extent',
      text: `select i.forgotten_batch::text as forgotten,
                    greatest(coalesce(pg_sequence_last_value(pg_get_serial_sequence('ingest_batch', 'number')::regclass), 0),
                             (select coalesce(max(b.number), 0) from ingest_batch b))::text as newest
               from installation i`,
      values: [],
    });
    return { forgotten: BigInt(row?.['forgotten'] as string), newest: BigInt(row?.['newest'] as string) };
  }

  /**
   * Number of the batch behind which everything was committed at a time or later, of what is kept: dead letters may have
   * kept batches from before of which retention has removed others behind them.
   */
  async before(time: Date): Promise<bigint> {
    const [row] = await this.database.query({
      name: 'feed_before',
      text: `select greatest(i.forgotten_batch,
                             coalesce((select min(b.number) - 1 from ingest_batch b where b.committed_at >= $1),
                                      (select max(b.number) from ingest_batch b), 0))::text as number
               from installation i`,
      values: [time],
    });
    return BigInt(row?.['number'] as string);
  }

  /**
   * After a backup was restored: numbers that were given after it was made are not given again. Otherwise whoever has seen
   * the batch that had one would take the new one for it, and miss it.
   *
   * @returns the number above which the next one is
   */
  async skipLostNumbers(): Promise<bigint> {
    const [row] = await this.database.query({
      text: `select setval(s.name, nextval(s.name) + $1)::text as number
               from (select pg_get_serial_sequence('ingest_batch', 'number')::regclass as name) s`,
      values: [LOST],
    });
    return BigInt(row?.['number'] as string);
  }
}

function readBatch(row: Rows[number]): FeedBatch {
  return {
    id: row['id'] as string,
    number: BigInt(row['number'] as string),
    committedAt: row['committed_at'] as Date,
    stored: row['stored'] as number,
    firstDay: numberOf(row['first_day']),
    lastDay: numberOf(row['last_day']),
  };
}

function numberOf(text: unknown): number | undefined {
  return typeof text === 'string' ? Number(text) : undefined;
}
