/** Milliseconds of many requests, and how many were answered a second. */
export interface Latencies {
  readonly requests: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly perSecond: number;
  /** Requests that Spoor gave up; their time is in the others as it is. */
  readonly timeouts: number;
}

/** One request that was measured. */
export interface Measured {
  readonly body: Buffer;
  readonly milliseconds: number;
  readonly isTimeout: boolean;
}

/** @param seconds from the first request sent to the last one answered, by all clients together */
export function latencies(measured: readonly Measured[], seconds: number): Latencies {
  const sorted = measured.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    requests: sorted.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    perSecond: sorted.length / seconds,
    timeouts: measured.filter(({ isTimeout }) => isTimeout).length,
  };
}

/** The nearest rank: a time that was measured, never one between two. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
