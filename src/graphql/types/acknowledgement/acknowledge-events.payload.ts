import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What became of an acknowledgement.' })
export class AcknowledgeEventsPayload {
  @Field(() => Int, { description: 'Events of which this is the last word now.' })
  acknowledged!: number;

  @Field(() => Int, {
    description:
      'Those of them whose history got an entry. Of the others the same API token or person had said the same last.',
  })
  changed!: number;

  @Field(() => [ID], {
    description:
      'Ids that no event has that exists for the asker: it may be past the retention. Nothing was written for them.',
  })
  unknown!: string[];
}
