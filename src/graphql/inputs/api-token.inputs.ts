import { Field, ID, InputType } from 'type-graphql';
import { scopeNames, parseScopes } from '../../auth/scopes.js';
import { expiryOf } from '../../auth/token-expiry.js';
import type { NewApiToken } from '../../auth/token-store.js';
import { AppError } from '../../errors.js';
import { parseRfc3339, type Instant } from '../../event-format/rfc3339.js';
import { DateTime } from '../scalars/date-time.scalar.js';

@InputType({ description: 'A new API token.' })
export class CreateApiTokenInput {
  @Field(() => String, { description: 'Who or what will use it.' })
  name!: string;

  @Field(() => [String], {
    description: `What it allows: some of ${scopeNames.map((scope) => `\`${scope}\``).join(', ')}; \`events:*\` is all of a family.`,
  })
  scopes!: string[];

  @Field(() => [String], {
    nullable: true,
    description: 'Names of the only hosts that shall exist for it. Without them it sees all.',
  })
  hosts?: string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'When it shall cease to be valid. Without it, in 90 days.' })
  expiresAt?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True for a token that shall be valid until it is revoked.' })
  neverExpires?: boolean | null;
}

@InputType({ description: 'An API token to revoke.' })
export class RevokeApiTokenInput {
  @Field(() => ID, { description: 'Its `id`.' })
  id!: string;
}

/** @throws AppError `input.invalid` */
export function newApiToken(input: CreateApiTokenInput, now: Date): NewApiToken {
  const { name, scopes, hosts, expiresAt, neverExpires } = input;
  if (neverExpires && expiresAt != null) {
    throw new AppError('input.invalid', '`expiresAt` is given and `neverExpires` is true; give only one of them');
  }
  const chosen = neverExpires ? undefined : expiryOf(now);
  const expiry = expiresAt == null ? chosen : dateOf(expiresAt);
  if (hosts && !hosts.length) {
    throw new AppError(
      'input.invalid',
      '`hosts` is empty, so that the token would see nothing; name some or leave it out',
    );
  }
  return { name, scopes: parseScopes(scopes), hosts: [...new Set(hosts ?? [])], expiresAt: expiry };
}

/** `Date` would not read a leap second. */
function dateOf(text: string): Date {
  const { seconds, nanoseconds } = parseRfc3339(text) as Instant;
  return new Date(seconds * 1000 + Math.floor(nanoseconds / 1_000_000));
}
