import { Field, Int, ObjectType } from 'type-graphql';
import { parseLossless } from '../../../event-format/lossless-json.js';
import type { FeedCursors } from '../../../feed/feed-cursors.js';
import { formatNodeId } from '../../../node-id.js';
import type { Webhook as StoredWebhook } from '../../../webhooks/webhook.js';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { JsonScalar } from '../../scalars/json.scalar.js';
import { Node } from '../node.type.js';
import { WebhookDisabledReason, WebhookState } from './webhook-enums.js';

@ObjectType({
  implements: Node,
  description:
    'Where events are delivered to as they are committed, by signed HTTP requests, each at least once and in order.',
})
export class Webhook extends Node {
  @Field(() => String, { nullable: true, description: 'What its creator calls it.' })
  readonly name?: string | undefined;

  @Field(() => String, { description: 'Where messages are posted to.' })
  readonly url!: string;

  @Field(() => String, { nullable: true, description: 'Which events, in SECL, as given.' })
  readonly where?: string | undefined;

  @Field(() => JsonScalar, { nullable: true, description: 'Which events, as a filter, as given.' })
  readonly filter?: unknown;

  @Field(() => Int, { description: 'Events that a message has at most.' })
  readonly batchSize!: number;

  @Field(() => WebhookState, { description: 'Whether it delivers.' })
  readonly state!: string;

  @Field(() => WebhookDisabledReason, { nullable: true, description: 'Why it is disabled; absent when it is not.' })
  readonly reason?: string | undefined;

  @Field(() => DateTime, { description: 'Since when it is in this state.' })
  readonly stateSince!: Date;

  @Field(() => String, { description: 'Place in the feed behind everything that the endpoint has accepted.' })
  readonly cursor!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the endpoint last accepted a message of events.' })
  readonly deliveredAt?: Date | undefined;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when every attempt failed; absent when the last did not.',
  })
  readonly failingSince?: Date | undefined;

  @Field(() => Int, { description: 'Attempts in vain for the message that is on its way.' })
  readonly attempts!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the message that is on its way is tried again, at the earliest; absent when nothing failed.',
  })
  readonly nextAttemptAt?: Date | undefined;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when messages carry a second signature, by the secret before the last rotation.',
  })
  readonly previousSecretUntil?: Date | undefined;

  @Field(() => [String], { nullable: true, description: 'The hosts that exist for it, by name; absent for all.' })
  readonly hosts?: readonly string[] | undefined;

  @Field(() => Boolean, { description: 'Whether its messages hold sensitive fields: its creator could see them.' })
  readonly readsSensitive!: boolean;

  @Field(() => DateTime, { description: 'When it was created.' })
  readonly createdAt!: Date;

  @Field(() => String, { description: 'Who created it: the name of an API token or of a person.' })
  readonly createdBy!: string;
}

export function webhookSource(stored: StoredWebhook, cursors: FeedCursors, now = new Date()): Webhook {
  const { creator, selection, attempts, nextAttemptAt, previousSecretUntil } = stored;
  const { name, url, batchSize, state, reason, stateSince, deliveredAt, failingSince, createdAt } = stored;
  return {
    ...{ name, url, batchSize, state, reason, stateSince, deliveredAt, failingSince, createdAt, attempts },
    id: formatNodeId('webhook', stored.id),
    where: selection.where,
    filter: selection.filter === undefined ? undefined : parseLossless(selection.filter),
    cursor: cursors.format(stored.position),
    nextAttemptAt: attempts ? nextAttemptAt : undefined,
    previousSecretUntil: previousSecretUntil && previousSecretUntil > now ? previousSecretUntil : undefined,
    hosts: creator.hosts.length ? creator.hosts : undefined,
    readsSensitive: creator.readsSensitive,
    createdBy: creator.name,
  };
}
