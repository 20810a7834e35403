import { setImmediate } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import type { IngestReport } from '../ingest/ingest-report.js';
import type { IngestPipeline } from '../ingest/pipeline.js';
import { simulate } from '../simulator/simulate.js';
import type { SimulationOptions } from '../simulator/simulation-options.js';
import { grouped, perSecond } from './import-progress.js';

const DAY = 86_400_000;

/** Yesterday (UTC) of a small fleet. Every demo of a day makes the same events, so only the first one adds them. */
export function demoSimulation(now: number): SimulationOptions {
  return { events: 5000, hosts: 8, seed: 1, start: new Date(now - (now % DAY) - DAY), duration: DAY };
}

/**
 * Sends the demo's events through ingest, with a progress bar.
 *
 * @param isWanted asked between documents: once it says no, what is under way is finished and the rest left out
 * @returns a sentence about what became of them
 */
export async function storeDemoEvents(ingest: IngestPipeline, now: number, isWanted: () => boolean): Promise<string> {
  const simulation = demoSimulation(now);
  const day = simulation.start.toISOString().slice(0, 10);
  const title = `Simulated events of ${simulation.hosts} hosts on ${day}`;
  const start = performance.now();
  const progress = showProgress(title, simulation.events);
  try {
    const report = await ingest.ingest(
      documents(simulation, isWanted),
      {},
      {
        onProgress: ({ received }) => progress.update(received),
      },
    );
    progress.stop();
    return outcome(report, performance.now() - start);
  } catch (error) {
    progress.stop();
    throw error;
  }
}

async function* documents(simulation: SimulationOptions, isWanted: () => boolean): AsyncGenerator<Buffer, void> {
  let count = 0;
  for (const { text } of simulate(simulation)) {
    yield Buffer.from(`${text}\n`);
    // The simulator never waits; signals and the progress bar need their turn.
    if (++count % 50 === 0) await setImmediate();
    if (!isWanted()) return;
  }
}

function outcome({ received, stored, duplicates, deadLetterCount }: IngestReport, milliseconds: number): string {
  const time = `${(milliseconds / 1000).toFixed(1)} s`;
  if (received && duplicates === received) {
    return `All ${grouped(received)} events were stored already, by an earlier demo: nothing is stored twice (${time}).`;
  }
  const others = [
    ...(duplicates ? [`${grouped(duplicates)} were stored already`] : []),
    ...(deadLetterCount ? [`${grouped(deadLetterCount)} are dead letters`] : []),
  ];
  const rate = `${time}, ${grouped(perSecond(received, milliseconds))} events/s`;
  return `Stored ${[`${grouped(stored)} events`, ...others].join('; ')} (${rate}).`;
}

interface Progress {
  update(count: number): void;
  stop(): void;
}

/** A bar where somebody watches, a line every fifth otherwise. */
function showProgress(title: string, total: number): Progress {
  const output = process.stdout;
  if (output.isTTY) {
    const format = `${title}  {bar} {percentage}%  {value}/{total}`;
    const bar = new SingleBar({ stream: output, format, barCompleteChar: '█', barIncompleteChar: '░', barsize: 30 });
    bar.start(total, 0);
    return bar;
  }
  let shown = 0;
  return {
    update(count) {
      const fifth = Math.floor((count * 5) / total);
      if (fifth > shown) output.write(`${title}: ${grouped(count)} of ${grouped(total)}\n`);
      shown = Math.max(shown, fifth);
    },
    stop: () => undefined,
  };
}
