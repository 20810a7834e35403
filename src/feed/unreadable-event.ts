import { AppError } from '../errors.js';
import { formatNodeId } from '../node-id.js';
import type { FeedCursors } from './feed-cursors.js';
import type { FeedItem } from './feed-reader.js';

/** An event of the feed, and the place behind it. */
export interface ItemPlace {
  readonly eventId: string;
  readonly cursor: string;
}

export function placeOf({ event, position }: FeedItem, cursors: FeedCursors): ItemPlace {
  return { eventId: formatNodeId('event', event.id), cursor: cursors.format(position) };
}

/**
 * Nothing can be made of an event, by a mistake of ours that would be there the next time, too. Whoever follows the feed is
 * told which it is, and where the feed goes on behind it: else they would stand before it for ever.
 */
export function unreadableEvent(place: ItemPlace, cause?: unknown): AppError {
  const sentence =
    `Nothing can be made of ${place.eventId}, by a mistake inside Spoor whose reason the log has under this requestId; ` +
    'note the event, and go on with `cursor` as `after`, which is the place behind it';
  return new AppError('feed.event_unreadable', sentence, { details: { ...place }, cause });
}
