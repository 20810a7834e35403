import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A dead letter that is still no event.' })
export class StillRefused {
  @Field(() => ID, { description: 'Of the dead letter.' })
  id!: string;

  @Field(() => String, { description: 'The reason, which may be another one than before.' })
  code!: string;

  @Field(() => String, { description: 'Where in the document, as a JSON Pointer (RFC 6901); empty for all of it.' })
  pointer!: string;

  @Field(() => String, { description: 'The reason in a sentence.' })
  message!: string;
}

@ObjectType({ description: 'What became of dead letters that were tried again.' })
export class ReplayDeadLettersPayload {
  @Field(() => Int, { description: 'Dead letters that were tried.' })
  replayed!: number;

  @Field(() => Int, { description: 'Those that are events now.' })
  stored!: number;

  @Field(() => Int, { description: 'Those whose event was there already. They are gone, too.' })
  duplicates!: number;

  @Field(() => [StillRefused], { description: 'Those that are still no event. They stay, with the new reason.' })
  stillRefused!: StillRefused[];

  @Field(() => Int, { description: 'Those asked for that were not tried. Another call tries them first.' })
  remaining!: number;
}
