import type { FeedNews } from './feed-news.js';
import type { FeedPage, FeedQuery, FeedReader } from './feed-reader.js';

/**
 * Reads a page of the feed, and waits for one that has something in it.
 *
 * @param wait milliseconds at most; what has been looked through in vain by then is in the page's position
 */
export async function pollFeed(
  reader: FeedReader,
  news: FeedNews,
  { after, ...query }: FeedQuery,
  wait: number,
): Promise<FeedPage> {
  const end = AbortSignal.timeout(wait);
  for (let position = after; ;) {
    const page = await reader.read({ ...query, after: position });
    if (page.items.length || end.aborted || news.isClosed) return page;
    position = page.position;
    if (!page.hasMore && !(await news.wait(position.batch, end))) return page;
  }
}
