import { Field, ID, InputType, Int } from 'type-graphql';
import { parseEndpointUrl } from '../../webhooks/endpoint-url.js';
import type { WebhookChanges } from '../../webhooks/webhook-changes.js';
import { MOST_EVENTS, type WebhookRequest } from '../../webhooks/webhooks.js';
import { AppError } from '../../errors.js';
import { SecurityEventFilter, type SecurityEventFilterInput } from '../filters/security-event-filter.js';
import { filterText } from '../filters/stored-filter.js';
import { Duration } from '../scalars/duration.scalar.js';
import { milliseconds } from './duration.js';

const SECRET =
  'begins with `whsec_`, then the base64 of 24 to 64 random bytes (Standard Webhooks). Without it, one is drawn.';

const URL_TEXT = 'Where to post messages to: https:// (or http://), and no private address.';
const BATCH_SIZE = `Events that a message has at most: 1 to ${MOST_EVENTS}.`;

/** What may be left out, when a webhook is made as well as later. */
@InputType()
abstract class WebhookSettings {
  @Field(() => String, { nullable: true, description: 'What to call it.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Which events, in SECL. With `filter`, both must hold.' })
  where?: string | null;

  @Field(() => SecurityEventFilter, { nullable: true, description: 'Which events, in the shape of an event.' })
  filter?: SecurityEventFilterInput | null;
}

@InputType({ description: 'A new webhook.' })
export class CreateWebhookInput extends WebhookSettings {
  @Field(() => String, { description: URL_TEXT })
  url!: string;

  @Field(() => String, {
    defaultValue: 'NOW',
    description: 'The place in the feed behind which to begin: `NOW`, `OLDEST`, a time, or a cursor.',
  })
  from!: string;

  @Field(() => Int, { defaultValue: 100, description: BATCH_SIZE })
  batchSize!: number;

  @Field(() => String, { nullable: true, description: `The secret to sign with: ${SECRET}` })
  secret?: string | null;
}

@InputType({ description: 'A webhook.' })
export class WebhookInput {
  @Field(() => ID, { description: 'Its `id`.' })
  id!: string;
}

@InputType({ description: 'What to change of a webhook. What is left out stays as it is; null takes it away.' })
export class UpdateWebhookInput extends WebhookSettings {
  @Field(() => ID, { description: 'Its `id`.' })
  id!: string;

  @Field(() => String, { nullable: true, description: `${URL_TEXT} It cannot be taken away.` })
  url?: string | null;

  @Field(() => Int, { nullable: true, description: `${BATCH_SIZE} It cannot be taken away.` })
  batchSize?: number | null;
}

@InputType({ description: 'A webhook, and a place to go on from.' })
export class ReplayWebhookInput extends WebhookInput {
  @Field(() => String, {
    description: 'The place in the feed behind which to go on: a cursor, a time, `OLDEST` or `NOW`.',
  })
  from!: string;
}

@InputType({ description: 'A webhook that is to have a new secret.' })
export class RotateWebhookSecretInput extends WebhookInput {
  @Field(() => String, { nullable: true, description: `The new secret: ${SECRET}` })
  secret?: string | null;

  @Field(() => Duration, {
    defaultValue: 'P1D',
    description: 'How long messages are signed with the old secret, too: at most "P30D"; "PT0S" for not at all.',
  })
  overlap!: string;
}

/** @throws AppError `input.invalid` for a URL that does not do, and for null where something has to be */
export function webhookChanges({ url, name, where, filter, batchSize }: UpdateWebhookInput): WebhookChanges {
  const missing = url === null ? 'url' : batchSize === null ? 'batchSize' : undefined;
  if (missing) throw new AppError('input.invalid', `\`${missing}\` is null; give another one, or leave it out`);
  return {
    ...(typeof url === 'string' && { url: parseEndpointUrl(url).href }),
    ...(name !== undefined && { name }),
    ...(where !== undefined && { where }),
    ...(filter !== undefined && { filter: filter && filterText(filter) }),
    ...(typeof batchSize === 'number' && { batchSize }),
  };
}

/** @throws AppError `input.invalid` for a URL that does not do */
export function webhookRequest(input: CreateWebhookInput): WebhookRequest {
  const { url, name, where, filter, from, batchSize, secret } = input;
  return {
    url: parseEndpointUrl(url),
    name: name ?? undefined,
    selection: { where: where ?? undefined, filter: filter ? filterText(filter) : undefined },
    ...{ from, batchSize },
    secret: secret ?? undefined,
  };
}

const LONGEST_OVERLAP = 30 * 86_400_000;

/** @throws AppError `input.invalid` */
export function overlapOf({ overlap }: RotateWebhookSecretInput): number {
  if (overlap === 'PT0S') return 0;
  const length = milliseconds('overlap', overlap);
  if (length <= LONGEST_OVERLAP) return length;
  throw new AppError('input.invalid', `\`overlap\` is "${overlap}"; it must be "P30D" or less`);
}
