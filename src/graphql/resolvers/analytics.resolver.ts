import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { EVENT_COUNT, EVENT_FACETS, EVENT_HISTOGRAM, TOTAL_COUNT } from '../cost/event-costs.js';
import { Costs } from '../cost/field-cost.js';
import type { DimensionName } from '../../analytics/dimensions.js';
import { MOST_DIMENSIONS, MOST_VALUES } from '../../analytics/event-analytics.js';
import type { GraphQLContext } from '../graphql-context.js';
import { milliseconds } from '../inputs/duration.js';
import { EventSelection, selectedEvents } from '../inputs/event-selection.arguments.js';
import { filterOf } from '../pagination/event-connection.js';
import { SecurityEventConnection } from '../pagination/security-event-connection.type.js';
import { Requires } from '../access/requires.js';
import { Duration } from '../scalars/duration.scalar.js';
import { Count } from '../types/analytics/count.type.js';
import { EventDimension } from '../types/analytics/event-dimension.js';
import { EventFacet } from '../types/analytics/event-facet.type.js';
import { HistogramBucket } from '../types/analytics/histogram-bucket.type.js';

const DEFAULT_TOP = 10;

const TOP = `Values to show, the most frequent ones: 1 to ${MOST_VALUES}.`;

@Resolver()
export class AnalyticsResolver {
  @Requires('events:read')
  @Costs(EVENT_HISTOGRAM)
  @Query(() => [HistogramBucket], {
    description:
      'How many events there are over time: one bucket an interval, gaps included. An end of time that `filter.time` leaves ' +
      'open is that of what is stored. Without a filter, or with one by a single dimension that ingest keeps counts of ' +
      '(equal or in), events are not even read.',
  })
  async eventHistogram(
    @Args(() => EventSelection) selection: EventSelection,
    @Arg('interval', () => Duration, {
      description:
        'Length of a bucket, such as "PT5M", "PT1H" or "P1D". Weeks ("P7D") begin on Thursdays, as 1970 did.',
    })
    interval: string,
    @Arg('groupBy', () => EventDimension, { nullable: true, description: 'Count also by the values of this.' })
    groupBy: DimensionName | null,
    @Arg('top', () => Int, { defaultValue: DEFAULT_TOP, description: TOP }) top: number,
    @Ctx() { analytics, sensitive }: GraphQLContext,
  ): Promise<HistogramBucket[]> {
    const options = { interval: milliseconds('interval', interval), top, ...(groupBy && { groupBy }) };
    const buckets = await analytics.histogram(selectedEvents(selection, sensitive), options);
    return buckets.map((bucket) => ({ ...bucket, from: new Date(bucket.from), to: new Date(bucket.to) }));
  }

  @Requires('events:read')
  @Costs(EVENT_FACETS)
  @Query(() => [EventFacet], {
    description: 'How events are spread over the values of some dimensions, all of them counted in one go.',
  })
  async eventFacets(
    @Args(() => EventSelection) selection: EventSelection,
    @Arg('dimensions', () => [EventDimension], { description: `Which dimensions: 1 to ${MOST_DIMENSIONS}.` })
    dimensions: DimensionName[],
    @Arg('top', () => Int, { defaultValue: DEFAULT_TOP, description: TOP }) top: number,
    @Ctx() { analytics, sensitive }: GraphQLContext,
  ): Promise<EventFacet[]> {
    const facets = await analytics.facets(selectedEvents(selection, sensitive), dimensions, top);
    return facets.map((facet) => ({ ...facet, precision: 'EXACT' }));
  }

  @Requires('events:read')
  @Costs(EVENT_COUNT)
  @Query(() => Count, {
    description: 'How many events there are. Where ingest has not counted them already, counting stops at some number.',
  })
  eventCount(@Args(() => EventSelection) selection: EventSelection, @Ctx() context: GraphQLContext): Promise<Count> {
    return context.analytics.count(selectedEvents(selection, context.sensitive));
  }
}

@Resolver(() => SecurityEventConnection)
export class TotalCountResolver {
  @Costs(TOTAL_COUNT)
  @FieldResolver(() => Count, {
    description: 'How many events there are on all pages together. Counted only when asked for, and up to some number.',
  })
  totalCount(@Root() connection: SecurityEventConnection, @Ctx() { analytics }: GraphQLContext): Promise<Count> {
    return analytics.count(filterOf(connection));
  }
}
