import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { simulate } from '../simulator/simulate.js';
import type { SimulationOptions } from '../simulator/simulation-options.js';

export interface SimulateOptions {
  readonly events: number;
  readonly hosts: number;
  readonly seed: number;
  readonly start?: Date;
  readonly hours: number;
}

/** Characters that are written at once. */
const WRITE_SIZE = 65_536;

/** `spoor simulate`: NDJSON on standard output, as fast as it is read. */
export async function simulateEvents({ events, hosts, seed, start, hours }: SimulateOptions): Promise<void> {
  const duration = hours * 3_600_000;
  const lines = Readable.from(blocks({ events, hosts, seed, start: start ?? yesterday(Date.now()), duration }));
  try {
    await pipeline(lines, process.stdout, { end: false });
  } catch (error) {
    // `| head` has seen enough.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

/** Midnight, so that a command gives the same bytes all day. */
function yesterday(now: number): Date {
  const day = 86_400_000;
  return new Date(Math.floor(now / day) * day - day);
}

function* blocks(options: SimulationOptions): Generator<string> {
  let block = '';
  for (const { text } of simulate(options)) {
    block += `${text}\n`;
    if (block.length < WRITE_SIZE) continue;
    yield block;
    block = '';
  }
  if (block) yield block;
}
