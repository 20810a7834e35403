import type { Filter } from '../search/filter.js';
import type { FeedNews } from './feed-news.js';
import type { FeedPosition } from './feed-position.js';
import type { FeedItem, FeedReader } from './feed-reader.js';

export interface Following {
  readonly filter: Filter;
  readonly after: FeedPosition;
}

/** Events that one read gets. */
const PAGE = 200;

/** Everything that passes behind a place, as it comes, until its reader has enough (`return`). */
export function follow(reader: FeedReader, news: FeedNews, following: Following): AsyncIterableIterator<FeedItem> {
  const ending = new AbortController();
  const items = followed(reader, news, following, ending.signal);
  return {
    next: () => items.next(),
    // Whoever waits for news would otherwise have to be waited for.
    return: () => {
      ending.abort();
      return items.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* followed(
  reader: FeedReader,
  news: FeedNews,
  { filter, after }: Following,
  signal: AbortSignal,
): AsyncGenerator<FeedItem, void, undefined> {
  let position = after;
  while (!signal.aborted) {
    const page = await reader.read({ filter, after: position, limit: PAGE });
    yield* page.items;
    position = page.position;
    if (!page.hasMore) await news.wait(position.batch, signal);
  }
}
