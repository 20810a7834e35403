import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../scalars/date-time.scalar.js';

export enum ViewerKind {
  API_TOKEN = 'API_TOKEN',
  PERSON = 'PERSON',
}

registerEnumType(ViewerKind, {
  name: 'ViewerKind',
  description: 'How somebody is known.',
  valuesConfig: {
    API_TOKEN: { description: 'By an API token.' },
    PERSON: { description: 'By a login (JSON Web Token).' },
  },
});

@ObjectType({ description: 'Who asks, and what they may.' })
export class Viewer {
  @Field(() => ViewerKind, { description: 'How they are known.' })
  readonly kind!: string;

  @Field(() => String, { description: 'Name of the API token, or of the person.' })
  readonly name!: string;

  @Field(() => [String], { description: 'What they may, such as `events:read`.' })
  readonly scopes!: readonly string[];

  @Field(() => [String], { nullable: true, description: 'The hosts that exist for them, by name; absent for all.' })
  readonly hosts?: readonly string[] | undefined;

  @Field(() => DateTime, { nullable: true, description: 'When they cease to be let in; absent for never.' })
  readonly expiresAt?: Date | undefined;
}
