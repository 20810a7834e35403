import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import type { IngestReport } from '../ingest/ingest-report.js';
import { IngestInterrupted, type IngestPipeline } from '../ingest/pipeline.js';
import { StreamBroken } from '../ingest/stream-chunks.js';
import { startServices } from '../services.js';
import { grouped, perSecond, showProgress, type ImportProgress } from './import-progress.js';
import { ImportSource, displayName, totalBytes } from './import-source.js';
import { StopRequest } from './stop-request.js';

/**
 * `spoor import`: stores the events of files, one file after the other.
 *
 * @returns the exit code: 0 unless something could not be stored at all
 */
export async function importFiles(
  config: Config,
  files: readonly string[],
  options: { readonly host?: string },
): Promise<number> {
  const stop = new StopRequest();
  const services = await startServices(config);
  const progress = showProgress(totalBytes(files), process.stderr);
  const run = new ImportRun(services.ingest, options.host ? { host: options.host } : {}, stop, progress);
  try {
    for (const file of files) if (!(await run.import(file))) break;
  } finally {
    progress.stop();
    await services.close();
  }
  run.summarize();
  if (run.mistake) throw run.mistake;
  return stop.exitCode ?? (run.hasFailed ? 1 : 0);
}

/** Somebody pressed Ctrl-C. */
class StopRequested extends Error {}

/** Milliseconds for the batches in flight to come through before a source that gives nothing is closed. */
const GRACE = 1000;

type Counts = Pick<IngestReport, 'received' | 'stored' | 'duplicates' | 'deadLetterCount'>;

const NOTHING: Counts = { received: 0, stored: 0, duplicates: 0, deadLetterCount: 0 };

class ImportRun {
  hasFailed = false;
  /** An error that is ours. What was committed is told all the same. */
  mistake: Error | undefined;
  private readonly start = performance.now();
  private milliseconds = 0;
  private total = NOTHING;
  private readonly messages: string[] = [];

  constructor(
    private readonly ingest: IngestPipeline,
    private readonly envelope: { readonly host?: string },
    private readonly stop: StopRequest,
    private readonly progress: ImportProgress,
  ) {}

  /** @returns whether the next file may follow */
  async import(file: string): Promise<boolean> {
    if (this.stop.exitCode !== undefined) return false;
    const source = new ImportSource(file, (bytes) => this.progress.read(bytes));
    this.stop.onRequest(() => setTimeout(() => source.close(new StopRequested()), GRACE).unref());
    try {
      const report = await this.ingest.ingest(source, this.envelope, {
        onProgress: (committed) => this.advance(committed),
      });
      this.add(file, report);
      if (!report.received) this.say(`${displayName(file)} is empty: there is nothing to import`);
      return true;
    } catch (error) {
      if (!(error instanceof IngestInterrupted)) throw error;
      this.add(file, error.report);
      return this.explain(file, error);
    } finally {
      source.close();
      this.milliseconds = performance.now() - this.start;
    }
  }

  /** The counts on standard output, all that needs attention on standard error. */
  summarize(): void {
    const { milliseconds } = this;
    const { received, stored, duplicates, deadLetterCount } = this.total;
    const rate = grouped(perSecond(received, milliseconds));
    process.stderr.write(this.messages.map((line) => `${line}\n`).join(''));
    process.stdout.write(
      `received      ${grouped(received)}\n` +
        `stored        ${grouped(stored)}\n` +
        `duplicates    ${grouped(duplicates)}\n` +
        `dead letters  ${grouped(deadLetterCount)}\n` +
        `time          ${(milliseconds / 1000).toFixed(1)} s (${rate} events/s)\n`,
    );
  }

  private advance(committed: IngestReport): void {
    this.progress.committed(sum(this.total, committed));
    // Ends the stream between two batches: no document is cut, and what is in flight still comes through.
    if (this.stop.exitCode !== undefined) throw new StopRequested();
  }

  private add(file: string, report: IngestReport): void {
    this.total = sum(this.total, report);
    for (const line of deadLetterLines(file, report)) this.say(line);
  }

  /** @returns whether the next file may follow */
  private explain(file: string, { cause, report }: IngestInterrupted): boolean {
    const name = displayName(file);
    if (isStop(cause)) {
      this.say(`The import was stopped in ${name}; ${committed(report)}`);
      return false;
    }
    this.hasFailed = true;
    if (cause instanceof StreamBroken) {
      this.say(`${name} could not be read to its end: ${cause.message}; ${committed(report)}`);
      return true;
    }
    const message = cause instanceof Error ? cause.message : String(cause);
    if (!(cause instanceof AppError)) this.mistake = cause instanceof Error ? cause : new Error(message);
    this.say(`The import ended in ${name}: ${message}; ${committed(report)}`);
    return false;
  }

  private say(line: string): void {
    this.messages.push(line);
  }
}

function isStop(cause: unknown): boolean {
  return cause instanceof StopRequested || (cause instanceof StreamBroken && cause.cause instanceof StopRequested);
}

function committed({ received, stored, duplicates, deadLetterCount }: IngestReport): string {
  if (!received) return 'nothing of it is committed';
  const counts = `${grouped(stored)} events, ${grouped(duplicates)} duplicates and ${grouped(deadLetterCount)} dead letters`;
  return `${counts} of it are committed, and importing it again completes it without storing anything twice`;
}

function sum(a: Counts, b: Counts): Counts {
  return {
    received: a.received + b.received,
    stored: a.stored + b.stored,
    duplicates: a.duplicates + b.duplicates,
    deadLetterCount: a.deadLetterCount + b.deadLetterCount,
  };
}

/** Dead letters that are listed; all of them are stored. */
const LISTED_DEAD_LETTERS = 20;

function deadLetterLines(file: string, { deadLetters, deadLetterCount }: IngestReport): string[] {
  const lines = deadLetters.slice(0, LISTED_DEAD_LETTERS).map(({ index, code, pointer, message }) => {
    return `${displayName(file)}, document ${index}: ${code} at ${JSON.stringify(pointer)}: ${message}`;
  });
  const rest = deadLetterCount - lines.length;
  if (rest)
    lines.push(`${displayName(file)}: ${grouped(rest)} more dead letters; all are stored in the table dead_letter`);
  return lines;
}
