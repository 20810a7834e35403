import type { BatchWriter } from './batch-writer.js';
import type { NormalizedBatch } from './normalizer.js';

/** What became of a stream of documents. */
export interface IngestReport {
  readonly received: number;
  readonly stored: number;
  readonly duplicates: number;
  /** The first of them, in the order of the stream; all of them are stored. */
  readonly deadLetters: readonly ReportedDeadLetter[];
  readonly deadLetterCount: number;
  /** Number of the last batch that stored something, null when nothing was new. */
  readonly batch: number | null;
}

export interface ReportedDeadLetter {
  /** Position of the document in the stream, from 0. */
  readonly index: number;
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

/** A report names this many dead letters at most, so that a stream of garbage cannot fill the memory. */
const NAMED_DEAD_LETTERS = 1000;

/** Adds up batches. */
export class ReportBuilder {
  private received = 0;
  private stored = 0;
  private duplicates = 0;
  private deadLetterCount = 0;
  private deadLetters: ReportedDeadLetter[] = [];
  private batch: number | null = null;

  add(batch: NormalizedBatch, written: Awaited<ReturnType<BatchWriter['write']>>): void {
    this.received += batch.received;
    this.stored += written.stored;
    this.duplicates += written.duplicates;
    this.deadLetterCount += batch.deadLetters.length;
    const letters = batch.deadLetters.map(({ index, code, pointer, message }) => ({ index, code, pointer, message }));
    // Batches come in any order, and the first letters may come last.
    this.deadLetters = [...this.deadLetters, ...letters].sort((a, b) => a.index - b.index).slice(0, NAMED_DEAD_LETTERS);
    if (written.number !== undefined) this.batch = Math.max(this.batch ?? 0, Number(written.number));
  }

  report(): IngestReport {
    const { received, stored, duplicates, deadLetterCount, batch } = this;
    return { received, stored, duplicates, deadLetters: this.deadLetters, deadLetterCount, batch };
  }
}
