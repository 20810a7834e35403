import type { Database } from '../database/database.js';
import { sql } from '../database/sql.js';
import { AppError } from '../errors.js';
import type { EventStore } from '../events/event-store.js';
import type { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { StoredEvent } from '../events/stored-event.js';
import { parseRfc3339, nanosecondText } from '../event-format/rfc3339.js';
import { quote } from '../node-id.js';
import { explainTimeout } from '../search/check-filter.js';
import type { EventSearch } from '../search/event-search.js';
import { EVERYTHING, type Filter } from '../search/filter.js';
import { DAY } from '../utc-day.js';
import { BatchStore, type FeedBatch } from './batch-store.js';
import type { FeedCursors } from './feed-cursors.js';
import { behind, isForgotten, type FeedPosition } from './feed-position.js';
import { stretches } from './stretches.js';

/** An event in its place in the feed. */
export interface FeedItem {
  readonly position: FeedPosition;
  readonly committedAt: Date;
  readonly event: StoredEvent;
  /** What the event refers to, where that was loaded just now. */
  readonly snapshots?: WeakRef<SnapshotLoaders>;
  /** About how many bytes the event takes in memory with what it refers to, where that was found out. */
  readonly weight?: number;
}

export interface FeedPage {
  readonly items: readonly FeedItem[];
  /** Behind everything that was looked at: where to go on. */
  readonly position: FeedPosition;
  /** Whether more is there to be looked at now, whatever comes of it. */
  readonly hasMore: boolean;
  /** Milliseconds since the first batch behind `position` was committed; 0 when there is none. */
  readonly lag: number;
}

export interface FeedQuery {
  readonly filter: Filter;
  readonly after: FeedPosition;
  /** Items at most. */
  readonly limit: number;
}

/** Batches that one read looks at. */
const MOST_BATCHES = 2_000;

/** Milliseconds after which a read that has found nothing says how far it has come. */
const PATIENCE = 2_000;

/** Times that a page is read anew whose rows go while it is read: retention may take so many steps, and no more. */
const MOST_REREADS = 100;

/** Reads the feed from the database: events in the order in which they were committed, for one who sees some hosts or all. */
export class FeedReader {
  private readonly batches: BatchStore;

  constructor(
    private readonly database: Database,
    private readonly search: EventSearch,
    private readonly events: EventStore,
    readonly cursors: FeedCursors,
  ) {
    this.batches = new BatchStore(database);
  }

  /**
   * A place to begin.
   *
   * @param after `NOW`, `OLDEST`, a time (RFC 3339), or a cursor
   * @throws AppError `input.invalid` for what is none of these; `feed.cursor_expired` for a cursor behind which events
   *   have been removed, with the oldest that can still be used
   */
  async start(after: string): Promise<FeedPosition> {
    if (after === 'NOW') return behind(await this.batches.newest());
    if (after === 'OLDEST') return behind((await this.batches.extent()).forgotten);
    const time = parseRfc3339(after);
    if (time) return behind(await this.batches.before(millisecond(nanosecondText(time))));
    return this.checked(this.cursors.parse(after));
  }

  /**
   * A page of what passes behind a place, and how far that was looked for.
   *
   * @throws AppError `feed.cursor_expired` when events behind the place have been removed meanwhile
   */
  async read({ filter, after, limit }: FeedQuery): Promise<FeedPage> {
    const { batches, forgotten } = await this.batches.after(after.batch, after.event !== undefined, MOST_BATCHES);
    if (isForgotten(after, forgotten)) throw this.expired(after, forgotten, REMOVED);
    const items: FeedItem[] = [];
    const giveUp = performance.now() + PATIENCE;
    let position = after;
    let isFull = false;
    for (const stretch of stretches(batches)) {
      if (isFull || (position !== after && performance.now() > giveUp)) break;
      const room = limit - items.length;
      const found = await this.readStretch(filter, stretch, position, room + 1);
      items.push(...found.slice(0, room));
      isFull = found.length > room;
      position = isFull ? (items.at(-1)?.position ?? position) : behind((stretch.at(-1) as FeedBatch).number);
    }
    const next = batches.find(({ number }) => number > position.batch || (isFull && number === position.batch));
    const hasMore = next !== undefined || batches.length === MOST_BATCHES;
    return { items, position, hasMore, lag: next ? since(next) : 0 };
  }

  /** Whether anything is behind a place, and for how many milliseconds. */
  async remains(position: FeedPosition): Promise<Pick<FeedPage, 'hasMore' | 'lag'>> {
    const { batch, event } = position;
    const { batches } = await this.batches.after(batch, event !== undefined, 2);
    const [first, second] = batches;
    const isReadUp = first?.number === batch && !(await this.readStretch(EVERYTHING, [first], position, 1)).length;
    const next = isReadUp ? second : first;
    return { hasMore: next !== undefined, lag: next ? since(next) : 0 };
  }

  /**
   * What passes of batches that follow on each other.
   *
   * @param after a place before them or in the first one
   */
  async readStretch(
    filter: Filter,
    stretch: readonly FeedBatch[],
    { batch, event }: FeedPosition,
    limit: number,
    rereads = MOST_REREADS,
  ): Promise<FeedItem[]> {
    if (stretch.every(({ stored }) => stored === 0)) return [];
    const condition = await this.search.condition(filter, daysOf(stretch));
    const begin = event === undefined ? sql`true` : sql`(b.number > ${String(batch)}::bigint or e.id > ${event}::uuid)`;
    const statement = sql`select e.id, b.number::text as number, b.committed_at
      from ingest_batch b join event e on e.batch_id = b.id
     where b.number >= ${String(stretch[0]?.number)}::bigint and b.number <= ${String(stretch.at(-1)?.number)}::bigint
       and ${begin} and ${condition}
     order by b.number, e.id limit ${limit}`;
    const rows = await this.database.lookUp(statement, 'bitmaps').catch((error: unknown) => {
      throw explainTimeout(error, filter);
    });
    if (!rows.length) return [];
    const events = await this.events.byIds(rows.map((row) => row['id'] as string));
    // Retention has taken some in between. A page with gaps would look like the end of the stretch.
    if (events.includes(undefined)) {
      if (!rereads) throw new Error('Events of the feed are listed, but have no rows; run `spoor db verify`');
      return this.readStretch(filter, stretch, { batch, event }, limit, rereads - 1);
    }
    return rows.map((row, i) => {
      const found = events[i] as StoredEvent;
      const position = { batch: BigInt(row['number'] as string), event: found.id };
      return { position, committedAt: row['committed_at'] as Date, event: found };
    });
  }

  private async checked(position: FeedPosition): Promise<FeedPosition> {
    const { forgotten, newest } = await this.batches.extent();
    if (isForgotten(position, forgotten)) throw this.expired(position, forgotten, REMOVED);
    if (position.batch > newest) throw this.expired(position, forgotten, RESTORED);
    return position;
  }

  private expired(position: FeedPosition, forgotten: bigint, reason: string): AppError {
    const sentence =
      `The cursor ${quote(this.cursors.format(position))} has expired: ${reason}; go on from \`oldestCursor\` and look for ` +
      'what was missed elsewhere';
    const details = { oldestCursor: this.cursors.format(behind(forgotten)) };
    return new AppError('feed.cursor_expired', sentence, { details });
  }
}

const REMOVED = 'events behind it have been removed by retention';
const RESTORED = 'the store is older than it, as after a backup was restored';

function since({ committedAt }: FeedBatch): number {
  return Math.max(0, Date.now() - committedAt.getTime());
}

/** Batches of before the feed do not say. */
function daysOf(stretch: readonly FeedBatch[]): { from?: number; to?: number } {
  const brought = stretch.filter(({ stored }) => stored > 0);
  const known = brought.every(({ firstDay, lastDay }) => firstDay !== undefined && lastDay !== undefined);
  if (!known) return {};
  const from = Math.min(...brought.map(({ firstDay }) => firstDay as number));
  const to = Math.max(...brought.map(({ lastDay }) => lastDay as number)) + DAY;
  return { from, to };
}

/** What was committed within the millisecond is not behind it. */
function millisecond(nanoseconds: string): Date {
  return new Date(Number(BigInt(nanoseconds) / 1_000_000n));
}
