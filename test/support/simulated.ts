import { simulate } from '../../src/simulator/simulate.js';

const DAY = 86_400_000;

/** Events of a few hosts on the day before this one, as lines of JSON. */
export function simulatedLines(events: number, seed = 1): string[] {
  const start = new Date(Math.floor(Date.now() / DAY) * DAY - DAY);
  return [...simulate({ events, hosts: 3, seed, start, duration: DAY })].map(({ text }) => text);
}

/** The same as NDJSON. */
export function simulatedNdjson(events: number, seed?: number): string {
  return simulatedLines(events, seed)
    .map((line) => `${line}\n`)
    .join('');
}
