import { setTimeout as pause } from 'node:timers/promises';
import type { FeedNews } from '../feed/feed-news.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { LeasedWebhook } from './webhook-leases.js';
import { Slots } from './slots.js';
import { REST, WebhookTurn, type TurnServices } from './webhook-turn.js';

/** Webhooks that a process delivers for at once. */
const MOST_AT_ONCE = 16;

/** Of these, those whose last attempt failed: endpoints that hang must not take the place of those that answer. */
const MOST_FAILING = 8;

/** Messages that are read from the database at once. */
const MOST_READING = 4;

/** Milliseconds between two looks for something to do, at most and at least. */
const LOOK_INTERVAL = 500;
const SHORTEST_INTERVAL = 50;

/** Milliseconds between two looks for webhooks that must not be delivered for any more. */
const SWEEP_INTERVAL = 1_000;

/** Milliseconds for which a webhook is left alone when something of ours went wrong. */
const AFTER_ERROR = 15_000;

export interface WorkerServices extends Omit<TurnServices, 'reading'> {
  readonly news: FeedNews;
}

/** A webhook that has its turn. */
interface Running {
  readonly failing: boolean;
  readonly lease: LeaseKeeper;
  readonly ended: Promise<void>;
}

/** Delivers for whichever webhooks have something to deliver, as one of any number of processes. */
export class WebhookWorker {
  private readonly running = new Map<string, Running>();
  private readonly stopping = new AbortController();
  private wake: () => void = () => undefined;
  private loop: Promise<void> | undefined;
  private sweptAt = -Infinity;

  private readonly services: WorkerServices & TurnServices;

  constructor(services: WorkerServices) {
    this.services = { ...services, reading: new Slots(MOST_READING) };
  }

  start(): void {
    this.loop ??= this.run();
  }

  /**
   * Takes on nothing more.
   *
   * @param patience milliseconds that attempts under way get; what is cut then is sent again by whoever comes next
   */
  async close(patience: number): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.loop;
    const ended = Promise.all([...this.running.values()].map((turn) => turn.ended));
    await Promise.race([ended, pause(patience, undefined, { ref: false })]);
    for (const { lease } of this.running.values()) lease.giveUp();
    await ended;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const unlisten = this.services.news.onBatch(() => this.wake());
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      await this.look().catch((error: unknown) => this.services.listener.onError(error));
      await Promise.race([woken, pause(LOOK_INTERVAL, undefined, { ref: false })]);
      await pause(SHORTEST_INTERVAL, undefined, { signal, ref: false }).catch(() => undefined);
    }
    unlisten();
  }

  private async look(): Promise<void> {
    const { leases, failures, listener } = this.services;
    if (performance.now() - this.sweptAt > SWEEP_INTERVAL) {
      for (const disabled of await failures.sweep()) listener.onDisabled(disabled);
      this.sweptAt = performance.now();
    }
    for (const failing of [false, true]) {
      const limit = this.room(failing);
      if (limit <= 0 || this.stopping.signal.aborted) continue;
      for (const webhook of await leases.claim({ limit, failing })) this.begin(webhook, failing);
    }
  }

  private room(failing: boolean): number {
    const failures = [...this.running.values()].filter((turn) => turn.failing).length;
    const free = MOST_AT_ONCE - this.running.size;
    return failing ? Math.min(free, MOST_FAILING - failures) : free;
  }

  private begin(webhook: LeasedWebhook, failing: boolean): void {
    const { leases } = this.services;
    const lease = new LeaseKeeper(leases.duration, webhook.leasedAt, () => leases.renew(webhook));
    const ended = this.turn(webhook, lease).finally(() => {
      this.running.delete(webhook.leaseNumber + webhook.id);
      this.wake();
      // It may have rested behind a batch that came meanwhile.
      setTimeout(() => this.wake(), REST + SHORTEST_INTERVAL).unref();
    });
    this.running.set(webhook.leaseNumber + webhook.id, { failing, lease, ended });
  }

  private async turn(webhook: LeasedWebhook, lease: LeaseKeeper): Promise<void> {
    const { leases, listener } = this.services;
    try {
      await new WebhookTurn(webhook, this.services, { lease, ending: this.stopping.signal }).run();
    } catch (error) {
      listener.onError(error, webhook.id);
      await leases.postpone(webhook, AFTER_ERROR).catch(() => undefined);
    } finally {
      lease.close();
      // Where this fails, the lease ends by itself.
      await leases.release(webhook).catch(() => undefined);
    }
  }
}
