import { Field, InputType } from 'type-graphql';
import { DateTimeRange } from './date-time-range.input.js';

@InputType({ description: 'Which events to show. Everything given must hold.' })
export class SecurityEventFilter {
  @Field(() => DateTimeRange, { nullable: true, description: 'When the event happened, as its `time` says.' })
  time?: DateTimeRange | null;
}
