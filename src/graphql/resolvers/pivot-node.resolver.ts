import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { EVENT_PAGE_OF_ONE } from '../cost/event-costs.js';
import { Costs } from '../cost/field-cost.js';
import { SIGHTINGS_OF_A_VALUE } from '../cost/pivot-costs.js';
import type { Sightings } from '../../analytics/pivot-store.js';
import { pivotFilter } from '../../analytics/pivots.js';
import { all } from '../../search/filter.js';
import type { GraphQLContext } from '../graphql-context.js';
import { EventSelection, selectedEvents } from '../inputs/event-selection.arguments.js';
import { eventConnection } from '../pagination/event-connection.js';
import { PageArguments } from '../pagination/page-arguments.js';
import { SecurityEventConnection } from '../pagination/security-event-connection.type.js';
import { pivotOf } from '../pivot-source.js';
import { DateTime } from '../scalars/date-time.scalar.js';
import { Count } from '../types/analytics/count.type.js';
import { TimeOrder } from '../types/event/event-enums.js';
import { Host } from '../types/host/host.type.js';
import { Container, DnsName, FileGroup, NetworkEndpoint, Rule, User } from '../types/pivot/pivot.types.js';

/** What every pivot's nodes have: when they were seen, how often, and in which events. */
export const pivotNodeResolvers = [Host, Container, FileGroup, NetworkEndpoint, DnsName, User, Rule].map(nodeResolver);

function nodeResolver(node: new () => object): new () => object {
  @Resolver(() => node)
  class PivotNodeResolver {
    @Costs(SIGHTINGS_OF_A_VALUE)
    @FieldResolver(() => DateTime, {
      nullable: true,
      description: 'Time of the first of its events. Absent when it is known only from the lineage of other events.',
    })
    async firstSeen(@Root() root: object, @Ctx() context: GraphQLContext): Promise<Date | undefined> {
      return date((await sightingsOf(root, context)).first);
    }

    @Costs(SIGHTINGS_OF_A_VALUE)
    @FieldResolver(() => DateTime, { nullable: true, description: 'Time of the last of its events.' })
    async lastSeen(@Root() root: object, @Ctx() context: GraphQLContext): Promise<Date | undefined> {
      return date((await sightingsOf(root, context)).last);
    }

    @Costs(SIGHTINGS_OF_A_VALUE)
    @FieldResolver(() => Count, { description: 'How many events it has.' })
    async eventCount(@Root() root: object, @Ctx() context: GraphQLContext): Promise<Count> {
      return { value: (await sightingsOf(root, context)).count, precision: 'EXACT' };
    }

    @Costs(EVENT_PAGE_OF_ONE)
    @FieldResolver(() => SecurityEventConnection, { description: 'Its events, by pages; a filter narrows them.' })
    events(
      @Root() root: object,
      @Args(() => PageArguments) page: PageArguments,
      @Args(() => EventSelection) selection: EventSelection,
      @Arg('orderBy', () => TimeOrder, { defaultValue: TimeOrder.NEWEST_FIRST, description: 'Order of the list.' })
      order: TimeOrder,
      @Ctx() { search, sensitive }: GraphQLContext,
    ): Promise<SecurityEventConnection> {
      const { pivot, key, range } = pivotOf(root);
      const filter = all([{ kind: 'time', ...range }, pivotFilter(pivot, key), selectedEvents(selection, sensitive)]);
      return eventConnection(search, filter, page, order);
    }
  }
  return PivotNodeResolver;
}

function sightingsOf(root: object, { pivots }: GraphQLContext): Promise<Sightings> {
  const { pivot, key, range } = pivotOf(root);
  return pivots.loaders.sightings(pivot, key, range);
}

function date(milliseconds: number | undefined): Date | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds);
}
