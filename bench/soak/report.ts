import type { Asked, Delivered, MemorySample } from './messages.js';
import { percentile, percentiles } from './percentiles.js';
import type { ServerUnderTest } from './server-under-test.js';
import { slope } from './slope.js';
import type { StoredCounts } from './stored-counts.js';

export interface Soak {
  readonly measured: Delivered;
  readonly delivered: Delivered;
  /** Events a second. */
  readonly wanted: number;
  readonly asked: Asked;
  /** The same questions, asked while nothing was delivered. */
  readonly quiet: Asked;
  readonly stored: StoredCounts;
  readonly server: ServerUnderTest;
}

/** Share of the heap at the beginning by which it may have grown in the end. */
const MOST_GROWTH = 0.1;

/** Samples of the beginning that are left out: caches fill. */
const WARMING_UP = 0.25;

/** @returns whether nothing was lost, nothing doubled, nothing failed, and the heap is flat */
export function printSoak(soak: Soak): boolean {
  const verdicts = [printCounts(soak), printTimes(soak), printMemory(soak.server)];
  return verdicts.every(Boolean);
}

function printCounts({ measured, delivered, stored, wanted }: Soak): boolean {
  const sent = measured.sent + delivered.sent;
  const acknowledged = measured.acknowledged + delivered.acknowledged;
  const isEqual =
    sent === acknowledged && sent === stored.events + stored.deadLetters && stored.events === stored.counted;
  const rate = delivered.acknowledged / delivered.seconds;
  console.log(`delivered ${rate.toFixed(0)} events/s, ${((100 * rate) / wanted).toFixed(1)}% of what was wanted`);
  console.log(
    `sent ${sent}, acknowledged ${acknowledged}, stored ${stored.events} events and ${stored.deadLetters} dead letters, ` +
      `counted ${stored.counted}: ${isEqual ? 'PASS' : 'MISS'}`,
  );
  return isEqual;
}

function printTimes({ delivered, asked, quiet }: Soak): boolean {
  console.log('\nmilliseconds');
  console.log(`${'a batch delivered'.padEnd(20)} ${percentiles(delivered.milliseconds)}`);
  for (const [name, milliseconds] of Object.entries(asked.milliseconds)) {
    const ratio = percentile(milliseconds, 0.5) / percentile(quiet.milliseconds[name] ?? [], 0.5);
    console.log(`${name.padEnd(20)} ${percentiles(milliseconds)}   p50 ${ratio.toFixed(1)} x without delivery`);
  }
  const errors = { ...delivered.refusals, ...asked.errors };
  const count = Object.values(errors).reduce((a, b) => a + b, 0);
  console.log(`errors               ${count ? JSON.stringify(errors) : 'none'}`);
  return count === 0;
}

function printMemory({ samples, peakRssMiB }: ServerUnderTest): boolean {
  const first = samples[0] as MemorySample;
  const last = samples.at(-1) as MemorySample;
  const settled = samples.slice(Math.floor(samples.length * WARMING_UP));
  const byMinute = (value: (sample: MemorySample) => number): number =>
    slope(settled.map((sample) => [sample.seconds / 60, value(sample)] as const));
  const heapSlope = byMinute(({ heapMiB }) => heapMiB);
  const minutes = (last.seconds - (settled[0]?.seconds ?? 0)) / 60;
  const growth = (heapSlope * minutes) / (settled[0]?.heapMiB ?? 1);
  const isFlat = growth < MOST_GROWTH;
  const highest = Math.max(...samples.map(({ heapMiB }) => heapMiB));
  console.log('\nMiB of the server     start     peak      end   a minute');
  console.log(row('heap after a GC', first.heapMiB, highest, last.heapMiB, heapSlope));
  console.log(
    row(
      'RSS',
      first.rssMiB,
      peakRssMiB,
      last.rssMiB,
      byMinute(({ rssMiB }) => rssMiB),
    ),
  );
  console.log(
    `heap grew by ${(100 * growth).toFixed(1)}% in ${minutes.toFixed(1)} minutes: ${isFlat ? 'PASS' : 'MISS'}`,
  );
  return isFlat;
}

function row(name: string, ...values: readonly number[]): string {
  return name.padEnd(18) + values.map((value) => value.toFixed(1).padStart(9)).join('');
}
