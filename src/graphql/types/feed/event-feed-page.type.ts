import { Field, Float, ObjectType } from 'type-graphql';
import { EventFeedItem } from './event-feed-item.type.js';

@ObjectType({ description: 'A page of the feed.' })
export class EventFeedPage {
  @Field(() => [EventFeedItem], {
    description:
      'The events that pass, in the order in which they were committed. None is there twice, and none is missing.',
  })
  readonly items!: readonly EventFeedItem[];

  @Field(() => String, {
    description:
      'Where to go on, whether there were items or not: the `after` of the next page. Keep it once they are dealt with.',
  })
  readonly cursor!: string;

  @Field(() => Boolean, {
    description:
      'Whether more has been committed behind `cursor`. A page may be empty and this true: so much was looked through in vain, and the rest comes next.',
  })
  readonly hasMore!: boolean;

  @Field(() => Float, {
    description: 'Seconds since the first batch behind `cursor` was committed: how far one is behind. 0 at the end.',
  })
  readonly lag!: number;
}
