import { SingleBar } from 'cli-progress';
import type { IngestReport } from '../ingest/ingest-report.js';

/** Shows how far an import is: a bar where somebody watches, a line every few seconds otherwise. */
export interface ImportProgress {
  /** Bytes read from the files, of the total. */
  read(bytes: number): void;
  /** What is committed. */
  committed(report: CommittedCounts): void;
  stop(): void;
}

export type CommittedCounts = Pick<IngestReport, 'received' | 'stored'>;

/** @param totalBytes undefined where it is not known, as of standard input */
export function showProgress(totalBytes: number | undefined, output: NodeJS.WriteStream): ImportProgress {
  return output.isTTY && totalBytes !== undefined ? new Bar(totalBytes, output) : new Lines(output);
}

class Bar implements ImportProgress {
  private readonly bar: SingleBar;
  private readonly start = performance.now();
  private readonly restore = (): void => this.bar.stop();
  private bytes = 0;

  constructor(totalBytes: number, stream: NodeJS.WriteStream) {
    const format = '{bar} {percentage}%  {received} events  {rate} events/s';
    this.bar = new SingleBar({ stream, format, barCompleteChar: '█', barIncompleteChar: '░', hideCursor: true });
    this.bar.start(totalBytes, 0, { received: '0', rate: '0' });
    // A second Ctrl-C ends the process at once; the terminal gets its cursor back all the same.
    process.once('exit', this.restore);
  }

  read(bytes: number): void {
    this.bar.update((this.bytes += bytes));
  }

  committed({ received }: CommittedCounts): void {
    const rate = perSecond(received, performance.now() - this.start);
    this.bar.update(this.bytes, { received: grouped(received), rate: grouped(rate) });
  }

  stop(): void {
    process.off('exit', this.restore);
    this.restore();
  }
}

/** Milliseconds between two lines. */
const LINE_INTERVAL = 3000;

class Lines implements ImportProgress {
  private readonly start = performance.now();
  private latest = performance.now();

  constructor(private readonly output: NodeJS.WritableStream) {}

  read(): void {
    // Bytes say nothing where their total is unknown.
  }

  committed({ received, stored }: CommittedCounts): void {
    const now = performance.now();
    if (now - this.latest < LINE_INTERVAL) return;
    this.latest = now;
    const rate = perSecond(received, now - this.start);
    this.output.write(`${grouped(received)} received, ${grouped(stored)} stored, ${grouped(rate)} events/s\n`);
  }

  stop(): void {
    // The counts at the end are the last line.
  }
}

export function perSecond(count: number, milliseconds: number): number {
  return Math.round((count * 1000) / Math.max(milliseconds, 1));
}

/** 1234567 as 1,234,567. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
