import type { FeedPage, FeedQuery } from './feed-reader.js';
import { Follower, type FeedSource } from './follower.js';

/**
 * Reads a page of the feed, and waits for one that has something in it.
 *
 * @param wait milliseconds at most; what has been looked through in vain by then is in the page's position
 */
export async function pollFeed(source: FeedSource, query: FeedQuery, wait: number): Promise<FeedPage> {
  const end = AbortSignal.timeout(wait);
  const reader = await source.reader();
  const page = await reader.read(query);
  // Where more is there one looks on instead of waiting, and that takes longer than an answer should.
  if (page.items.length || page.hasMore || wait === 0) return page;
  const follower = new Follower(source, { ...query, after: page.position });
  try {
    const items = await follower.next(query.limit, end);
    const { position } = follower;
    return { items, position, ...(await reader.remains(position)) };
  } finally {
    follower.close();
  }
}
