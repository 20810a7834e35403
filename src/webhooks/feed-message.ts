import { isBehind, type FeedPosition } from '../feed/feed-position.js';
import type { FeedItem, FeedReader } from '../feed/feed-reader.js';
import { stringifyLossless } from '../event-format/lossless-json.js';
import { redact } from '../event-format/sensitive-keys.js';
import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { SnapshotStore } from '../events/snapshot-store.js';
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
  /** Whether more is there to be looked at. */
  readonly hasMore: boolean;
}

export interface EventSource {
  readonly feed: FeedReader;
  readonly snapshots: SnapshotStore;
  readonly filter: Filter;
}

/**
 * The next message of a webhook: a new one with as many events as are there and fit, or the one that is on its way again,
 * with the events that it had.
 */
export async function feedMessage(webhook: Webhook, source: EventSource): Promise<FeedMessage> {
  const events = new EventList(webhook, source);
  let position = webhook.position;
  for (;;) {
    const limit = Math.min(LOADED_AT_ONCE, webhook.batchSize - events.count);
    const page = await source.feed.read({ filter: source.filter, after: position, limit });
    const isWhole = await events.add(page.items);
    position = page.position;
    if (!isWhole) return events.message(webhook.message?.end ?? events.end, true);
    if (isComplete(webhook, events.count, position, page)) break;
  }
  return events.message(webhook.message?.end ?? position, true);
}
