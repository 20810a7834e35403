import { comparePositions, type FeedPosition } from '../feed-position.js';
import type { FeedItem } from '../feed-reader.js';

/** Bytes of events that wait for one follower, about: a single one may have more than a megabyte. */
const MOST_BYTES = 16_777_216;

/**
 * What one follower has not taken yet of what is new. It holds so many items and no more: when its follower is too slow for
 * that it runs over, holds nothing any more, and the follower reads the database instead.
 */
export class Tap {
  private items: FeedItem[] = [];
  private weight = 0;
  private isOver = false;
  private place: FeedPosition;
  private wake: () => void = () => undefined;

  /**
   * @param begin everything behind it will come through this tap
   * @param capacity items
   */
  constructor(
    readonly begin: FeedPosition,
    private readonly capacity: number,
    /** Lets go of it. */
    readonly close: () => void,
  ) {
    this.place = begin;
  }

  /** Behind everything that it was given, or that it was not given because it does not pass. */
  get position(): FeedPosition {
    return this.place;
  }

  /** @param position up to where these are all that pass */
  push(items: readonly FeedItem[], position: FeedPosition): void {
    if (this.isOver) return;
    // What was read before it was opened, or is read again after a failure, it has had.
    for (const item of items) if (comparePositions(item.position, this.place) > 0) this.add(item);
    if (this.items.length > this.capacity || this.weight > MOST_BYTES) return this.runOver();
    if (comparePositions(position, this.place) > 0) this.place = position;
    if (this.items.length) this.wake();
  }

  /** From now on the follower is on its own. */
  runOver(): void {
    this.isOver = true;
    this.items = [];
    this.weight = 0;
    this.wake();
  }

  /**
   * Waits for items, and takes some. None when `signal` ended the waiting.
   *
   * @returns undefined when it has run over
   */
  async take(limit: number, signal: AbortSignal): Promise<FeedItem[] | undefined> {
    if (!this.items.length && !this.isOver && !signal.aborted) await this.waitForItems(signal);
    if (this.isOver) return undefined;
    const taken = this.items.splice(0, limit);
    for (const { weight = 0 } of taken) this.weight -= weight;
    return taken;
  }

  /** Whether everything that it was given was taken. */
  get isEmpty(): boolean {
    return this.items.length === 0;
  }

  private add(item: FeedItem): void {
    this.items.push(item);
    this.weight += item.weight ?? 0;
  }

  private waitForItems(signal: AbortSignal): Promise<void> {
    return new Promise<void>((resolve) => {
      this.wake = () => {
        signal.removeEventListener('abort', this.wake);
        this.wake = () => undefined;
        resolve();
      };
      signal.addEventListener('abort', this.wake);
    });
  }
}
