import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { EVENT_PAGE } from '../cost/event-costs.js';
import { Costs, ONE_OBJECT, WHOLE_DOCUMENT } from '../cost/field-cost.js';
import { contractNames } from '../../event-format/contract.js';
import { AppError } from '../../errors.js';
import type { StoredEvent } from '../../events/stored-event.js';
import { formatNodeId, parseEventId, quote } from '../../node-id.js';
import { documentOf, eventOf, eventSource, type EventSource } from '../event-source.js';
import type { GraphQLContext } from '../graphql-context.js';
import { EventSelection, selectedEvents } from '../inputs/event-selection.arguments.js';
import { eventConnection } from '../pagination/event-connection.js';
import { PageArguments } from '../pagination/page-arguments.js';
import { SecurityEventConnection } from '../pagination/security-event-connection.type.js';
import { Requires } from '../access/requires.js';
import { DateTime } from '../scalars/date-time.scalar.js';
import { JsonScalar } from '../scalars/json.scalar.js';
import { EventFormat, eventFormat, EventKind, TimeOrder, TimeSource } from '../types/event/event-enums.js';
import { SecurityEvent } from '../types/event/security-event.type.js';
import { Host } from '../types/host/host.type.js';

@Resolver(() => SecurityEvent)
export class SecurityEventResolver {
  @Requires('events:read')
  @Costs(ONE_OBJECT)
  @Query(() => SecurityEvent, {
    nullable: true,
    description: 'One event by its id. An id that no event has is the error `NOT_FOUND`.',
  })
  async securityEvent(
    @Arg('id', () => ID, { description: 'The `id` of an event.' }) id: string,
    @Ctx() { events }: GraphQLContext,
  ): Promise<EventSource> {
    const event = await events.byId(parseEventId(id));
    if (event) return eventSource(event);
    throw new AppError('event.not_found', `No event has the id ${quote(id)}; it may be past the retention`);
  }

  @Requires('events:read')
  @Costs(EVENT_PAGE)
  @Query(() => SecurityEventConnection, {
    description: 'Events in the order of their time, by pages. Deep pages cost what the first one costs.',
  })
  async securityEvents(
    @Args(() => PageArguments) page: PageArguments,
    @Args(() => EventSelection) selection: EventSelection,
    @Arg('orderBy', () => TimeOrder, { defaultValue: TimeOrder.NEWEST_FIRST, description: 'Order of the list.' })
    order: TimeOrder,
    @Ctx() { search, sensitive }: GraphQLContext,
  ): Promise<SecurityEventConnection> {
    return eventConnection(search, selectedEvents(selection, sensitive), page, order);
  }

  @FieldResolver(() => ID, { description: 'Opaque and stable: the same event sent again has the same id.' })
  id(@Root() source: EventSource): string {
    return formatNodeId('event', stored(source).id);
  }

  @FieldResolver(() => Host, { description: 'The machine that the event came from.' })
  host(@Root() source: EventSource): Host {
    const { id, name } = stored(source).host;
    return { id: formatNodeId('host', id), name };
  }

  @FieldResolver(() => DateTime, {
    description:
      'When it happened, to the millisecond; events are in the order of this. `timeSource` says how it is known.',
  })
  time(@Root() source: EventSource): Date {
    return new Date(stored(source).time);
  }

  @FieldResolver(() => TimeSource, { description: 'Where `time` was taken from.' })
  timeSource(@Root() source: EventSource): string {
    return stored(source).timeSource;
  }

  @FieldResolver(() => DateTime, { description: 'When the event was first received.' })
  receivedAt(@Root() source: EventSource): Date {
    return stored(source).receivedAt;
  }

  @FieldResolver(() => EventKind, { description: 'Whether it speaks of the host or of the agent itself.' })
  kind(@Root() source: EventSource): string {
    return stored(source).kind;
  }

  @FieldResolver(() => [EventFormat], {
    description:
      'The contracts that accept the document strictly, oldest first: often none, since agents between two contracts ' +
      'send fields of the later one. `agent` and `title` are set aside for the cws contracts, `hostname` for all.',
  })
  formats(@Root() source: EventSource): string[] {
    return contractNames(stored(source).contracts).map(eventFormat);
  }

  @Costs(WHOLE_DOCUMENT)
  @FieldResolver(() => JsonScalar, {
    description:
      'The whole event as it came in, fields that no contract knows included. Without the scope `events:read-sensitive`, sensitive values are `null`. Integers past 2^53 stand as strings; ' +
      '`GET /v1/events/{id}` has them as numbers.',
  })
  document(@Root() source: EventSource, @Ctx() { snapshots }: GraphQLContext): Promise<object> {
    return documentOf(source) ?? snapshots.document(stored(source).fragment);
  }
}

function stored(source: EventSource): StoredEvent {
  return eventOf(source) as StoredEvent;
}
