import type { RequestScope } from '../observability/request-scope.js';
import { RowsGone, type BatchWriter, type WrittenBatch } from './batch-writer.js';
import { documentCount, sliceChunk, type DocumentChunk } from './document-chunk.js';
import { snapshotIds, type NormalizedBatch } from './normalizer.js';
import type { NormalizerPool } from './normalizer-pool.js';

/** Hears of every batch that is committed: how many bytes of documents it was, and how long it took, in milliseconds. */
export type BatchListener = (
  batch: NormalizedBatch,
  written: WrittenBatch,
  bytes: number,
  milliseconds: number,
  source: string | undefined,
) => void;

/** What is to become of chunks. */
export interface Task {
  readonly add: AddBatch;
  /** Whether what is no event is kept as a dead letter; else it is only told. */
  readonly keepsLetters?: boolean;
  readonly scope?: RequestScope | undefined;
}

/** Adds a batch up, for whoever sent it. */
export type AddBatch = (batch: NormalizedBatch, written: WrittenBatch) => void;

interface Parts {
  readonly normalizers: NormalizerPool;
  readonly writer: BatchWriter;
  readonly onBatch: BatchListener | undefined;
  readonly now: () => number;
}

/** Takes chunks all the way: normalize, write, learn what is committed. */
export class ChunkStore {
  constructor(private readonly parts: Parts) {}

  /** Returns once every document of the chunk is committed, as an event or as a dead letter. */
  async store(chunk: DocumentChunk, task: Task): Promise<void> {
    const { add, keepsLetters = true, scope } = task;
    const { normalizers, writer, onBatch, now } = this.parts;
    const start = performance.now();
    const batch = await normalizers.normalize(chunk, now());
    try {
      const written = await writer.write(keepsLetters ? batch : { ...batch, deadLetters: [] }, scope);
      add(batch, written);
      const milliseconds = performance.now() - start;
      onBatch?.(batch, written, byteLength(chunk), milliseconds, scope?.route);
      normalizers.learn(snapshotIds(batch));
    } catch (error) {
      if (error instanceof RowsGone) {
        // What was left out because it was stored has expired meanwhile: with the rows themselves, it can be written.
        normalizers.distrust(error.before);
        return this.store(chunk, task);
      }
      if (!isDataError(error)) throw error;
      for (const part of partsOf(chunk, error)) await this.store(part, task);
    }
  }
}

/** Some document holds what Postgres refuses and our check did not foresee: find it, and let its neighbours in. */
function partsOf(chunk: DocumentChunk, problem: Error): DocumentChunk[] {
  const count = documentCount(chunk);
  if (count > 1) {
    const middle = count >> 1;
    return [sliceChunk(chunk, 0, middle), sliceChunk(chunk, middle, count)];
  }
  if (chunk.flawed.length) throw problem;
  const byteLength = (chunk.ranges[1] as number) - (chunk.ranges[0] as number);
  return [{ ...chunk, flawed: [{ position: 0, byteLength, reason: 'unstorable', problem: problem.message }] }];
}

/** Of the documents alone: a part of a chunk keeps the bytes of the whole. */
function byteLength({ ranges }: DocumentChunk): number {
  return ranges.length ? (ranges.at(-1) as number) - (ranges[0] as number) : 0;
}

/** SQLSTATE classes 21, 22, 23 and 54: the data's fault, not the database's. */
function isDataError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(21|22|23|54)...$/.test(String(error.code));
}
