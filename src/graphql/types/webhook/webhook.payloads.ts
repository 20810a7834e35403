import { Field, ID, ObjectType } from 'type-graphql';
import { WebhookDelivery } from './webhook-delivery.type.js';
import { Webhook } from './webhook.type.js';

@ObjectType({ description: 'What became of `createWebhook`.' })
export class CreateWebhookPayload {
  @Field(() => Webhook, { description: 'The new webhook.' })
  readonly webhook!: Webhook;

  @Field(() => String, { description: 'The secret that its messages are signed with. It is never shown again.' })
  readonly secret!: string;
}

@ObjectType({ description: 'What became of `updateWebhook`.' })
export class UpdateWebhookPayload {
  @Field(() => Webhook, {
    description:
      'The webhook as it is now: what lies behind its `cursor` goes by these settings. One that is paused or disabled still is.',
  })
  readonly webhook!: Webhook;
}

@ObjectType({ description: 'What became of `rotateWebhookSecret`.' })
export class RotateWebhookSecretPayload {
  @Field(() => Webhook, { description: 'The webhook.' })
  readonly webhook!: Webhook;

  @Field(() => String, { description: 'The new secret. It is never shown again.' })
  readonly secret!: string;
}

@ObjectType({ description: 'What became of `deleteWebhook`.' })
export class DeleteWebhookPayload {
  @Field(() => ID, { description: 'The id that it had.' })
  readonly id!: string;
}

@ObjectType({ description: 'What became of `pauseWebhook`.' })
export class PauseWebhookPayload {
  @Field(() => Webhook, { description: 'The webhook; one that was disabled still is.' })
  readonly webhook!: Webhook;
}

@ObjectType({ description: 'What became of `resumeWebhook`.' })
export class ResumeWebhookPayload {
  @Field(() => Webhook, { description: 'The webhook, which goes on from its `cursor`.' })
  readonly webhook!: Webhook;
}

@ObjectType({ description: 'What became of `replayWebhook`.' })
export class ReplayWebhookPayload {
  @Field(() => Webhook, { description: 'The webhook at its new place. One that is paused or disabled still is.' })
  readonly webhook!: Webhook;
}

@ObjectType({ description: 'What became of `testWebhook`.' })
export class TestWebhookPayload {
  @Field(() => WebhookDelivery, { description: 'How the endpoint took the message.' })
  readonly delivery!: WebhookDelivery;
}
