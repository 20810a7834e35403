import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { ViewerKind } from '../access/viewer.type.js';

export enum AcknowledgementStatus {
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  IN_PROGRESS = 'IN_PROGRESS',
  RESOLVED = 'RESOLVED',
  FALSE_POSITIVE = 'FALSE_POSITIVE',
  REOPENED = 'REOPENED',
}

registerEnumType(AcknowledgementStatus, {
  name: 'AcknowledgementStatus',
  description: 'What somebody says of an event. Any of them may follow any other.',
  valuesConfig: {
    ACKNOWLEDGED: { description: 'Somebody has seen it, or a playbook has taken it in.' },
    IN_PROGRESS: { description: 'Somebody looks into it.' },
    RESOLVED: { description: 'It meant something, and what there was to do is done.' },
    FALSE_POSITIVE: { description: 'It meant nothing: the rule caught what it should not.' },
    REOPENED: { description: 'It was taken for done, and is not.' },
  },
});

@ObjectType({ description: 'Who said something of an event.' })
export class Acknowledger {
  @Field(() => ViewerKind, { description: 'How they are known.' })
  readonly kind!: string;

  @Field(() => String, { description: 'Id of the API token, or subject of the login.' })
  readonly id!: string;

  @Field(() => String, { description: 'Name of the API token or of the person, as it was then.' })
  readonly name!: string;
}

@ObjectType({ description: 'What somebody said of an event. It stands beside the event, which never changes.' })
export class Acknowledgement {
  @Field(() => AcknowledgementStatus, { description: 'What they say.' })
  readonly status!: string;

  @Field(() => String, { nullable: true, description: 'What they add to it in their own words.' })
  readonly note?: string | undefined;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: Date;

  @Field(() => Acknowledger, { description: 'Who.' })
  readonly by!: Acknowledger;
}
