import { Field, Int, ObjectType } from 'type-graphql';
import type { FeedCursors } from '../../../feed/feed-cursors.js';
import type { LoggedAttempt } from '../../../webhooks/delivery-log.js';
import { formatMessageId } from '../../../webhooks/sign-message.js';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { WebhookFailure, WebhookMessageType } from './webhook-enums.js';

@ObjectType({ description: 'One attempt to deliver a message of a webhook.' })
export class WebhookDelivery {
  @Field(() => DateTime, { description: 'When it ended.' })
  readonly at!: Date;

  @Field(() => WebhookMessageType, { description: 'What was sent.' })
  readonly type!: string;

  @Field(() => String, { description: 'Its `webhook-id`: the same for each attempt of one message.' })
  readonly messageId!: string;

  @Field(() => Int, {
    description: 'Which attempt of its message: 1 is the first, also after `resumeWebhook` or `updateWebhook`.',
  })
  readonly attempt!: number;

  @Field(() => Int, { description: 'How long it took.' })
  readonly milliseconds!: number;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the answer; absent when there was none.' })
  readonly status?: number | undefined;

  @Field(() => WebhookFailure, { nullable: true, description: 'Why it failed; absent when the message was accepted.' })
  readonly failure?: string | undefined;

  @Field(() => String, { nullable: true, description: 'The failure in a sentence.' })
  readonly error?: string | undefined;

  @Field(() => Int, { description: 'Events in the message.' })
  readonly events!: number;

  @Field(() => String, { nullable: true, description: 'Cursor of the feed behind which the message begins.' })
  readonly after?: string | undefined;

  @Field(() => String, { nullable: true, description: 'Cursor of the feed where it ends, as in its body.' })
  readonly cursor?: string | undefined;
}

export function deliverySource(attempt: LoggedAttempt, cursors: FeedCursors): WebhookDelivery {
  const { at, attempt: number, status, failure, error, events } = attempt;
  return {
    ...{ at, attempt: number, status, failure, error, events },
    type: attempt.messageType,
    messageId: formatMessageId(attempt.messageId),
    milliseconds: attempt.duration,
    after: attempt.after && cursors.format(attempt.after),
    cursor: attempt.end && cursors.format(attempt.end),
  };
}
