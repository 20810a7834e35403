import { AppError } from '../errors.js';

/** Milliseconds for which a stream waits while nothing moves, since others hold the budget with half-sent documents. */
const PATIENCE = 5_000;

/**
 * Bounds the bytes of documents that ingest holds in memory, over all streams at once: those that have been read and are
 * no full chunk yet, and those of chunks on their way into the database.
 */
export class ByteBudget {
  private held = 0;
  private beingProcessed = 0;
  private movedAt = performance.now();
  private hasRefused = false;
  private readonly waiting: Waiter[] = [];

  constructor(
    private readonly total: number,
    private readonly patience = PATIENCE,
  ) {}

  /** What one stream holds. It starts with nothing. */
  lease(): ByteLease {
    return new ByteLease(this);
  }

  /** Whether somebody waits, or was told that there is no room and nothing was given back since. */
  get isExhausted(): boolean {
    return this.waiting.length > 0 || this.hasRefused;
  }

  /** Bytes that are held. */
  get heldBytes(): number {
    return this.held;
  }

  /** @internal */
  tryTake(bytes: number, lease: ByteLease): boolean {
    this.hasRefused = this.waiting.length > 0 || !this.fits(bytes, lease);
    if (this.hasRefused) return false;
    this.held += bytes;
    return true;
  }

  /** @internal Waits its turn. */
  take(bytes: number, lease: ByteLease): Promise<void> {
    if (this.tryTake(bytes, lease)) return Promise.resolve();
    return new Promise((resume, reject) => {
      const waiter: Waiter = { bytes, lease, resume, reject, timer: undefined };
      this.waiting.push(waiter);
      this.watch(waiter, this.patience);
    });
  }

  /** @internal */
  give(bytes: number): void {
    this.held -= bytes;
    this.hasRefused = false;
    this.movedAt = performance.now();
    for (let next = this.waiting[0]; next && this.fits(next.bytes, next.lease); next = this.waiting[0]) {
      this.waiting.shift();
      clearTimeout(next.timer);
      this.held += next.bytes;
      next.resume();
    }
  }

  /** @internal The bytes stay held, but they move: the database takes them, or fails in bounded time. */
  process(bytes: number): () => void {
    this.beingProcessed += bytes;
    return () => {
      this.beingProcessed -= bytes;
      this.give(bytes);
    };
  }

  /** A document larger than the whole budget is let in when nobody else holds anything. */
  private fits(bytes: number, lease: ByteLease): boolean {
    return this.held + bytes <= this.total || this.held === lease.bytes;
  }

  private watch(waiter: Waiter, milliseconds: number): void {
    waiter.timer = setTimeout(() => {
      const rest = this.beingProcessed > 0 ? this.patience : this.movedAt + this.patience - performance.now();
      if (rest > 0) return this.watch(waiter, rest);
      this.waiting.splice(this.waiting.indexOf(waiter), 1);
      waiter.reject(overloaded());
    }, milliseconds);
  }
}

interface Waiter {
  readonly bytes: number;
  readonly lease: ByteLease;
  readonly resume: () => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
}

/** The bytes that one stream holds before they become a chunk. */
export class ByteLease {
  private held = 0;

  constructor(private readonly budget: ByteBudget) {}

  get bytes(): number {
    return this.held;
  }

  /** @returns whether there is room now */
  tryGrow(bytes: number): boolean {
    const isGranted = this.budget.tryTake(bytes, this);
    if (isGranted) this.held += bytes;
    return isGranted;
  }

  /** @throws AppError `ingest.overloaded` when there is no room, and nothing moves that would make some */
  async grow(bytes: number): Promise<void> {
    await this.budget.take(bytes, this);
    this.held += bytes;
  }

  /** Gives back what is not needed after all. */
  shrinkTo(bytes: number): void {
    const spare = this.held - bytes;
    if (spare <= 0) return;
    this.held = bytes;
    this.budget.give(spare);
  }

  /** Takes bytes out that are a chunk now. @returns gives them back once the chunk is done with */
  handOver(bytes: number): () => void {
    const share = Math.min(bytes, this.held);
    this.held -= share;
    return this.budget.process(share);
  }
}

export function overloaded(): AppError {
  const sentence = 'Ingest holds as many bytes as it may (SPOOR_MAX_BYTES_IN_FLIGHT); send the documents again later';
  return new AppError('ingest.overloaded', sentence, { retryable: true });
}
