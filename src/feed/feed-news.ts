import { BATCH_CHANNEL } from '../database/channels.js';
import type { Notifications } from '../database/notifications.js';
import type { BatchStore } from './batch-store.js';

/** Milliseconds after which somebody who waits looks for themselves: a pooler in between may swallow notifications. */
const LOOK_INTERVAL = 2_000;

/** Knows of new batches as soon as they are committed, by whichever process. */
export class FeedNews {
  private known = 0n;
  private readonly listeners = new Set<(number: bigint) => void>();
  private readonly stopped = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    notifications: Notifications,
    private readonly batches: BatchStore,
  ) {
    notifications.on(BATCH_CHANNEL, (payload) => this.advance(BigInt(payload)));
    notifications.onGap(() => void this.look());
    this.stopped.signal.addEventListener('abort', () => clearInterval(this.timer));
  }

  /** Number of the newest batch that is known of. */
  get newest(): bigint {
    return this.known;
  }

  /**
   * Hears of every step ahead: with the number of the newest batch, though not of every batch by itself.
   *
   * @returns a function that ends the listening
   */
  onBatch(listener: (number: bigint) => void): () => void {
    this.listeners.add(listener);
    if (!this.stopped.signal.aborted) this.timer ??= setInterval(() => void this.look(), LOOK_INTERVAL).unref();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  /**
   * Waits for a batch behind a number. It also ends when `signal` says so, and when nobody is to wait any more.
   *
   * @returns whether there is one
   */
  async wait(after: bigint, signal: AbortSignal): Promise<boolean> {
    if (this.known > after) return true;
    // `AbortSignal.any` would leave something behind at signals that live as long as the process, for every waiting.
    const stops = [signal, this.stopped.signal];
    if (stops.some(({ aborted }) => aborted)) return false;
    return new Promise<boolean>((resolve) => {
      const end = (): void => {
        unlisten();
        for (const stop of stops) stop.removeEventListener('abort', end);
        resolve(this.known > after);
      };
      const unlisten = this.onBatch((number) => {
        if (number > after) end();
      });
      for (const stop of stops) stop.addEventListener('abort', end);
    });
  }

  /** Lets nobody wait from now on. */
  close(): void {
    this.stopped.abort();
  }

  /** What cannot be asked for now is asked for the next time. */
  private async look(): Promise<void> {
    const newest = await this.batches.newest().catch(() => 0n);
    this.advance(newest);
  }

  private advance(number: bigint): void {
    if (number <= this.known) return;
    this.known = number;
    for (const listener of [...this.listeners]) listener(number);
  }
}
