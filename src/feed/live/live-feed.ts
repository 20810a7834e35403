import { setImmediate, setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../errors.js';
import { WholeSnapshotCache } from '../../events/content-cache.js';
import type { EnvelopeStore, StoredEnvelope } from '../../events/envelope-store.js';
import type { StoredHost } from '../../events/host-store.js';
import { SnapshotLoaders, type SnapshotSource } from '../../events/snapshot-loaders.js';
import { MatchedEvent } from '../../matching/matched-event.js';
import type { EventSearch } from '../../search/event-search.js';
import type { FeedSize } from '../../observability/metrics.js';
import { EVERYTHING, type Filter } from '../../search/filter.js';
import type { BatchStore, FeedBatch } from '../batch-store.js';
import type { FeedNews } from '../feed-news.js';
import { behind } from '../feed-position.js';
import type { FeedItem, FeedReader } from '../feed-reader.js';
import { Audience, type Candidate, type News } from './audience.js';
import { Tap } from './tap.js';

export interface LiveFeedSources {
  readonly news: FeedNews;
  readonly batches: BatchStore;
  /** These see all hosts. */
  readonly reader: FeedReader;
  readonly search: EventSearch;
  readonly snapshots: SnapshotSource;
  readonly envelopes: Pick<EnvelopeStore, 'load'>;
  /** Told of the host of each new event before anybody gets it. */
  readonly onHost: (host: StoredHost) => void;
}

/** Who follows what. */
export interface Attention {
  readonly filter: Filter;
  /** Names of the hosts that exist for the follower; undefined for all. */
  readonly hosts: readonly string[] | undefined;
}

/** Snapshots that are kept as they stand in documents. */
const WHOLE_SNAPSHOTS = { values: 10_000, bytes: 33_554_432 };

/** Events whose snapshots are kept as they were loaded to judge them, for those who show them next. */
const RECENT_SLICES = { max: 50, maxSize: 33_554_432 };

/** Batches that are read at once, and events with which it is enough. */
const MOST_BATCHES = 50;
const ENOUGH_EVENTS = 1_000;

/** Milliseconds before the database is tried again. */
const PAUSE = 500;

/** Events that are put together at once, and audiences that are given them before others get the processor. */
const SLICE = 64;
const AUDIENCES_AT_ONCE = 25;

/**
 * Reads what is new once for everybody in this process who follows the feed, and judges it once for all of them who follow
 * with the same filter. It reads nothing while nobody follows.
 */
export class LiveFeed {
  private readonly audiences = new Map<string, Audience>();
  private readonly wholes = new WholeSnapshotCache(WHOLE_SNAPSHOTS);
  private readonly recent = new LRUCache<SnapshotLoaders, true>(RECENT_SLICES);
  private readonly stopping = new AbortController();
  private readonly failureListeners: ((error: unknown) => void)[] = [];
  private isFailing = false;
  /** Number of the batch up to which everything has been read, or is being read; undefined while nobody follows. */
  private taken: bigint | undefined;
  private running: Promise<void> | undefined;

  /** @param capacity items that wait for one follower at most */
  constructor(
    private readonly sources: LiveFeedSources,
    private readonly capacity: number,
  ) {}

  /** Opens a tap for everything that passes from now on. */
  async tap(attention: Attention): Promise<Tap> {
    while (this.taken === undefined) {
      const newest = await this.sources.batches.newest();
      this.taken ??= newest;
    }
    return this.join(attention, this.taken);
  }

  /** Lets nobody wait any more. */
  async close(): Promise<void> {
    this.stopping.abort();
    for (const { taps } of this.audiences.values()) for (const tap of taps) tap.runOver();
    await this.running;
  }

  /** Hears why what is new cannot be given out: once, until it can again. */
  onFailure(listener: (error: unknown) => void): void {
    this.failureListeners.push(listener);
  }

  get isClosed(): boolean {
    return this.stopping.signal.aborted;
  }

  get size(): FeedSize {
    const followers = [...this.audiences.values()].reduce((sum, { taps }) => sum + taps.size, 0);
    const { newest } = this.sources.news;
    const behind = this.taken === undefined || newest < this.taken ? 0 : Number(newest - this.taken);
    return { followers, filters: this.audiences.size, behind };
  }

  private join({ filter, hosts }: Attention, begin: bigint): Tap {
    const key = JSON.stringify([filterText(filter), hosts && [...hosts].sort()]);
    const audience = this.audiences.get(key) ?? new Audience(filter, hosts && new Set(hosts), this.sources.search);
    this.audiences.set(key, audience);
    const tap = new Tap(behind(begin), this.capacity, () => this.leave(key, audience, tap));
    audience.taps.add(tap);
    this.running ??= this.run();
    return tap;
  }

  private leave(key: string, audience: Audience, tap: Tap): void {
    audience.taps.delete(tap);
    if (!audience.taps.size && this.audiences.get(key) === audience) this.audiences.delete(key);
  }

  /** Reads on until something is new and nobody follows any more. */
  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (this.audiences.size && !signal.aborted) {
      const before = this.taken as bigint;
      try {
        const hadMore = await this.advance(before);
        this.isFailing = false;
        if (!hadMore) await this.sources.news.wait(this.taken as bigint, signal);
      } catch (error) {
        // Taps let nothing through twice that they begin behind.
        this.taken = before;
        this.tellFailure(error);
        await setTimeout(PAUSE, undefined, { signal }).catch(() => undefined);
      }
    }
    // In one go: who joins now starts anew.
    this.taken = this.running = undefined;
  }

  private tellFailure(error: unknown): void {
    if (!this.isFailing) for (const listener of this.failureListeners) listener(error);
    this.isFailing = true;
  }

  /** @returns whether there was anything to read */
  private async advance(before: bigint): Promise<boolean> {
    const { newest } = this.sources.news;
    const batches = someOf((await this.sources.batches.after(before, false, MOST_BATCHES)).batches);
    const last = batches.at(-1);
    // Numbers may be drawn and given up.
    if (!last) this.taken = newest > before ? newest : before;
    if (!last) return false;
    this.taken = last.number;
    // Who joins from here on begins behind these.
    const audiences = [...this.audiences.values()];
    const items = await this.read(batches, before);
    for (const { event } of items) this.sources.onHost(event.host);
    const envelopes = await this.envelopes(items);
    for (let i = 0; i < items.length; i += SLICE) {
      const candidates = await this.candidates(items.slice(i, i + SLICE), envelopes);
      await give(audiences, { candidates, position: (candidates.at(-1) as Candidate).item.position });
    }
    await give(audiences, { candidates: [], position: behind(last.number) });
    return true;
  }

  private read(batches: readonly FeedBatch[], before: bigint): Promise<FeedItem[]> {
    const events = batches.reduce((sum, { stored }) => sum + stored, 0);
    return this.sources.reader.readStretch(EVERYTHING, batches, behind(before), events);
  }

  /**
   * Whole documents, as filters see them: many at once would outlive the collector's first round. An item may wait long for
   * a slow follower, and must not keep what its neighbours refer to. One that cannot be put together, and never could, goes
   * on without: its followers are told, and others wait for it no longer.
   */
  private async candidates(
    items: readonly FeedItem[],
    envelopes: ReadonlyMap<string, StoredEnvelope>,
  ): Promise<Candidate[]> {
    const loaders = new SnapshotLoaders(this.sources.snapshots, undefined, this.wholes);
    const snapshots = new WeakRef(loaders);
    const candidates = await Promise.all(
      items.map(async (item) => {
        const { event } = item;
        try {
          const document = await loaders.document(event.fragment);
          const matched = new MatchedEvent(event, document, envelopes.get(event.envelopeId ?? ''));
          return { item: { ...item, snapshots, weight: matched.weight }, matched };
        } catch (error) {
          if (error instanceof AppError) throw error;
          return { item: { ...item, weight: 0 }, matched: undefined };
        }
      }),
    );
    const size = 1 + candidates.reduce((sum, { item }) => sum + item.weight, 0);
    this.recent.set(loaders, true, { size });
    return candidates;
  }

  /** By id. Conditions on one that cannot be had are asked of the database. */
  private async envelopes(items: readonly FeedItem[]): Promise<ReadonlyMap<string, StoredEnvelope>> {
    const ids = [...new Set(items.flatMap(({ event }) => event.envelopeId ?? []))];
    const loaded = ids.length ? await this.sources.envelopes.load(ids) : [];
    return new Map(ids.flatMap((id, i) => (loaded[i] instanceof Error ? [] : [[id, loaded[i] as StoredEnvelope]])));
  }
}

async function give(audiences: readonly Audience[], news: News): Promise<void> {
  for (const [i, audience] of audiences.entries()) {
    audience.give(news);
    if (i % AUDIENCES_AT_ONCE === 0) await setImmediate();
  }
}

function someOf(batches: readonly FeedBatch[]): FeedBatch[] {
  let events = 0;
  const enough = batches.findIndex(({ stored }) => (events += stored) >= ENOUGH_EVENTS);
  return enough < 0 ? [...batches] : batches.slice(0, enough + 1);
}

/** Filters with equal texts are equal. */
function filterText(filter: Filter): string {
  return JSON.stringify(filter, (_key, value: unknown) =>
    typeof value === 'bigint' ? { bigint: String(value) } : value,
  );
}
