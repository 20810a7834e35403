import { randomUUID } from 'node:crypto';
import type { Actor, AuditLog } from '../auth/audit-log.js';
import { checkScope, type Principal } from '../auth/principal.js';
import { writableText } from '../auth/writable-text.js';
import { AppError } from '../errors.js';
import type { FeedReader } from '../feed/feed-reader.js';
import { formatNodeId, quote } from '../node-id.js';
import type { DeliveryLog, LoggedAttempt } from './delivery-log.js';
import { AddressRefused, NameUnresolved, type EndpointAddresses } from './endpoint-address.js';
import { testBody } from './feed-message.js';
import type { PostWebhook } from './post-webhook.js';
import { createSigningSecret, parseSigningSecret } from './signing-secret.js';
import { changesTo, type WebhookChanges } from './webhook-changes.js';
import { unknownWebhook, type WebhookKey, type WebhookStore } from './webhook-store.js';
import type { StoredSelection, Webhook } from './webhook.js';

/** A webhook as somebody asks for it. */
export interface WebhookRequest {
  readonly url: URL;
  readonly name: string | undefined;
  readonly selection: StoredSelection;
  readonly batchSize: number;
  /** What `FeedReader.start` takes. */
  readonly from: string;
  readonly secret: string | undefined;
}

/** The secret is to be had only here and now. */
export interface WebhookAndSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

export interface WebhookParts {
  readonly store: WebhookStore;
  readonly log: DeliveryLog;
  readonly addresses: EndpointAddresses;
  readonly post: PostWebhook;
  /** For all hosts: only places are asked for. */
  readonly feed: FeedReader;
  readonly audit: AuditLog;
}

const LONGEST_NAME = 200;
export const MOST_EVENTS = 1_000;

/** Milliseconds that a test may take: whoever asks for it waits. */
const TEST_TIMEOUT = 9_000;

/** What people do with webhooks. Who may do it, has been asked before. */
export class Webhooks {
  readonly store: WebhookStore;
  readonly log: DeliveryLog;

  constructor(private readonly parts: WebhookParts) {
    this.store = parts.store;
    this.log = parts.log;
  }

  /** @throws AppError `input.invalid` for a URL, a name, a size, a place or a secret that does not do */
  async create(request: WebhookRequest, principal: Principal, actor: Actor): Promise<WebhookAndSecret> {
    const { url, name, selection, batchSize, from } = request;
    checkNameAndSize(request);
    const secret = request.secret === undefined ? createSigningSecret() : parseSigningSecret(request.secret);
    await this.checkAddress(url);
    const position = await this.parts.feed.start(from);
    const creator = {
      ...{ kind: principal.kind, id: writableText(principal.id), name: writableText(principal.name) },
      ...{ hosts: principal.hosts ?? [], readsSensitive: principal.scopes.has('events:read-sensitive') },
    };
    const given = { name, url: url.href, selection, batchSize, position, secret, creator };
    return { webhook: await this.store.create(given, actor), secret };
  }

  /** @throws AppError `webhook.not_found` */
  async byId(key: WebhookKey): Promise<Webhook> {
    const webhook = await this.store.byId(key);
    if (webhook) return webhook;
    throw unknownWebhook(key.id);
  }

  /**
   * A webhook whose settings somebody may change: who sees less than it does could turn it to an address of theirs, and
   * see all of it there.
   *
   * @throws AppError `webhook.not_found`; `auth.forbidden` that names the scope
   */
  async changeable(key: WebhookKey, principal: Principal): Promise<Webhook> {
    const webhook = await this.byId(key);
    checkScope(principal, 'events:read', 'Mutation.updateWebhook');
    if (!webhook.creator.readsSensitive) return webhook;
    checkScope(principal, 'events:read-sensitive', 'Mutation.updateWebhook, of a webhook that sees sensitive fields,');
    return webhook;
  }

