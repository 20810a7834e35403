import type { Filter } from '../search/filter.js';
import { comparePositions, type FeedPosition } from './feed-position.js';
import type { FeedItem, FeedReader } from './feed-reader.js';
import type { LiveFeed } from './live/live-feed.js';
import type { Tap } from './live/tap.js';

/** Whom the feed is read for. */
export interface FeedSource {
  /** Reads what exists for them, as things are now: hosts may have come. */
  readonly reader: () => Promise<FeedReader>;
  readonly live: LiveFeed;
  /** Names of the hosts that exist for them; undefined for all. */
  readonly hosts: readonly string[] | undefined;
}

export interface Following {
  readonly filter: Filter;
  readonly after: FeedPosition;
}

/**
 * Follows the feed from a place on: first it reads the database up to the end, then it takes what comes live. When it is
 * taken from so slowly that what is live runs over, it reads the database again from where it is.
 */
export class Follower {
  private tap: Tap | undefined;
  private place: FeedPosition;

  constructor(
    private readonly source: FeedSource,
    private readonly following: Following,
  ) {
    this.place = following.after;
  }

  /** Behind everything that was given, or that does not pass. */
  get position(): FeedPosition {
    const { tap, place } = this;
    return tap && this.isLive() && tap.isEmpty && comparePositions(tap.position, place) > 0 ? tap.position : place;
  }

  /** Waits for items, and gives so many at most. None when `signal` ended the waiting, or the feed is closed. */
  async next(limit: number, signal: AbortSignal): Promise<readonly FeedItem[]> {
    while (!signal.aborted && !this.source.live.isClosed) {
      const items = this.isLive() ? await this.takeLive(limit, signal) : await this.read(limit);
      if (items.length) return items;
    }
    return [];
  }

  /** Whether there will never be any items again. */
  get isOver(): boolean {
    return this.source.live.isClosed;
  }

  close(): void {
    this.tap?.close();
    this.tap = undefined;
  }

  /** Whether everything that the tap does not bring has been read. */
  private isLive(): boolean {
    return this.tap !== undefined && comparePositions(this.place, this.tap.begin) >= 0;
  }

  private async read(limit: number): Promise<readonly FeedItem[]> {
    const reader = await this.source.reader();
    const { items, position, hasMore } = await reader.read({ filter: this.following.filter, after: this.place, limit });
    this.place = position;
    // Only who has come so far opens a tap: it would run over meanwhile.
    if (!hasMore && !this.tap) this.tap = await this.source.live.tap({ ...this.following, hosts: this.source.hosts });
    return items;
  }

  private async takeLive(limit: number, signal: AbortSignal): Promise<readonly FeedItem[]> {
    const tap = this.tap as Tap;
    const items = await tap.take(limit, signal);
    if (!items) {
      this.close();
      return [];
    }
    const fresh = items.filter(({ position }) => comparePositions(position, this.place) > 0);
    this.place = fresh.at(-1)?.position ?? this.place;
    return fresh;
  }
}
