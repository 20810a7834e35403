/** The nearest ranks, as text in milliseconds. */
export function percentiles(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN).toFixed(0);
  return `p50 ${at(0.5).padStart(6)}   p95 ${at(0.95).padStart(6)}   p99 ${at(0.99).padStart(6)}   of ${sorted.length}`;
}

export function percentile(milliseconds: readonly number[], share: number): number {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
