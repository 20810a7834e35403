import { setTimeout } from 'node:timers/promises';
import type { DocumentMaker, MarkedDocument } from './documents.js';

/** Where documents go. It may move while they are sent: a server that starts again has another port. */
export interface Target {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Documents that were sent together, so that one answer speaks of all of them. */
export interface Batch {
  readonly documents: readonly MarkedDocument[];
  acknowledged: boolean;
}

export interface DeliveryOptions {
  readonly senders?: number;
  readonly documentsEach?: number;
  readonly paddingBytes?: number;
}

/** Milliseconds that a sender waits after a failure. */
const PAUSE = 50;

/** Milliseconds after which a sender takes an answer for lost; the server has to give one before. */
const LOST = 45_000;

/** Senders that deliver batch after batch, and keep a list of what they sent and what was acknowledged. */
export class Delivery {
  readonly batches: Batch[] = [];
  /** How often each answer came; 0 is none. */
  readonly statuses = new Map<number, number>();
  private isOver = false;
  private senders: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly target: Target,
    private readonly documents: DocumentMaker,
  ) {}

  start({ senders = 4, documentsEach = 20, paddingBytes = 0 }: DeliveryOptions = {}): void {
    this.isOver = false;
    this.senders = Promise.all(
      Array.from({ length: senders }, async () => {
        while (!this.isOver) await this.sendNew(documentsEach, paddingBytes);
      }),
    );
  }

  /** No sender begins another batch; resolves when each has its last answer. */
  async stop(): Promise<void> {
    this.isOver = true;
    await this.senders;
  }

  /** Sends what was not acknowledged again, until all of it is. */
  async complete(): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (this.unacknowledged.length) {
      if (Date.now() > deadline) throw new Error(`${this.unacknowledged.length} batches are not taken`);
      for (const batch of this.unacknowledged) await this.send(batch);
    }
  }

  get acknowledged(): readonly Batch[] {
    return this.batches.filter(({ acknowledged }) => acknowledged);
  }

  get unacknowledged(): readonly Batch[] {
    return this.batches.filter(({ acknowledged }) => !acknowledged);
  }

  private async sendNew(documents: number, paddingBytes: number): Promise<void> {
    const batch = { documents: this.documents.batch(documents, paddingBytes), acknowledged: false };
    this.batches.push(batch);
    // As an agent does: the same again until it is taken.
    while (!batch.acknowledged && !this.isOver) await this.send(batch);
  }

  private async send(batch: Batch): Promise<void> {
    const status = await post(this.target, batch.documents);
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    batch.acknowledged = status === 200;
    if (!batch.acknowledged) await setTimeout(PAUSE);
  }
}

/** @returns the status, 0 when the connection broke before there was one */
async function post({ url, headers = {} }: Target, documents: readonly MarkedDocument[]): Promise<number> {
  const body = documents.map(({ text }) => `${text}\n`).join('');
  try {
    const signal = AbortSignal.timeout(LOST);
    const response = await fetch(`${url}/v1/events`, { method: 'POST', body, headers: { ...headers }, signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
