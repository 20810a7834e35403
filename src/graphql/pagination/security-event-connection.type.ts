import { Field, ObjectType } from 'type-graphql';
import { SecurityEvent } from '../types/event/security-event.type.js';
import { PageInfo } from './page-info.type.js';

@ObjectType({ description: 'An event and its place in the list.' })
export class SecurityEventEdge {
  @Field(() => SecurityEvent, { description: 'The event.' })
  node!: SecurityEvent;

  @Field(() => String, { description: 'Place of the event, to go on from by `after` or `before`.' })
  cursor!: string;
}

@ObjectType({ description: 'A page of events (Relay).' })
export class SecurityEventConnection {
  @Field(() => [SecurityEventEdge], { description: 'Events with their cursors.' })
  edges!: SecurityEventEdge[];

  @Field(() => [SecurityEvent], { description: 'The same events without cursors.' })
  nodes!: SecurityEvent[];

  @Field(() => PageInfo, { description: 'Whether there is more, and where.' })
  pageInfo!: PageInfo;
}
