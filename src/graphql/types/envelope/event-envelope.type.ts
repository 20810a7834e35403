import { Field, ObjectType } from 'type-graphql';
import { JsonScalar } from '../../scalars/json.scalar.js';

@ObjectType({ description: 'What an agent wraps an event in, besides `host`, `service`, `tags` and `sentAt`.' })
export class EventEnvelope {
  @Field(() => String, { nullable: true, description: 'How grave the agent takes it to be, such as "info".' })
  status!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its `ddsource`: what the event is about, such as "runtime-security".',
  })
  source!: string | null;

  @Field(() => JsonScalar, { nullable: true, description: 'What else stands in it, as it was sent.' })
  extra!: object | null;
}
