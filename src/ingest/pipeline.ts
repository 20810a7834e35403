import { AppError } from '../errors.js';
import { quote } from '../node-id.js';
import { RowsGone, type BatchWriter, type WrittenBatch } from './batch-writer.js';
import { overloaded, type ByteBudget, type ByteLease } from './byte-budget.js';
import type { ChunkLimits } from './chunk-builder.js';
import { documentCount, sliceChunk, type DocumentChunk, type Envelope } from './document-chunk.js';
import { DocumentSplitter } from './document-splitter.js';
import { ReportBuilder, type IngestReport } from './ingest-report.js';
import { isHostName, LONGEST_HOST_NAME } from './host-name.js';
import { snapshotIds, type DeadLetter, type NormalizedBatch } from './normalizer.js';
import type { NormalizerPool } from './normalizer-pool.js';
import type { RequestScope } from '../observability/request-scope.js';

export interface PipelineOptions extends ChunkLimits {
  /** Chunks of one stream that are on their way at once. */
  readonly chunksInFlight: number;
  readonly onBatch?: BatchListener;
}

/** Hears of every batch that is committed: how many bytes of documents it was, and how long it took, in milliseconds. */
export type BatchListener = (
  batch: NormalizedBatch,
  written: WrittenBatch,
  bytes: number,
  milliseconds: number,
  source: string | undefined,
) => void;

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

  constructor(
    private readonly normalizers: NormalizerPool,
    private readonly writer: BatchWriter,
    private readonly budget: ByteBudget,
    private readonly options: PipelineOptions,
    private readonly database: Availability,
    private readonly now: () => number = Date.now,
  ) {}

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
      const work: Promise<void> = this.process(chunk, { add: (batch, written) => progress.add(batch, written), scope })
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
      await this.forEachChunk(source, envelope, lease, launch);
      await Promise.all(inFlight);
      if (failure) throw failure.error;
    } catch (error) {
      await Promise.all(inFlight);
      throw new IngestInterrupted(progress.report(), error);
    }
    return progress.report();
  }

  /** A stream that breaks off still has its complete documents stored. */
  private async forEachChunk(
    source: AsyncIterable<Uint8Array>,
    envelope: Envelope,
    lease: ByteLease,
    launch: (chunk: DocumentChunk) => Promise<void>,
  ): Promise<void> {
    const splitter = new DocumentSplitter(limitsFor(envelope, this.options), envelope);
    let broken: StreamBroken | undefined;
    const iterator = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await iterator.next().catch((error: Error) => {
          broken = new StreamBroken(error.message, { cause: error });
          return undefined;
        });
        if (!next || next.done) break;
        const { buffer, byteOffset, byteLength } = next.value;
        if (!lease.tryGrow(byteLength)) {
          // What is complete makes room by being stored. To wait with it in hand could be to wait for each other.
          for (const chunk of splitter.flush()) await launch(chunk);
          await lease.grow(byteLength);
        }
        for (const chunk of splitter.push(Buffer.from(buffer, byteOffset, byteLength))) await launch(chunk);
        lease.shrinkTo(splitter.heldBytes);
      }
    } finally {
      await iterator.return?.();
    }
    if (!broken && splitter.isInsideValue) broken = new StreamBroken('it ended inside a JSON value');
    for (const chunk of splitter.end(!broken)) await launch(chunk);
    if (broken) throw broken;
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
      await this.process(chunk, { add, keepsLetters: false });
    } finally {
      release();
    }
    return { stored, duplicates, refused };
  }

  private async process(chunk: DocumentChunk, task: Task): Promise<void> {
    const { add, keepsLetters = true, scope } = task;
    const start = performance.now();
    const batch = await this.normalizers.normalize(chunk, this.now());
    try {
      const written = await this.writer.write(keepsLetters ? batch : { ...batch, deadLetters: [] }, scope);
      add(batch, written);
      const milliseconds = performance.now() - start;
      this.options.onBatch?.(batch, written, byteLength(chunk), milliseconds, scope?.route);
      this.normalizers.learn(snapshotIds(batch));
    } catch (error) {
      if (error instanceof RowsGone) {
        // What was left out because it was stored has expired meanwhile: with the rows themselves, it can be written.
        this.normalizers.distrust(error.before);
        return this.process(chunk, task);
      }
      if (!isDataError(error)) throw error;
      for (const part of partsOf(chunk, error)) await this.process(part, task);
    }
  }
}

/** What is to become of chunks. */
interface Task {
  readonly add: AddBatch;
  /** Whether what is no event is kept as a dead letter; else it is only told. */
  readonly keepsLetters?: boolean;
  readonly scope?: RequestScope | undefined;
}

/** Adds a batch up, for whoever sent it. */
type AddBatch = (batch: NormalizedBatch, written: WrittenBatch) => void;

/** What became of dead letters that were tried again. */
export interface StoredAgain {
  readonly stored: number;
  readonly duplicates: number;
  /** By their `index` in the chunk. */
  readonly refused: readonly DeadLetter[];
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

/** Room for an envelope: in it, every quotation mark of the document takes another byte, and more stands around it. */
function limitsFor({ isWrapped }: Envelope, limits: ChunkLimits): ChunkLimits {
  return isWrapped ? { ...limits, maxDocumentBytes: 2 * limits.maxDocumentBytes + 65_536 } : limits;
}

/** Of the documents alone: a part of a chunk keeps the bytes of the whole. */
function byteLength({ ranges }: DocumentChunk): number {
  return ranges.length ? (ranges.at(-1) as number) - (ranges[0] as number) : 0;
}

function checkEnvelope({ host }: Envelope): void {
  if (host === undefined || isHostName(host)) return;
  const advice = `give one name of 1 to ${LONGEST_HOST_NAME} characters`;
  throw new AppError('input.invalid', `The host ${quote(host)} cannot be the name of one; ${advice}`);
}

/** The stream broke off: its source failed, or its bytes ended inside an array or a value. */
export class StreamBroken extends Error {}

/** SQLSTATE classes 21, 22, 23 and 54: the data's fault, not the database's. */
function isDataError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(21|22|23|54)...$/.test(String(error.code));
}
