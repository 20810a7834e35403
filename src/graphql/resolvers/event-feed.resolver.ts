import { Args, Ctx, Query, Resolver, Root, Subscription, type SubscribeResolverData } from 'type-graphql';
import type { FeedItem } from '../../feed/feed-reader.js';
import { follow } from '../../feed/follow.js';
import { pollFeed } from '../../feed/poll-feed.js';
import { Requires } from '../access/requires.js';
import { FEED_ITEM, FEED_PAGE } from '../cost/event-costs.js';
import { Costs } from '../cost/field-cost.js';
import { eventSource } from '../event-source.js';
import type { GraphQLContext } from '../graphql-context.js';
import { EventSelection, selectedEvents } from '../inputs/event-selection.arguments.js';
import { checkFeedArguments, FeedArguments, FeedStart } from '../inputs/feed.arguments.js';
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
    @Ctx() { feed, feedSource, requestTimeout, sensitive }: GraphQLContext,
  ): Promise<EventFeedPage> {
    const filter = selectedEvents(selection, sensitive);
    checkFeedArguments(asked);
    const after = await feed.start(asked.after);
    const wait = Math.min(asked.waitSeconds * 1000, Math.max(0, requestTimeout - TIME_TO_ANSWER));
    const { items, position, hasMore, lag } = await pollFeed(feedSource, { filter, after, limit: asked.first }, wait);
    return {
      items: items.map((item) => feedItem(item, feed.cursors)),
      cursor: feed.cursors.format(position),
      hasMore,
      lag: lag / 1000,
    };
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
    return feedItem(item, feed.cursors);
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

function feedItem(
  { position, committedAt, event }: FeedItem,
  cursors: GraphQLContext['feed']['cursors'],
): EventFeedItem {
  return { cursor: cursors.format(position), committedAt, event: eventSource(event) };
}
