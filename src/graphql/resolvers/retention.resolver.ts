import { Ctx, Query, Resolver } from 'type-graphql';
import { Requires } from '../access/requires.js';
import type { GraphQLContext } from '../graphql-context.js';
import { DateTime } from '../scalars/date-time.scalar.js';

@Resolver()
export class RetentionResolver {
  @Requires('events:read')
  @Query(() => DateTime, {
    description:
      'Midnight (UTC) of the oldest day whose events are all kept: the day that lies as many days past as events are ' +
      'kept, or the day behind the last one that was dropped, whichever is later. An event of an earlier day has expired: ' +
      'it is gone, or goes within the hour. That there is any event of that day is not said.',
  })
  async oldestAvailable(@Ctx() { retention }: GraphQLContext): Promise<Date> {
    return new Date(await retention.oldestAvailable(Date.now()));
  }
}
