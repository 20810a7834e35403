import { Field, ObjectType } from 'type-graphql';
import type { EventSource } from '../../event-source.js';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { SecurityEvent } from '../event/security-event.type.js';

@ObjectType({ description: 'An event in its place in the feed.' })
export class EventFeedItem {
  @Field(() => String, {
    description: 'The place behind this event: with it as `after`, the feed goes on with the next one.',
  })
  readonly cursor!: string;

  @Field(() => DateTime, {
    description: 'When the batch that brought it was committed. From then on it can be found, not before.',
  })
  readonly committedAt!: Date;

  @Field(() => SecurityEvent, { description: 'The event.' })
  readonly event!: EventSource;
}
