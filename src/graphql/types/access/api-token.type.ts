import { Field, ID, ObjectType } from 'type-graphql';
import type { ApiToken as StoredToken } from '../../../auth/token-store.js';
import { formatNodeId } from '../../../node-id.js';
import { DateTime } from '../../scalars/date-time.scalar.js';

@ObjectType({ description: 'A key to the API. Its secret is shown once, when it is created.' })
export class ApiToken {
  @Field(() => ID, { description: 'Opaque and stable.' })
  readonly id!: string;

  @Field(() => String, { description: 'Who or what uses it.' })
  readonly name!: string;

  @Field(() => [String], { description: 'What it allows, such as `events:read`.' })
  readonly scopes!: readonly string[];

  @Field(() => [String], { nullable: true, description: 'The hosts that exist for it, by name; absent for all.' })
  readonly hosts?: readonly string[] | undefined;

  @Field(() => DateTime, { description: 'When it was created.' })
  readonly createdAt!: Date;

  @Field(() => String, { description: 'Who created it: the name of a token or of a person, or `command line`.' })
  readonly createdBy!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it ceases to be valid; absent for never.' })
  readonly expiresAt?: Date | undefined;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used, to the minute; absent for never.' })
  readonly lastUsedAt?: Date | undefined;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; absent as long as it was not.' })
  readonly revokedAt?: Date | undefined;
}

export function apiTokenSource(token: StoredToken): ApiToken {
  const hosts = token.hosts.length ? token.hosts : undefined;
  return { ...token, hosts, id: formatNodeId('token', token.id) };
}
