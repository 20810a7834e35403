import { AppError } from '../errors.js';
import { quote } from '../node-id.js';
import type { RequestScope } from '../observability/request-scope.js';
import type { BatchWriter } from './batch-writer.js';
import { overloaded, type ByteBudget, type ByteLease } from './byte-budget.js';
import type { ChunkLimits } from './chunk-builder.js';
import { ChunkStore, type AddBatch, type BatchListener } from './chunk-store.js';
import type { DocumentChunk, Envelope } from './document-chunk.js';
import { isHostName, LONGEST_HOST_NAME } from './host-name.js';
import { ReportBuilder, type IngestReport } from './ingest-report.js';
import type { DeadLetter } from './normalizer.js';
import type { NormalizerPool } from './normalizer-pool.js';
import { forEachChunk } from './stream-chunks.js';

export interface PipelineOptions extends ChunkLimits {
  /** Chunks of one stream that are on their way at once. */
  readonly chunksInFlight: number;
  readonly onBatch?: BatchListener;
}

/** Says whether the database takes anything at the moment. */
export interface Availability {
  /** @throws AppError `database.unavailable` */
  assertAvailable(): void;
}

export interface IngestOptions {
  /** Hears what is committed so far, after each batch. */
  readonly onProgress?: (report: IngestReport) => void;
  /** The request that the documents came with. */
  readonly scope?: RequestScope | undefined;
}

/** The stream broke, or the database did. What was committed before is in the report, and stays. */
export class IngestInterrupted extends Error {
  constructor(
    readonly report: IngestReport,
    override readonly cause: unknown,
  ) {
    super('Ingest was interrupted');
  }
}

/** The way of events into the database: split, decode, check, normalize, write, announce. */
export class IngestPipeline {
  private readonly underWay = new Set<Promise<IngestReport>>();
  private readonly chunks: ChunkStore;

  constructor(
    normalizers: NormalizerPool,
    writer: BatchWriter,
    private readonly budget: ByteBudget,
    private readonly options: PipelineOptions,
    private readonly database: Availability,
    now: () => number = Date.now,
  ) {
    this.chunks = new ChunkStore({ normalizers, writer, onBatch: options.onBatch, now });
  }

  /** Whether streams already wait for memory, so that one more had better come later. */
  get isOverloaded(): boolean {
    return this.budget.isExhausted;
  }

  /** Bytes of documents that are held in memory. */
  get bytesInFlight(): number {
    return this.budget.heldBytes;
  }

  /**
   * Asked before a byte of a body is read: what cannot be stored now had better not be taken into memory.
   *
   * @throws AppError `database.unavailable`, `ingest.overloaded`
   */
  admit(): void {
    this.database.assertAvailable();
    if (this.isOverloaded) throw overloaded();
  }

  /** Waits until nothing is under way. */
  async settle(): Promise<void> {
    while (this.underWay.size) await Promise.allSettled(this.underWay);
  }

  /**
   * Ingests a stream of NDJSON, a JSON array, or JSON objects. Returns once everything is committed.
   *
   * @throws AppError `input.invalid` for an envelope that names no possible host
   * @throws IngestInterrupted with a report of what was committed
   */
  async ingest(
    source: AsyncIterable<Uint8Array>,
    envelope: Envelope = {},
    options: IngestOptions = {},
  ): Promise<IngestReport> {
    checkEnvelope(envelope);
    const lease = this.budget.lease();
    const work = this.ingestLeased(source, envelope, options, lease).finally(() => {
      lease.shrinkTo(0);
      this.underWay.delete(work);
    });
    this.underWay.add(work);
    return work;
  }

  private async ingestLeased(
    source: AsyncIterable<Uint8Array>,
    envelope: Envelope,
    { onProgress, scope }: IngestOptions,
    lease: ByteLease,
  ): Promise<IngestReport> {
    const progress = new ReportBuilder();
    const inFlight = new Set<Promise<void>>();
    let failure: { readonly error: unknown } | undefined;
    const launch = async (chunk: DocumentChunk): Promise<void> => {
      const release = lease.handOver(chunk.bytes.length);
      const work: Promise<void> = this.chunks
        .store(chunk, { add: (batch, written) => progress.add(batch, written), scope })
        .then(() => onProgress?.(progress.report()))
        .catch((error: unknown) => void (failure ??= { error }))
        .finally(() => {
          release();
          inFlight.delete(work);
        });
      inFlight.add(work);
      if (inFlight.size >= this.options.chunksInFlight) await Promise.race(inFlight);
      if (failure) throw failure.error;
    };

    try {
      await forEachChunk(source, { envelope, lease, limits: this.options }, launch);
      await Promise.all(inFlight);
      if (failure) throw failure.error;
    } catch (error) {
      await Promise.all(inFlight);
      throw new IngestInterrupted(progress.report(), error);
    }
    return progress.report();
  }

  /**
   * Stores documents that were dead letters. What is still no event is told and not kept: it is there already.
   *
   * @throws AppError `database.unavailable`; then some of the documents may be stored, and come out as duplicates next time
   */
  async storeAgain(chunk: DocumentChunk): Promise<StoredAgain> {
    const lease = this.budget.lease();
    await lease.grow(chunk.bytes.length);
    const release = lease.handOver(chunk.bytes.length);
    const refused: DeadLetter[] = [];
    let [stored, duplicates] = [0, 0];
    const add: AddBatch = (batch, written) => {
      refused.push(...batch.deadLetters);
      stored += written.stored;
      duplicates += written.duplicates;
    };
    try {
      await this.chunks.store(chunk, { add, keepsLetters: false });
    } finally {
      release();
    }
    return { stored, duplicates, refused };
  }
}

/** What became of dead letters that were tried again. */
export interface StoredAgain {
  readonly stored: number;
  readonly duplicates: number;
  /** By their `index` in the chunk. */
  readonly refused: readonly DeadLetter[];
}

function checkEnvelope({ host }: Envelope): void {
  if (host === undefined || isHostName(host)) return;
  const advice = `give one name of 1 to ${LONGEST_HOST_NAME} characters`;
  throw new AppError('input.invalid', `The host ${quote(host)} cannot be the name of one; ${advice}`);
}
