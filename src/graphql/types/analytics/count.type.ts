import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Int64 } from '../../scalars/int64.scalar.js';

export enum CountPrecision {
  EXACT = 'EXACT',
  AT_LEAST = 'AT_LEAST',
  ESTIMATED = 'ESTIMATED',
}

registerEnumType(CountPrecision, {
  name: 'CountPrecision',
  description: 'How far a count can be relied on.',
  valuesConfig: {
    EXACT: { description: 'It is so many.' },
    AT_LEAST: { description: 'It is so many or more: counting stopped there.' },
    ESTIMATED: { description: 'About so many: a part was counted.' },
  },
});

@ObjectType({ description: 'How many, and how sure that is.' })
export class Count {
  @Field(() => Int64, { description: 'The number.' })
  value!: number;

  @Field(() => CountPrecision, { description: 'Whether the number is exact.' })
  precision!: string;
}

@ObjectType({ description: 'A value and how many events have it.' })
export class ValueCount {
  @Field(() => String, {
    description: 'The value as text. One of more than 512 characters is cut there, and its SHA-256 added.',
  })
  value!: string;

  @Field(() => Int64, { description: 'Events with the value.' })
  count!: number;
}
