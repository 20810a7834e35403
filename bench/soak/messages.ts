/** What the bench and its processes say to each other. */
export type ToSender =
  | {
      readonly kind: 'deliver';
      readonly connections: number;
      readonly eventsPerSecond: number | undefined;
      /** Milliseconds between tries at most, which grow as those of agents do. */
      readonly longestPause?: number;
    }
  | { readonly kind: 'stop' };

export interface Delivered {
  readonly sent: number;
  readonly acknowledged: number;
  readonly requests: number;
  /** Milliseconds of every request that was acknowledged at once or after tries, from its first byte to its last answer. */
  readonly milliseconds: readonly number[];
  /** How often each status came that acknowledged nothing; 0 is a broken connection. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly seconds: number;
}

export interface Asked {
  readonly milliseconds: Readonly<Record<string, readonly number[]>>;
  readonly errors: Readonly<Record<string, number>>;
}

export interface MemorySample {
  readonly seconds: number;
  readonly rssMiB: number;
  /** Of the main thread, after a collection. */
  readonly heapMiB: number;
}
