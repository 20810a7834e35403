import { createHash } from 'node:crypto';
import { simulate } from '#spoor/simulator/simulate.js';

/** The simulated events that are loaded: always the same ones for the same numbers. */
export interface EventStock {
  readonly events: number;
  readonly seed: number;
  readonly hosts: number;
  /** Half-open: `[start, end)`. */
  readonly start: Date;
  readonly end: Date;
}

/** Fixed, so that two runs are about the same events. */
const START = new Date('2026-11-13T00:00:00Z');
const DAYS = 7;
const HOSTS = 200;

export function eventStock(events: number, seed: number): EventStock {
  return { events, seed, hosts: HOSTS, start: START, end: new Date(START.getTime() + DAYS * 86_400_000) };
}

/** What `spoor simulate` takes. */
export function simulateArguments({ events, seed, hosts, start, end }: EventStock): string[] {
  const hours = (end.getTime() - start.getTime()) / 3_600_000;
  const options = { events, seed, hosts, hours, start: start.toISOString() };
  return ['simulate', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])];
}

/** Documents of which the digest is made: they come from most hosts, and a change to the simulator shows in some. */
const SAMPLE = 2000;

/** Changes when the simulator writes other documents. */
export function stockDigest({ events, seed, hosts, start, end }: EventStock): string {
  const hash = createHash('sha256');
  let sampled = 0;
  for (const { text } of simulate({ events, seed, hosts, start, duration: end.getTime() - start.getTime() })) {
    hash.update(text);
    if (++sampled === SAMPLE) break;
  }
  return hash.digest('hex').slice(0, 16);
}
