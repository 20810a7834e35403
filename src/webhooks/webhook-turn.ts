import { randomUUID } from 'node:crypto';
import type { Principal } from '../auth/principal.js';
import { AppError } from '../errors.js';
import { behind } from '../feed/feed-position.js';
import type { ReadersByHosts } from '../readers.js';
import type { Filter } from '../search/filter.js';
import type { Attempt } from './delivery-log.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { feedMessage, type FeedMessage, type MessageSource } from './feed-message.js';
import type { PostWebhook } from './post-webhook.js';
import { retryDelay } from './retry-delay.js';
import type { SigningSecrets } from './sign-message.js';
import type { Slots } from './slots.js';
import { isGone, type DisabledWebhook, type WebhookFailures } from './webhook-failures.js';
import type { LeasedWebhook, WebhookLeases } from './webhook-leases.js';
import type { PendingMessage, StoredSelection } from './webhook.js';

/** Turns a stored selection into conditions. */
export type CompileSelection = (selection: StoredSelection) => Filter;

/** An attempt, as metrics count it. */
export interface AttemptNews extends DeliveryOutcome {
  readonly events: number;
  /** Milliseconds since the first of its events was committed. */
  readonly lag: number | undefined;
}

export interface TurnListener {
  onAttempt(news: AttemptNews): void;
  onDisabled(disabled: DisabledWebhook): void;
}

export interface TurnServices {
  readonly leases: WebhookLeases;
  readonly failures: WebhookFailures;
  readonly readers: ReadersByHosts;
  readonly compile: CompileSelection;
  readonly post: PostWebhook;
  readonly listener: TurnListener;
  readonly disableAfterDays: number;
  /** Of which each message that is read takes one: people's questions go to the same connections. */
  readonly reading: Slots;
}

/** Messages of one webhook before the others have their turn. */
const MOST_MESSAGES = 10;

/** Milliseconds after which one that had nothing to send is looked at again: who matches little asks for little. */
export const REST = 250;

/** What a process does for a webhook that it has leased: sends what is next, message by message, until one fails. */
export class WebhookTurn {
  /**
   * @param cut ends it at once: the lease is lost, or the time of the process is over
   * @param ending lets it begin no further message
   */
  constructor(
    private webhook: LeasedWebhook,
    private readonly services: TurnServices,
    private readonly cut: AbortSignal,
    private readonly ending: AbortSignal,
  ) {}

  async run(): Promise<void> {
    const source = await this.source();
    if (!source) return;
    for (let sent = 0; sent < MOST_MESSAGES; sent++) {
      if (this.isOver || !(await this.sendNext(source))) return;
    }
  }

  private get isOver(): boolean {
    return this.cut.aborted || this.ending.aborted;
  }

  /** What its creator may see of what it selects; undefined when that cannot be told any more. */
  private async source(): Promise<MessageSource | undefined> {
    const { readers, compile, failures, listener } = this.services;
    const { creator, selection } = this.webhook;
    const hosts: Principal['hosts'] = creator.hosts.length ? creator.hosts : undefined;
    const { feed, snapshots } = await readers.of({ hosts });
    try {
      return { feed, snapshots, filter: compile(selection) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const disabled = await failures.disable(this.webhook, 'SELECTION_INVALID');
      if (disabled) listener.onDisabled(disabled);
      return undefined;
    }
  }

  /** @returns whether to go on */
  private async sendNext(source: MessageSource): Promise<boolean> {
    const { leases } = this.services;
    const next = await this.services.reading.run(() => feedMessage(this.webhook, source));
    if (!next.events) return this.pass(next);
    const message = this.webhook.message ?? { id: randomUUID(), end: next.end };
    const secrets = this.isOver ? undefined : await leases.begin(this.webhook, message);
    return secrets ? this.send(message, next, secrets) : false;
  }

  private async pass({ end, hasMore }: FeedMessage): Promise<boolean> {
    const { newest } = this.webhook;
    // Batches without events are no part of the feed. To stay before them would be to look for something again and again.
    const to = hasMore || newest <= end.batch ? end : behind(newest);
    const isOurs = await this.services.leases.pass(this.webhook, to, hasMore ? 0 : REST);
    this.webhook = { ...this.webhook, position: to, message: undefined };
    return isOurs && hasMore;
  }

  private async send(message: PendingMessage, next: FeedMessage, secrets: SigningSecrets): Promise<boolean> {
    const { body, events, committedAt } = next;
    const { leases, failures, post, listener } = this.services;
    const { webhook } = this;
    const outcome = await post.post(webhook.url, { id: message.id, body, secrets }, this.cut);
    // Whose lease is lost cannot tell what came of it; who stops leaves it to the next.
    if (this.cut.aborted && outcome.failure) return false;
    const lag = committedAt && Date.now() - committedAt.getTime();
    listener.onAttempt({ ...outcome, events, lag: outcome.failure ? undefined : lag });
    const { position: after, attempts } = webhook;
    const attempt: Attempt = {
      ...outcome,
      ...{ messageId: message.id, messageType: 'EVENTS', attempt: attempts + 1, events, after, end: message.end },
    };
    if (!outcome.failure) {
      this.webhook = { ...webhook, position: message.end, message: undefined, attempts: 0 };
      return (await leases.delivered(webhook, attempt)) && next.hasMore;
    }
    const disabled = await failures.failed(webhook, attempt, {
      delay: retryDelay(attempts + 1, outcome.retryAfter),
      isGone: isGone(outcome),
      disableAfterDays: this.services.disableAfterDays,
    });
    if (disabled) listener.onDisabled(disabled);
    return false;
  }
}
