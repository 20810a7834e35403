import { AppError } from '../errors.js';
import { quote } from '../node-id.js';
import type { BatchWriter } from './batch-writer.js';
import { overloaded, type ByteBudget, type ByteLease } from './byte-budget.js';
import type { ChunkLimits } from './chunk-builder.js';
import { documentCount, sliceChunk, type DocumentChunk, type Envelope } from './document-chunk.js';
import { DocumentSplitter } from './document-splitter.js';
import { ReportBuilder, type IngestReport } from './ingest-report.js';
import { isHostName, LONGEST_HOST_NAME, snapshotIds } from './normalizer.js';
import type { NormalizerPool } from './normalizer-pool.js';

export interface PipelineOptions extends ChunkLimits {
  /** Chunks of one stream that are on their way at once. */
  readonly chunksInFlight: number;
}

/** Says whether the database takes anything at the moment. */
export interface Availability {
  /** @throws AppError `database.unavailable` */
  assertAvailable(): void;
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

  /**
   * Asked before a byte of a body is read: what cannot be stored now had better not be taken into memory.
   *
   * @throws AppError `database.unavailable`, `ingest.overloaded`
   */
  admit(): void {
    this.database.assertAvailable();
    if (this.isOverloaded) throw overloaded();
  }

  /** Streams that are on their way. */
  get streams(): number {
    return this.underWay.size;
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
    onProgress: (report: IngestReport) => void = () => undefined,
  ): Promise<IngestReport> {
    checkEnvelope(envelope);
    const lease = this.budget.lease();
    const work = this.ingestLeased(source, envelope, onProgress, lease).finally(() => {
      lease.shrinkTo(0);
      this.underWay.delete(work);
    });
    this.underWay.add(work);
    return work;
  }

  private async ingestLeased(
    source: AsyncIterable<Uint8Array>,
    envelope: Envelope,
    onProgress: (report: IngestReport) => void,
    lease: ByteLease,
  ): Promise<IngestReport> {
    const progress = new ReportBuilder();
    const inFlight = new Set<Promise<void>>();
    let failure: { readonly error: unknown } | undefined;
    const launch = async (chunk: DocumentChunk): Promise<void> => {
      const release = lease.handOver(chunk.bytes.length);
      const work: Promise<void> = this.process(chunk, progress)
        .then(() => onProgress(progress.report()))
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
    const splitter = new DocumentSplitter(this.options, envelope);
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

  private async process(chunk: DocumentChunk, progress: ReportBuilder): Promise<void> {
    const batch = await this.normalizers.normalize(chunk, this.now());
    try {
      progress.add(batch, await this.writer.write(batch));
      this.normalizers.learn(snapshotIds(batch));
    } catch (error) {
      if (!isDataError(error)) throw error;
      await this.processInParts(chunk, progress, error);
    }
  }

  /** Some document holds what Postgres refuses and our check did not foresee: find it, and let its neighbours in. */
  private async processInParts(chunk: DocumentChunk, progress: ReportBuilder, problem: Error): Promise<void> {
    const count = documentCount(chunk);
    if (count > 1) {
      const middle = count >> 1;
      await this.process(sliceChunk(chunk, 0, middle), progress);
      await this.process(sliceChunk(chunk, middle, count), progress);
    } else if (chunk.flawed.length) {
      throw problem;
    } else {
      const byteLength = (chunk.ranges[1] as number) - (chunk.ranges[0] as number);
      const flaw = { position: 0, byteLength, reason: 'unstorable', problem: problem.message } as const;
      await this.process({ ...chunk, flawed: [flaw] }, progress);
    }
  }
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
