import type { Delivered } from '../soak/messages.js';
import type { LatencyStep } from './latency-step.js';
import type { Account } from './messages.js';

/** Three digits that mean something; of what there is none, a dash. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 100) return grouped(Math.round(value));
  return value.toFixed(value >= 10 ? 0 : 1);
}

export function grouped(value: number): string {
  return value.toLocaleString('en');
}

export function titleOf({ mode, subscribers }: LatencyStep): string {
  const name = subscribers === 1 ? '1 subscriber' : `${grouped(subscribers)} subscribers`;
  return mode === 'push' ? name : `${name.replace('subscriber', 'poller')}, every second`;
}

export function serversText(count: number): string {
  return count === 1 ? '1 server' : `${count} servers`;
}

/** What should not have been, or nothing. */
export function flawsText({ missed, duplicates, foreign, problems }: Account): string {
  const counts = Object.entries({ missed, twice: duplicates, 'not asked for': foreign, ...problems });
  const found = counts.filter(([, count]) => count > 0).map(([name, count]) => `${grouped(count)} ${name}`);
  return found.length ? `; ${found.join(', ')}` : '';
}

/** By status; 0 is a broken connection. */
export function refusalsText({ refusals }: Delivered): string {
  const found = Object.entries(refusals).map(([status, count]) => `${count} x ${status}`);
  return found.length ? `; refused: ${found.join(', ')}` : '';
}
