import { randomUUID } from 'node:crypto';
import type { Principal } from '../auth/principal.js';
import { AppError } from '../errors.js';
import { behind, type FeedPosition } from '../feed/feed-position.js';
import type { ReadersByHosts } from '../readers.js';
import type { Filter } from '../search/filter.js';
import type { Attempt } from './delivery-log.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { feedMessage, type FeedMessage, type MessageSource } from './feed-message.js';
import type { LeaseKeeper } from './lease-keeper.js';
import type { PostWebhook } from './post-webhook.js';
import { retryDelay } from './retry-delay.js';
import type { SigningSecrets } from './sign-message.js';
import type { Slots } from './slots.js';
import { isGone, type DisabledWebhook, type WebhookFailures } from './webhook-failures.js';
import type { LeasedWebhook, WebhookLeases } from './webhook-leases.js';
import type { PendingMessage, StoredSelection, Webhook } from './webhook.js';

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
  /** An event that was sent without its document. */
  onUnreadable(webhookId: string, eventId: string, error: unknown): void;
  /** Something of ours that went wrong, perhaps with one webhook. */
  onError(error: unknown, webhookId?: string): void;
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

export interface TurnLimits {
  /** Its signal ends the turn at once. */
  readonly lease: Pick<LeaseKeeper, 'isHeld' | 'signal'>;
  /** Lets it begin no further message. */
  readonly ending: AbortSignal;
}

/** Messages of one webhook before the others have their turn. */
const MOST_MESSAGES = 10;

/** Milliseconds after which one that had nothing to send is looked at again: who matches little asks for little. */
export const REST = 250;

/** What a process does for a webhook that it has leased: sends what is next, message by message, until one fails. */
export class WebhookTurn {
  private bytesEach: number | undefined;

  constructor(
    private webhook: LeasedWebhook,
    private readonly services: TurnServices,
    private readonly limits: TurnLimits,
  ) {}

  async run(): Promise<void> {
    const source = await this.source();
    if (!source) return;
    for (let sent = 0; sent < MOST_MESSAGES; sent++) {
      if (this.isOver || !(await this.sendNext(source))) return;
    }
  }

  private get isOver(): boolean {
    const { lease, ending } = this.limits;
    return !lease.isHeld || ending.aborted;
  }

  /** What its creator may see of what it selects; undefined when that cannot be told any more. */
  private async source(): Promise<MessageSource | undefined> {
    const { readers, compile, listener } = this.services;
    const { creator, selection, id } = this.webhook;
    const hosts: Principal['hosts'] = creator.hosts.length ? creator.hosts : undefined;
    const { feed, snapshots, events } = await readers.of({ hosts });
    const onUnreadable: MessageSource['onUnreadable'] = (event, error) => listener.onUnreadable(id, event, error);
    try {
      return { feed, snapshots, events, onUnreadable, filter: compile(selection) };
    } catch (error) {
      await this.notRead(error);
      return undefined;
    }
  }

  /** @returns whether to go on */
  private async sendNext(source: MessageSource): Promise<boolean> {
    const { leases } = this.services;
    const next = await this.read(source);
    if (!next) return false;
    this.bytesEach = next.bytesEach ?? this.bytesEach;
    if (!next.events) return this.pass(next);
    const known = next.isKnown ? this.webhook.message : undefined;
    const message = known ?? { id: randomUUID(), end: next.end };
    if (!known) this.webhook = { ...this.webhook, attempts: 0 };
    const secrets = this.isOver ? undefined : await leases.begin(this.webhook, message);
    return secrets && this.limits.lease.isHeld ? this.send(message, next, secrets) : false;
  }

  private async read(source: MessageSource): Promise<FeedMessage | undefined> {
    const start = performance.now();
    try {
      return await this.services.reading.run(() => feedMessage(this.webhook, source, this.bytesEach));
    } catch (error) {
      await this.notRead(error, Math.round(performance.now() - start));
      return undefined;
    }
  }

  /** What keeps a webhook from its events is told where its owner looks, or it would stand still in silence. */
  private async notRead(error: unknown, duration = 0): Promise<void> {
    const { webhook } = this;
    const { failures, listener } = this.services;
    const code = error instanceof AppError ? error.code : undefined;
    // Nothing can be written down then; and that retention was here, the next sweep tells.
    if (code === 'database.unavailable') throw error;
    if (code === 'feed.cursor_expired') return;
    if (code === 'input.invalid' || code === 'query.too_complex') {
      const disabled = await failures.disable(webhook, 'SELECTION_INVALID');
      return disabled && listener.onDisabled(disabled);
    }
    if (!(error instanceof AppError)) listener.onError(error, webhook.id);
    const sentence = error instanceof AppError ? error.message : "it is our fault, and the server's log says more";
    const outcome: DeliveryOutcome = {
      ...{ status: undefined, retryAfter: undefined, duration },
      failure: 'EVENTS_UNREADABLE',
      error: `The events behind the cursor cannot be read: ${sentence}`,
    };
    const noted = webhook.message;
    const message = { id: noted?.id ?? randomUUID(), end: noted?.end };
    await this.failed(outcome, { ...message, events: 0 }, noted?.id);
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
    const { leases, post, listener } = this.services;
    const { webhook } = this;
    const { signal } = this.limits.lease;
    const outcome = await post.post(webhook.url, { id: message.id, body, secrets }, signal);
    // Whose lease is lost cannot tell what came of it; who stops leaves it to the next.
    if (signal.aborted && outcome.failure) return false;
    const lag = committedAt && Date.now() - committedAt.getTime();
    if (outcome.failure) {
      await this.failed(outcome, { ...message, events }, message.id);
      return false;
    }
    listener.onAttempt({ ...outcome, events, lag });
    this.webhook = { ...webhook, position: message.end, message: undefined, attempts: 0 };
    return (await leases.delivered(webhook, attemptOf(webhook, outcome, { ...message, events }))) && next.hasMore;
  }

  /** @param noted id of the message that the webhook's row notes */
  private async failed(outcome: DeliveryOutcome, message: AttemptedMessage, noted: string | undefined): Promise<void> {
    const { failures, listener, disableAfterDays } = this.services;
    listener.onAttempt({ ...outcome, events: message.events, lag: undefined });
    const attempt = attemptOf(this.webhook, outcome, message);
    const delay = retryDelay(attempt.attempt, outcome.retryAfter);
    const options = { delay, isGone: isGone(outcome), noted, disableAfterDays };
    const disabled = await failures.failed(this.webhook, attempt, options);
    if (disabled) listener.onDisabled(disabled);
  }
}

interface AttemptedMessage {
  readonly id: string;
  readonly end: FeedPosition | undefined;
  readonly events: number;
}

function attemptOf({ position, attempts }: Webhook, outcome: DeliveryOutcome, message: AttemptedMessage): Attempt {
  const { id: messageId, end, events } = message;
  return { ...outcome, messageType: 'EVENTS', messageId, attempt: attempts + 1, events, after: position, end };
}
