import type { FeedPosition } from '../../feed/feed-position.js';
import type { GraphQLContext } from '../graphql-context.js';

/**
 * The cursor of whatever has a place in the feed: an item, or the stream of items as far as it has come. Undefined for
 * what has none.
 */
export function cursorOf(placed: object, { feed }: Pick<GraphQLContext, 'feed'>): string | undefined {
  const { position } = placed as { readonly position?: FeedPosition };
  return position && feed.cursors.format(position);
}
