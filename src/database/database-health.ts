import type { Database } from './database.js';
import { databaseUnavailable } from './database-error.js';
import type { Databases } from './databases.js';
import { afterWaking } from '../waking-time.js';

/** What became of the database. */
export type HealthChange =
  | { readonly kind: 'lost'; readonly error: unknown }
  /** It takes connections but says nothing: whoever waits for it was sent away. */
  | { readonly kind: 'severed' }
  | { readonly kind: 'back' };

export interface HealthOptions {
  /** Milliseconds from one probe to the next. */
  readonly interval?: number;
  /** Milliseconds after which a probe counts as unanswered. */
  readonly patience?: number;
  /** Milliseconds of silence after which statements under way are given up. */
  readonly silence?: number;
}

/**
 * Knows whether the database answers: a probe every second, on a connection that nobody else ever has.
 *
 * A database that is gone breaks its connections, and who uses them hears of it. One that stands still breaks nothing:
 * after some seconds without an answer, every connection is broken from this side.
 */
export class DatabaseHealth {
  private available = true;
  /** Milliseconds since the last answer, of those in which this process could have read one. */
  private silentFor = 0;
  private timer: NodeJS.Timeout | undefined;
  private probing: Promise<boolean> | undefined;
  private readonly listeners: ((change: HealthChange) => void)[] = [];
  private readonly failureListeners: (() => void)[] = [];
  private readonly interval: number;
  private readonly patience: number;
  private readonly silence: number;

  constructor(
    private readonly databases: Databases,
    { interval = 1000, patience = 2000, silence = 5_000 }: HealthOptions = {},
  ) {
    [this.interval, this.patience, this.silence] = [interval, patience, silence];
  }

  /** By the last probe. */
  get isAvailable(): boolean {
    return this.available;
  }

  /** @throws AppError `database.unavailable` */
  assertAvailable(): void {
    if (!this.available) throw databaseUnavailable();
  }

  onChange(listener: (change: HealthChange) => void): void {
    this.listeners.push(listener);
  }

  /** Hears of every probe that fails. */
  onFailure(listener: () => void): void {
    this.failureListeners.push(listener);
  }

  start(): void {
    this.timer = setInterval(() => void this.check(), this.interval).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.probing;
  }

  /** Probes now; whoever asks while a probe is under way gets its result. */
  check(): Promise<boolean> {
    this.probing ??= this.probe().finally(() => (this.probing = undefined));
    return this.probing;
  }

  private async probe(): Promise<boolean> {
    const error = await failureOf(this.databases.probe, this.patience);
    if (error === undefined) this.succeed();
    else this.fail(error);
    return this.available;
  }

  private succeed(): void {
    this.silentFor = 0;
    if (this.available) return;
    this.available = true;
    this.tell({ kind: 'back' });
  }

  private fail(error: unknown): void {
    if (this.available) {
      this.available = false;
      this.tell({ kind: 'lost', error });
    }
    for (const listener of this.failureListeners) listener();
    if (error !== NO_ANSWER) return;
    // The next probe must not wait behind this one.
    this.databases.probe.sever();
    this.silentFor += this.interval + this.patience;
    if (this.silentFor < this.silence) return;
    for (const database of this.databases.all) database.sever();
    this.silentFor = 0;
    this.tell({ kind: 'severed' });
  }

  private tell(change: HealthChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

const NO_ANSWER = new Error('The database does not answer in time');

async function failureOf(database: Database, patience: number): Promise<unknown> {
  let end: () => void = () => undefined;
  const silence = new Promise<unknown>((resolve) => (end = afterWaking(patience, () => resolve(NO_ANSWER))));
  const answer = database.query({ text: 'select 1', values: [] }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return Promise.race([answer, silence]).finally(() => end());
}
