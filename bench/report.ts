import { median } from './median.js';
import type { Run } from './measure.js';

/** What Spoor has to reach against the alternative. */
const LEAST_SPEED = 1.5;
const MOST_SPACE = 0.35;

/** Every run of one way, and their medians. */
export function printRuns(name: string, runs: readonly Run[]): void {
  for (const [i, run] of runs.entries()) console.log(line(`${name}, run ${i + 1}`, run));
  console.log(`${line(`${name}, median`, medianRun(runs))}\n`);
}

/** @returns whether both goals are reached */
export function printVerdict(spoor: readonly Run[], copy: readonly Run[]): boolean {
  const [ours, theirs] = [medianRun(spoor), medianRun(copy)];
  const speed = ours.eventsPerSecond / theirs.eventsPerSecond;
  const space = ours.storedBytesPerEvent / theirs.storedBytesPerEvent;
  console.log(verdict('events/s', speed, `at least ${LEAST_SPEED}`, speed >= LEAST_SPEED));
  console.log(verdict('bytes/event', space, `at most ${MOST_SPACE}`, space <= MOST_SPACE));
  return speed >= LEAST_SPEED && space <= MOST_SPACE;
}

function line(name: string, run: Run): string {
  return [
    name.padEnd(24),
    `${run.seconds.toFixed(1)} s`.padStart(9),
    `${run.eventsPerSecond.toFixed(0)} events/s`.padStart(16),
    `${run.megabytesPerSecond.toFixed(1)} MB/s`.padStart(12),
    `${run.storedBytesPerEvent.toFixed(0)} bytes/event`.padStart(20),
  ].join('');
}

function verdict(name: string, ratio: number, goal: string, isReached: boolean): string {
  return `${name.padEnd(12)} ${ratio.toFixed(2)} x of two COPYs, wanted ${goal}: ${isReached ? 'PASS' : 'miss'}`;
}

function medianRun(runs: readonly Run[]): Run {
  return {
    seconds: median(runs.map((run) => run.seconds)),
    eventsPerSecond: median(runs.map((run) => run.eventsPerSecond)),
    megabytesPerSecond: median(runs.map((run) => run.megabytesPerSecond)),
    storedBytesPerEvent: median(runs.map((run) => run.storedBytesPerEvent)),
  };
}
