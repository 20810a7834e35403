import { Readable } from 'node:stream';
import type { Services } from '../../src/services.js';

export type Entry = Readonly<Record<string, unknown>>;

/** Makes processes and events of one host, told by seconds since a moment. */
export class Family {
  private readonly start: number;

  constructor(start: string) {
    this.start = Date.parse(start);
  }

  /** A process known exactly. */
  readonly exec = (comm: string, pid: number, ppid: number, second: number, more: Entry = {}): Entry => ({
    pid,
    ppid,
    comm,
    exec_time: this.time(second),
    ...more,
  });

  /** An event of a process with its lineage, the nearest ancestor first. */
  readonly event = (second: number, process: Entry, ...ancestors: Entry[]): Entry => ({
    evt: { name: 'open' },
    date: this.time(second),
    process: lineage(process, ...ancestors),
  });

  readonly time = (second: number): string => new Date(this.start + second * 1000).toISOString();
}

/** A process with its lineage, the nearest ancestor first. */
export function lineage(process: Entry, ...ancestors: Entry[]): Entry {
  return { ...process, ...(ancestors[0] && { parent: ancestors[0], ancestors }) };
}

/** Stores events by the way that all events take. */
export async function storeEvents(services: Services, events: readonly Entry[], host = 'h'): Promise<void> {
  const text = events.map((event) => JSON.stringify(event)).join('\n');
  const report = await services.ingest.ingest(Readable.from([Buffer.from(text)]), { host });
  if (report.deadLetters.length) throw new Error(`Not stored: ${JSON.stringify(report.deadLetters)}`);
}
