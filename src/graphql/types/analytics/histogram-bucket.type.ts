import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { Int64 } from '../../scalars/int64.scalar.js';
import { ValueCount } from './count.type.js';

@ObjectType({ description: 'A piece of time and how many events are in it.' })
export class HistogramBucket {
  @Field(() => DateTime, {
    description:
      'Its beginning. Buckets are aligned to their interval since 1970 (UTC), so the first one may begin before the range ' +
      'that was asked for; only events inside the range are counted.',
  })
  from!: Date;

  @Field(() => DateTime, { description: 'Its end, where the next one begins.' })
  to!: Date;

  @Field(() => Int64, { description: 'Events in it; 0 in a gap.' })
  count!: number;

  @Field(() => [ValueCount], {
    description:
      'With `groupBy`: the values that are most frequent over all buckets, the most frequent first, as far as they occur in this one.',
  })
  groups!: readonly ValueCount[];

  @Field(() => Int64, { description: 'With `groupBy`: what other values count.' })
  other!: number;

  @Field(() => Int64, { description: 'With `groupBy`: events without a value.' })
  missing!: number;
}