  /**
   * Gives a webhook that is `changeable` other settings. It keeps its place and its state.
   *
   * @throws AppError `input.invalid` as `create` does
   */
  async update(webhook: Webhook, key: WebhookKey, wanted: WebhookChanges, actor: Actor): Promise<Webhook> {
    const changes = changesTo(webhook, wanted);
    if (!Object.keys(changes).length) return webhook;
    checkNameAndSize(changes);
    if (changes.url !== undefined) await this.checkAddress(new URL(changes.url));
    return this.store.alter(key, changes, actor);
  }

  /**
   * Lets a webhook deliver again, from where it stopped.
   *
   * @throws AppError `feed.cursor_expired` when what comes next is gone; `input.invalid` when its token was revoked
   */
  async resume(key: WebhookKey, actor: Actor): Promise<Webhook> {
    const { position } = await this.byId(key);
    if (await this.store.isRevoked(key)) {
      const sentence = 'was made, or turned to its URL, with an API token that has been revoked since';
      const advice = 'give it another `url` if it was turned; otherwise delete it, and create another one';
      throw new AppError(
        'input.invalid',
        `The webhook ${quote(formatNodeId('webhook', key.id))} ${sentence}; ${advice}`,
      );
    }
    const { feed } = this.parts;
    await feed.start(feed.cursors.format(position));
    return this.store.resume(key, actor);
  }

  /** Sends again what came behind a place, or leaves out what comes before it. */
  async replay(key: WebhookKey, from: string, actor: Actor): Promise<Webhook> {
    await this.byId(key);
    return this.store.move(key, await this.parts.feed.start(from), from, actor);
  }

  async rotate(key: WebhookKey, given: string | undefined, overlap: number, actor: Actor): Promise<WebhookAndSecret> {
    const secret = given === undefined ? createSigningSecret() : parseSigningSecret(given);
    return { webhook: await this.store.rotate(key, secret, overlap, actor), secret };
  }

  /** Sends a message without events, now, whatever the state of the webhook, which it does not change. */
  async test(key: WebhookKey, actor: Actor): Promise<LoggedAttempt> {
    const { store, log, post, feed, audit } = this.parts;
    const webhook = await this.byId(key);
    const [id, body] = [randomUUID(), testBody(webhook, feed.cursors)];
    const webhookId = formatNodeId('webhook', webhook.id);
    await audit.record({ ...actor, action: 'WEBHOOK_CHANGED', details: { webhookId, change: 'tested' } });
    const message = { id, body, secrets: await store.secrets(key) };
    const outcome = await post.post(webhook.url, message, undefined, TEST_TIMEOUT);
    const nothing = { events: 0, after: undefined, end: undefined };
    return log.add(webhook.id, { ...outcome, ...nothing, messageId: id, messageType: 'TEST', attempt: 1 });
  }

  private async checkAddress(url: URL): Promise<void> {
    try {
      await this.parts.addresses.of(url);
    } catch (error) {
      if (!(error instanceof AddressRefused || error instanceof NameUnresolved)) throw error;
      throw new AppError('input.invalid', `\`url\` is ${quote(url.href)}, which is refused: ${error.message}`);
    }
  }
}

function checkNameAndSize({ name, batchSize }: { name?: string | null | undefined; batchSize?: number }): void {
  checkName(name ?? undefined);
  if (batchSize === undefined || (batchSize >= 1 && batchSize <= MOST_EVENTS)) return;
  throw new AppError('input.invalid', `\`batchSize\` is ${batchSize}; it must be 1 to ${MOST_EVENTS}`);
}

function checkName(name: string | undefined): void {
  if (name === undefined) return;
  if (name.trim() && name.length <= LONGEST_NAME && !/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(name)) return;
  const advice = `give 1 to ${LONGEST_NAME} characters that say who listens, or leave it out`;
  throw new AppError('input.invalid', `\`name\` is ${quote(name)}; ${advice}`);
}
