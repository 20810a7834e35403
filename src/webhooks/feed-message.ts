import { AppError } from '../errors.js';
import { stringifyLossless, type JsonValue } from '../event-format/lossless-json.js';
import { redact } from '../event-format/sensitive-keys.js';
import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { SnapshotStore } from '../events/snapshot-store.js';
import type { StoredEvent } from '../events/stored-event.js';
import type { FeedCursors } from '../feed/feed-cursors.js';
import { comparePositions, type FeedPosition } from '../feed/feed-position.js';
import type { FeedItem, FeedPage, FeedReader } from '../feed/feed-reader.js';
import { formatNodeId } from '../node-id.js';
import type { Filter } from '../search/filter.js';
import type { Webhook } from './webhook.js';

/** Bytes that a message has at most; one event alone may have more. */
const MOST_BYTES = 2_097_152;

/** Events that are loaded at once: what they refer to takes a few statements, however many they are. */
const LOADED_AT_ONCE = 100;

/** The next events of a webhook, as they are sent. */
export interface FeedMessage {
  /** Behind everything that it stands for. */
  readonly end: FeedPosition;
  readonly body: string;
  readonly events: number;
  /** When the first of its events was committed; undefined when it has none. */
  readonly committedAt: Date | undefined;
  /** Whether there may be more behind it. */
  readonly hasMore: boolean;
}

/** What the events of a webhook are read from. */
export interface MessageSource {
  readonly feed: FeedReader;
  readonly snapshots: SnapshotStore;
  readonly filter: Filter;
}

/**
 * The next message of a webhook: a new one with as many events as are there and fit, or the one that is on its way again,
 * with the events that it had.
 */
export async function feedMessage(webhook: Webhook, source: MessageSource): Promise<FeedMessage> {
  const { feed, filter } = source;
  const known = webhook.message?.end;
  const list = new EventList(webhook, source);
  let after = webhook.position;
  for (;;) {
    const limit = Math.min(LOADED_AT_ONCE, webhook.batchSize - list.count);
    const page = await feed.read({ filter, after, limit });
    const isWhole = await list.add(page.items);
    after = page.position;
    const isDone = !isWhole || list.count >= webhook.batchSize || !goesOn(page, limit, known);
    if (isDone) return list.message(known ?? (isWhole ? after : list.end), page.hasMore || !isWhole);
  }
}

/** The end of a new message is wherever one look came to; that of a known one has to be reached. */
function goesOn({ items, position, hasMore }: FeedPage, limit: number, known: FeedPosition | undefined): boolean {
  return hasMore && (known ? comparePositions(known, position) > 0 : items.length === limit);
}

/** A message without events, to try an endpoint with. */
export function testBody(webhook: Webhook, cursors: FeedCursors): string {
  return body('test', webhook, cursors.format(webhook.position), []);
}

/** Events as texts, as many as a message may have. */
class EventList {
  end: FeedPosition;
  private readonly texts: string[] = [];
  private bytes = 0;
  private committedAt: Date | undefined;

  constructor(
    private readonly webhook: Webhook,
    private readonly source: MessageSource,
  ) {
    this.end = webhook.position;
  }

  get count(): number {
    return this.texts.length;
  }

  /** @returns false when not all of them belong into the message */
  async add(items: readonly FeedItem[]): Promise<boolean> {
    const loaders = new SnapshotLoaders(this.source.snapshots);
    const texts = await Promise.all(items.map((item) => this.text(item, loaders)));
    for (const [i, item] of items.entries()) {
      if (!this.addOne(item, texts[i] as string)) return false;
    }
    return true;
  }

  message(end: FeedPosition, hasMore: boolean): FeedMessage {
    const cursor = this.source.feed.cursors.format(end);
    const { committedAt } = this;
    return { end, hasMore, committedAt, events: this.count, body: body('events', this.webhook, cursor, this.texts) };
  }

  private addOne({ position, committedAt }: FeedItem, text: string): boolean {
    const known = this.webhook.message?.end;
    const bytes = Buffer.byteLength(text);
    const fits = known ? comparePositions(position, known) <= 0 : !this.count || this.bytes + bytes <= MOST_BYTES;
    if (!fits) return false;
    this.texts.push(text);
    this.bytes += bytes;
    this.end = position;
    this.committedAt ??= committedAt;
    return true;
  }

  private async text({ position, committedAt, event }: FeedItem, loaders: SnapshotLoaders): Promise<string> {
    const content = await this.content(event, loaders);
    return stringifyLossless({
      id: formatNodeId('event', event.id),
      cursor: this.source.feed.cursors.format(position),
      host: { id: formatNodeId('host', event.host.id), name: event.host.name },
      time: new Date(event.time).toISOString(),
      receivedAt: event.receivedAt.toISOString(),
      committedAt: committedAt.toISOString(),
      ...content,
    });
  }

  /** An event of which nothing can be made, by a mistake of ours, must not keep back all others for ever. */
  private async content(event: StoredEvent, loaders: SnapshotLoaders): Promise<Content> {
    try {
      const whole = await loaders.document(event.fragment);
      return { document: this.webhook.creator.readsSensitive ? whole : redact(whole).value };
    } catch (error) {
      if (error instanceof AppError) throw error;
      return { document: null, error: UNREADABLE };
    }
  }
}

/** What an event says, or why it cannot be had. */
type Content = { readonly document: JsonValue } | { readonly document: null; readonly error: typeof UNREADABLE };

const UNREADABLE = {
  code: 'EVENT_UNREADABLE',
  message: 'Nothing can be made of this event, by a mistake inside Spoor; note its id, and ask for it later',
} as const;

function body(type: 'events' | 'test', { id, name }: Webhook, cursor: string, events: readonly string[]): string {
  const head = JSON.stringify({ type, webhook: { id: formatNodeId('webhook', id), name: name ?? null }, cursor });
  return `${head.slice(0, -1)},"events":[${events.join(',')}]}`;
}
