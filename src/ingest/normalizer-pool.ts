import { Worker } from 'node:worker_threads';
import type { DocumentChunk } from './document-chunk.js';
import { Normalizer, type NormalizedBatch, type NormalizerOptions, type Resolver } from './normalizer.js';
import type { FromThread, Question, ToThread } from './thread-protocol.js';

/** Normalizers of any number behind one door. */
export interface NormalizerPool {
  normalize(chunk: DocumentChunk, receivedAt: number): Promise<NormalizedBatch>;
  /** Tells every normalizer which rows are committed. */
  learn(ids: readonly string[]): void;
  /** Tells every normalizer that rows of days before this one (midnight UTC, milliseconds) may be gone. */
  distrust(before: number): void;
  close(): Promise<void>;
}

/** A pool of that many threads; of none, a normalizer in this thread. */
export function openNormalizerPool(threads: number, options: NormalizerOptions, resolver: Resolver): NormalizerPool {
  if (threads > 0) return new ThreadPool(threads, options, resolver);
  const normalizer = new Normalizer(options, resolver);
  return {
    normalize: (chunk, receivedAt) => normalizer.normalize(chunk, receivedAt),
    learn: (ids) => normalizer.learn(ids),
    distrust: (before) => normalizer.distrust(before),
    close: () => Promise.resolve(),
  };
}

class ThreadPool implements NormalizerPool {
  private readonly threads: Thread[];

  constructor(count: number, options: NormalizerOptions, resolver: Resolver) {
    this.threads = Array.from({ length: count }, () => new Thread(options, resolver));
  }

  normalize(chunk: DocumentChunk, receivedAt: number): Promise<NormalizedBatch> {
    const idlest = this.threads.reduce((a, b) => (b.pending < a.pending ? b : a));
    return idlest.normalize(chunk, receivedAt);
  }

  learn(ids: readonly string[]): void {
    for (const thread of this.threads) thread.send({ kind: 'committed', ids });
  }

  distrust(before: number): void {
    for (const thread of this.threads) thread.send({ kind: 'dropped', before });
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}

interface Job {
  resolve(batch: NormalizedBatch): void;
  reject(error: Error): void;
}

/** One ingest thread. When it dies, its jobs fail and the next job gets a new one. */
class Thread {
  private worker: Worker | undefined;
  private readonly jobs = new Map<number, Job>();
  /** Errors of questions, for the jobs that fail because of them. */
  private readonly failures = new Map<number, Error>();
  private lastJob = 0;

  constructor(
    private readonly options: NormalizerOptions,
    private readonly resolver: Resolver,
  ) {}

  get pending(): number {
    return this.jobs.size;
  }

  normalize(chunk: DocumentChunk, receivedAt: number): Promise<NormalizedBatch> {
    return new Promise((resolve, reject) => {
      const job = ++this.lastJob;
      this.jobs.set(job, { resolve, reject });
      this.worker ??= this.start();
      this.send({ kind: 'normalize', job, chunk, receivedAt });
    });
  }

  send(message: ToThread): void {
    this.worker?.postMessage(message);
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(new URL('./normalizer-thread.js', import.meta.url), { workerData: this.options });
    worker.on('message', (message: FromThread) => this.hear(message));
    worker.on('error', (error) => this.die(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.die(new Error('An ingest thread ended; send the documents again')));
    return worker;
  }

  private hear(message: FromThread): void {
    if (message.kind === 'question') return void this.answer(message.id, message.question);
    const job = this.jobs.get(message.job);
    this.jobs.delete(message.job);
    if (message.kind === 'normalized') return job?.resolve(message.batch);
    const reason = this.failures.get(message.question ?? 0);
    this.failures.delete(message.question ?? 0);
    job?.reject(reason ?? new Error(message.error));
  }

  private async answer(question: number, { about, parameters }: Question): Promise<void> {
    try {
      const resolver = this.resolver as Record<typeof about, (...parameters: unknown[]) => Promise<unknown>>;
      const answer = await resolver[about](...parameters);
      this.send({ kind: 'answer', question, answer, hasFailed: false });
    } catch (error) {
      this.failures.set(question, error instanceof Error ? error : new Error(String(error)));
      this.send({ kind: 'answer', question, hasFailed: true });
    }
  }

  private die(error: Error): void {
    this.worker = undefined;
    for (const job of this.jobs.values()) job.reject(error);
    this.jobs.clear();
  }
}
