import { AppError } from '../errors.js';
import type { JsonObject } from '../event-format/lossless-json.js';
import type { FeedItem } from '../feed/feed-reader.js';
import { placeOf, unreadableEvent } from '../feed/unreadable-event.js';
import { eventSource } from './event-source.js';
import type { GraphQLContext } from './graphql-context.js';
import type { EventFeedItem } from './types/feed/event-feed-item.type.js';

/** Items as they are shown, up to the first of which nothing can be made. */
export interface ReadableItems {
  readonly items: readonly EventFeedItem[];
  /** That one. */
  readonly unreadable: FeedItem | undefined;
}

/**
 * Shows items up to the first that cannot be shown at all. One that fails in the midst of a page would take the page with it,
 * and whoever asks could get neither those before it nor past it; at the end of one it costs nobody anything.
 *
 * @param withDocuments whether whole documents will be asked for: nothing else of an event is loaded and must be there
 * @throws AppError `feed.event_unreadable` when the first is such a one
 */
export async function readableItems(
  items: readonly FeedItem[],
  withDocuments: boolean,
  { feed, snapshots }: Pick<GraphQLContext, 'feed' | 'snapshots'>,
): Promise<ReadableItems> {
  const shown = await Promise.allSettled(
    items.map(async (item): Promise<EventFeedItem> => {
      const document = withDocuments ? snapshots.document(item.event.fragment) : undefined;
      await document?.catch(throwMistake);
      return feedItem(item, feed, document);
    }),
  );
  const readable: EventFeedItem[] = [];
  for (const [i, outcome] of shown.entries()) {
    if (outcome.status === 'fulfilled') readable.push(outcome.value);
    else if (i > 0) return { items: readable, unreadable: items[i] };
    else throw unreadableEvent(placeOf(items[i] as FeedItem, feed.cursors), outcome.reason);
  }
  return { items: readable, unreadable: undefined };
}

export function feedItem(
  { position, committedAt, event }: FeedItem,
  { cursors }: GraphQLContext['feed'],
  document?: Promise<JsonObject>,
): EventFeedItem {
  return { cursor: cursors.format(position), committedAt, event: eventSource(event, document) };
}

/** What may well be different the next time is for the field that asks for the document to say. */
function throwMistake(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}
