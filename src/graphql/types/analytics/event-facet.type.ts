import { Field, ObjectType } from 'type-graphql';
import { Int64 } from '../../scalars/int64.scalar.js';
import { CountPrecision, ValueCount } from './count.type.js';
import { EventDimension } from './event-dimension.js';

@ObjectType({ description: 'How events are spread over the values of a dimension.' })
export class EventFacet {
  @Field(() => EventDimension, { description: 'The dimension.' })
  dimension!: string;

  @Field(() => [ValueCount], { description: 'The most frequent values, the most frequent first.' })
  values!: readonly ValueCount[];

  @Field(() => Int64, { description: 'What the values that are not shown count.' })
  other!: number;

  @Field(() => Int64, { description: 'Events without a value.' })
  missing!: number;

  @Field(() => Int64, { description: 'How many different values there are.' })
  distinct!: number;

  @Field(() => CountPrecision, { description: 'How exact all of these counts are.' })
  precision!: string;
}
