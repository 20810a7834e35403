import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { FeedItem } from '../../feed/feed-reader.js';
import { follow } from '../../feed/follow.js';
import { pollFeed } from '../../feed/poll-feed.js';
import { Requires } from '../access/requires.js';
import { FEED_ITEM, FEED_PAGE } from '../cost/event-costs.js';
import { Costs } from '../cost/field-cost.js';
import type { GraphQLContext } from '../graphql-context.js';
import { EventSelection, selectedEvents } from '../inputs/event-selection.arguments.js';
import { checkFeedArguments, FeedArguments, FeedStart } from '../inputs/feed.arguments.js';
import { feedItem, readableItems } from '../readable-items.js';
import { selectsPath } from '../selected-names.js';
import { EventFeedItem } from '../types/feed/event-feed-item.type.js';
import { EventFeedPage } from '../types/feed/event-feed-page.type.js';

/** Milliseconds of an operation's time that are left for its answer: what waited in vain says so, and is no timeout. */
const TIME_TO_ANSWER = 1_000;

@Resolver()
export class EventFeedResolver {
  @Requires('events:read')
  @Costs(FEED_PAGE)
  @Query(() => EventFeedPage, {
    name: 'eventFeed',
    description:
      'Events in the order in which they were committed, for machines that must not miss one: ask, act, keep `cursor`, ask again with it as `after`.',
  })
  async page(
    @Args(() => EventSelection) selection: EventSelection,
    @Args(() => FeedArguments) asked: FeedArguments,
    @Ctx() context: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<EventFeedPage> {
    const { feed, feedSource, requestTimeout, sensitive } = context;
    const filter = selectedEvents(selection, sensitive);
    checkFeedArguments(asked);
    const after = await feed.start(asked.after);
    const wait = Math.min(asked.waitSeconds * 1000, Math.max(0, requestTimeout - TIME_TO_ANSWER));
    const page = await pollFeed(feedSource, { filter, after, limit: asked.first }, wait);
    const withDocuments = selectsPath(info, ['items', 'event', 'document']);
    const { items, unreadable } = await readableItems(page.items, withDocuments, context);
    if (unreadable) return endingBefore(unreadable, items);
    const { position, hasMore, lag } = page;
    return { items, cursor: feed.cursors.format(position), hasMore, lag: lag / 1000 };
  }

  @Requires('events:read')
  @Costs(FEED_ITEM)
  @Subscription(() => EventFeedItem, {
    name: 'eventFeed',
    description:
      'The same events as `Query.eventFeed`, one by one as they are committed: first what is there behind `after`, then what comes.',
    subscribe: (asked: Subscribing) => subscribe(asked),
  })
  item(
    @Root() item: FeedItem,
    @Args(() => EventSelection) _selection: EventSelection,
    @Args(() => FeedStart) _start: FeedStart,
    @Ctx() { feed }: GraphQLContext,
  ): EventFeedItem {
    return feedItem(item, feed);
  }
}

type Subscribing = SubscribeResolverData<unknown, EventSelection & FeedStart, GraphQLContext>;

async function subscribe({ args, context }: Subscribing): Promise<AsyncIterableIterator<FeedItem>> {
  const { after, ...selection } = args;
  const { feed, feedSource, sensitive } = context;
  const filter = selectedEvents(selection, sensitive);
  const position = await feed.start(after);
  // Whoever is cut off before the first item goes on from here.
  return Object.assign(follow(feedSource, { filter, after: position }), { position });
}

/** The next page begins with the one that cannot be read, and says so. */
function endingBefore({ committedAt }: FeedItem, items: readonly EventFeedItem[]): EventFeedPage {
  const cursor = items.at(-1)?.cursor as string;
  return { items, cursor, hasMore: true, lag: Math.max(0, Date.now() - committedAt.getTime()) / 1000 };
}
