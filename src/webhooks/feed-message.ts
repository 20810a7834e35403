import { AppError } from '../errors.js';
import { stringifyLossless, type JsonObject } from '../event-format/lossless-json.js';
import { redact } from '../event-format/sensitive-keys.js';
import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { EventStore } from '../events/event-store.js';
import type { StoredEvent } from '../events/stored-event.js';
import type { SnapshotStore } from '../events/snapshot-store.js';
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

/** The same while nobody knows how large they are: a hundred of the largest take longer to load than a statement may. */
const LOADED_UNSEEN = 8;

/** The next events of a webhook, as they are sent. */
export interface FeedMessage {
  /** Behind everything that it stands for. */
  readonly end: FeedPosition;
  readonly body: string;
  readonly events: number;
  /** Bytes of an event of it, on average; undefined when it has none. */
  readonly bytesEach: number | undefined;
  /** When the first of its events was committed; undefined when it has none. */
  readonly committedAt: Date | undefined;
  /** Whether there may be more behind it. */
  readonly hasMore: boolean;
  /** Whether it is the one that is on its way, up to its end. */
  readonly isKnown: boolean;
}

/** What the events of a webhook are read from. */
export interface MessageSource {
  readonly feed: FeedReader;
  readonly snapshots: SnapshotStore;
  readonly events: Pick<EventStore, 'byId'>;
  readonly filter: Filter;
  /** Hears of an event that nobody can read, and is sent without its document. */
  readonly onUnreadable: (eventId: string, error: unknown) => void;
}

/**
 * The next message of a webhook: a new one with as many events as are there and fit, or the one that is on its way again,
 * with the events that it had. Where so many more pass by now that these do not fit any more, as of a filter on what people
 * say of events, it is a new one: to end it where the old one ended would leave some out.
 *
 * @param bytesEach bytes of an event, by what was read before
 */
export async function feedMessage(webhook: Webhook, source: MessageSource, bytesEach?: number): Promise<FeedMessage> {
  const { feed, filter } = source;
  const known = webhook.message?.end;
  const list = new EventList(webhook, source, bytesEach);
  let after = webhook.position;
  for (;;) {
    const limit = list.wish;
    const page = await feed.read({ filter, after, limit });
    const rest = await list.add(page.items);
    after = page.position;
    if (rest === 'does not fit') return list.message(list.end, { hasMore: true, isKnown: false });
    if (rest === 'is behind') return list.message(known as FeedPosition, { hasMore: true, isKnown: true });
    if (goesOn(page, limit, known) && (known || list.count < webhook.batchSize)) continue;
    return list.message(known ?? after, { hasMore: page.hasMore, isKnown: known !== undefined });
  }
}

/** The end of a new message is wherever one look came to; that of a known one has to be reached. */
function goesOn({ items, position, hasMore }: FeedPage, limit: number, known: FeedPosition | undefined): boolean {
  return hasMore && (known ? comparePositions(known, position) > 0 : items.length === limit);
}

/** What there is to say of events that are not in a message: there are none, they are too many, or not its own. */
type Rest = 'is empty' | 'does not fit' | 'is behind';

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
    private readonly bytesBefore: number | undefined,
  ) {
    this.end = webhook.position;
  }

  get count(): number {
    return this.texts.length;
  }

  /** How many events to load next: about as many as fit, by those that are known. */
  get wish(): number {
    const each = this.bytesEach ?? this.bytesBefore;
    const fitting = each === undefined ? LOADED_UNSEEN : Math.ceil((MOST_BYTES - this.bytes) / each);
    return Math.max(1, Math.min(fitting, LOADED_AT_ONCE, this.webhook.batchSize - this.count));
  }

  /** Adds what belongs into the message of events that follow on each other. */
  async add(items: readonly FeedItem[]): Promise<Rest> {
    const known = this.webhook.message?.end;
    const own = known ? items.filter(({ position }) => comparePositions(position, known) <= 0) : items;
    const loaders = new SnapshotLoaders(this.source.snapshots);
    const texts = await Promise.all(own.map((item) => this.text(item, loaders)));
    for (const [i, item] of own.entries()) {
      if (!this.addOne(item, texts[i])) return 'does not fit';
    }
    return own.length < items.length ? 'is behind' : 'is empty';
  }

  message(end: FeedPosition, more: Pick<FeedMessage, 'hasMore' | 'isKnown'>): FeedMessage {
    const cursor = this.source.feed.cursors.format(end);
    const { committedAt, bytesEach, count: events } = this;
    return { ...more, end, committedAt, bytesEach, events, body: body('events', this.webhook, cursor, this.texts) };
  }

  private get bytesEach(): number | undefined {
    return this.count ? this.bytes / this.count : undefined;
  }

  /** @param text undefined for an event that has gone meanwhile */
  private addOne({ position, committedAt }: FeedItem, text: string | undefined): boolean {
    const bytes = Buffer.byteLength(text ?? '');
    const fits = this.count < this.webhook.batchSize && this.bytes + bytes <= MOST_BYTES;
    if (this.count && !fits) return false;
    this.end = position;
    if (text === undefined) return true;
    this.texts.push(text);
    this.bytes += bytes;
    this.committedAt ??= committedAt;
    return true;
  }

  private async text(item: FeedItem, loaders: SnapshotLoaders): Promise<string | undefined> {
    const { position, committedAt, event } = item;
    const content = await this.content(event, loaders);
    return (
      content &&
      stringifyLossless({
        id: formatNodeId('event', event.id),
        cursor: this.source.feed.cursors.format(position),
        host: { id: formatNodeId('host', event.host.id), name: event.host.name },
        time: new Date(event.time).toISOString(),
        receivedAt: event.receivedAt.toISOString(),
        committedAt: committedAt.toISOString(),
        ...content,
      })
    );
  }

  /**
   * What an event says, or that it cannot be had: one that cannot be read, such as for a row that is missing, could not be
   * read the next time either, and the webhook would never get past it.
   *
   * @returns undefined for an event that retention has taken
   */
  private async content(event: StoredEvent, loaders: SnapshotLoaders): Promise<JsonObject | undefined> {
    try {
      return this.shown(await loaders.document(event.fragment));
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (!(await this.source.events.byId(event.id))) return undefined;
      this.source.onUnreadable(event.id, error);
      return UNREADABLE;
    }
  }

  private shown(whole: JsonObject): JsonObject {
    return { document: this.webhook.creator.readsSensitive ? whole : redact(whole).value };
  }
}

const UNREADABLE: JsonObject = {
  document: null,
  error: {
    code: 'EVENT_UNREADABLE',
    message: 'Something that belongs to the event is missing or damaged; note its id, and run `spoor db verify`',
  },
};

function body(type: 'events' | 'test', { id, name }: Webhook, cursor: string, events: readonly string[]): string {
  const head = JSON.stringify({ type, webhook: { id: formatNodeId('webhook', id), name: name ?? null }, cursor });
  return `${head.slice(0, -1)},"events":[${events.join(',')}]}`;
}
