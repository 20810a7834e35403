import type { GraphQLFormattedError } from 'graphql';
import { AppError } from '../../errors.js';
import { afterWaking } from '../../waking-time.js';
import { formatError } from '../format-error.js';
import { OperationFailed } from './operation-failed.js';

/** One item on its way to a subscriber. */
export interface Delivery {
  /** The result as JSON. */
  readonly text: string;
  /** Where a subscriber goes on that has got it. */
  readonly cursor: () => string | undefined;
}

/** Why a subscription ended. */
export type SubscriptionEnd = 'client' | 'source' | 'failed' | 'too_slow' | 'cut_off';

export interface SubscriptionOptions {
  readonly source: AsyncIterator<object, unknown>;
  /** Makes of what the source yields what the subscriber gets. */
  readonly deliver: (item: object) => Promise<Delivery>;
  /** Where a subscriber goes on that has got nothing yet. */
  readonly cursor: () => string | undefined;
  readonly requestId: string;
  /** Milliseconds that the transport may take to hand an item over. */
  readonly stallTimeout: number;
  /** Told of every item that is handed over. */
  readonly onItem: () => void;
  /** Told once; the error, if any, has not been told to the client then. */
  readonly onEnd: (end: SubscriptionEnd, error?: unknown) => void;
}

/** Items that are executed before the first of them is handed over: those that are there together are loaded together. */
const AHEAD = 8;

/**
 * A subscription that is followed. Its transport asks for the next item only when the last one has been handed to the
 * network, so a slow client holds a few items at most, and the source waits. Unlike a generator's, its `return` does not
 * wait for the next item.
 */
export class OpenSubscription implements AsyncGenerator<Delivery, undefined, undefined> {
  private readonly ahead: Promise<Delivery>[] = [];
  private isPulling = false;
  private handing: Promise<Delivery> | undefined;
  private sourceIsDone = false;
  private isOver = false;
  private failure: OperationFailed | undefined;
  private waiting: ((settled: IteratorResult<Delivery, undefined> | OperationFailed) => void) | undefined;
  private endStall: () => void = () => undefined;
  /** Of the item that was handed over last. */
  private cursor: () => string | undefined;
  /** Of the item that is being handed over. */
  private pending: (() => string | undefined) | undefined;

  constructor(private readonly options: SubscriptionOptions) {
    this.cursor = options.cursor;
  }

  /** @throws OperationFailed what the client is to be told */
  next(): Promise<IteratorResult<Delivery, undefined>> {
    this.endStall();
    this.cursor = this.pending ?? this.cursor;
    const { failure } = this;
    this.failure = undefined;
    if (failure) return Promise.reject(failure);
    if (this.isOver) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      this.waiting = (settled) => (settled instanceof OperationFailed ? reject(settled) : resolve(settled));
      this.hand();
      this.pull();
    });
  }

  return(): Promise<IteratorResult<Delivery, undefined>> {
    this.end('client');
    this.failure = undefined;
    return Promise.resolve(DONE);
  }

  throw(): Promise<IteratorResult<Delivery, undefined>> {
    return this.return();
  }

  /** Ends it from our side. The client is told why, with the cursor to go on from. */
  fail(error: unknown, end: SubscriptionEnd = 'failed'): void {
    if (this.isOver) return;
    const { message, extensions } = formatError({ message: error instanceof Error ? error.message : '' }, error);
    this.failWith([{ message, extensions: { ...extensions, requestId: this.options.requestId } }], end, error);
  }

  /** Ends it as if there were nothing more. */
  complete(end: SubscriptionEnd): void {
    this.end(end);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.return().then(() => undefined);
  }

  /** One by one: not every iterator can be asked for the next item before it has given the last. */
  private pull(): void {
    if (this.isPulling || this.isOver || this.sourceIsDone || this.ahead.length >= AHEAD) return;
    this.isPulling = true;
    void this.options.source.next().then(
      ({ done, value }) => {
        this.isPulling = false;
        if (this.isOver) return;
        if (done) this.sourceIsDone = true;
        else this.enqueue(this.options.deliver(value));
        this.hand();
        this.pull();
      },
      (error: unknown) => this.enqueue(Promise.reject(error instanceof Error ? error : new Error(String(error)))),
    );
  }

  private enqueue(delivery: Promise<Delivery>): void {
    // Its turn may never come.
    delivery.catch(() => undefined);
    this.ahead.push(delivery);
    this.hand();
  }

  /** Gives the first item to whoever waits for it. */
  private hand(): void {
    if (!this.waiting || this.isOver) return;
    const first = this.ahead[0];
    if (!first) {
      if (this.sourceIsDone) this.end('source');
      return;
    }
    if (this.handing === first) return;
    this.handing = first;
    void first.then(
      (delivery) => {
        void this.ahead.shift();
        this.settle(delivery);
      },
      (error: unknown) => {
        if (error instanceof OperationFailed) this.failWith(error.errors, 'failed', error);
        else this.fail(error);
      },
    );
  }

  private settle(delivery: Delivery): void {
    if (this.isOver) return;
    const { waiting } = this;
    this.waiting = undefined;
    this.pending = delivery.cursor;
    this.options.onItem();
    // What kept us from hearing that it was taken is no fault of the client.
    this.endStall = afterWaking(this.options.stallTimeout, () => this.giveUp());
    waiting?.({ done: false, value: delivery });
    this.pull();
  }

  private giveUp(): void {
    this.cursor = this.pending ?? this.cursor;
    const sentence =
      `No item was taken for ${this.options.stallTimeout} ms (SPOOR_FEED_STALL_TIMEOUT); subscribe again with \`cursor\` ` +
      'as `after`, ask for less of each event, or for fewer events by a filter';
    // It is told as soon as it takes something.
    this.fail(new AppError('feed.consumer_too_slow', sentence, { retryable: true }), 'too_slow');
  }

  private failWith(errors: readonly GraphQLFormattedError[], end: SubscriptionEnd, error: unknown): void {
    if (this.isOver) return;
    const cursor = this.cursor();
    const told = errors.map((each) =>
      cursor === undefined ? each : { ...each, extensions: { ...each.extensions, cursor } },
    );
    this.failure = new OperationFailed(told);
    this.end(end, error);
  }

  private end(end: SubscriptionEnd, error?: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.endStall();
    this.ahead.length = 0;
    void Promise.resolve(this.options.source.return?.()).catch(() => undefined);
    this.options.onEnd(end, error);
    const { waiting } = this;
    if (!waiting) return;
    this.waiting = undefined;
    waiting(this.failure ?? DONE);
    this.failure = undefined;
  }
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };
