import type { FeedItem } from './feed-reader.js';
import { Follower, type FeedSource, type Following } from './follower.js';

/** Items that are held for whoever takes one after the other. */
const PAGE = 200;

/** Everything that passes behind a place, as it comes, until its reader has enough (`return`). */
export function follow(source: FeedSource, following: Following): AsyncIterableIterator<FeedItem> {
  const ending = new AbortController();
  const items = followed(new Follower(source, following), ending.signal);
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

async function* followed(follower: Follower, signal: AbortSignal): AsyncGenerator<FeedItem, void, undefined> {
  try {
    while (!signal.aborted && !follower.isOver) yield* await follower.next(PAGE, signal);
  } finally {
    follower.close();
  }
}
