import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { checkScope } from '../../auth/principal.js';
import { parseWebhookId } from '../../node-id.js';
import { changesSelection } from '../../webhooks/webhook-changes.js';
import type { WebhookKey } from '../../webhooks/webhook-store.js';
import { Requires } from '../access/requires.js';
import { WEBHOOK_CHANGE, WEBHOOK_TEST } from '../cost/webhook-costs.js';
import { Costs } from '../cost/field-cost.js';
import type { GraphQLContext } from '../graphql-context.js';
import { storedSelectionReader } from '../filters/stored-filter.js';
import { changedSelection, checkSelection } from '../inputs/webhook-selection.js';
import {
  CreateWebhookInput,
  overlapOf,
  ReplayWebhookInput,
  RotateWebhookSecretInput,
  UpdateWebhookInput,
  webhookChanges,
  WebhookInput,
  webhookRequest,
} from '../inputs/webhook.inputs.js';
import { deliverySource } from '../types/webhook/webhook-delivery.type.js';
import {
  CreateWebhookPayload,
  DeleteWebhookPayload,
  PauseWebhookPayload,
  ReplayWebhookPayload,
  ResumeWebhookPayload,
  RotateWebhookSecretPayload,
  TestWebhookPayload,
  UpdateWebhookPayload,
} from '../types/webhook/webhook.payloads.js';
import { webhookSource } from '../types/webhook/webhook.type.js';

const WHICH = 'Which webhook.';

@Resolver()
export class WebhookChangeResolver {
  @Requires('webhooks:write')
  @Costs(WEBHOOK_CHANGE)
  @Mutation(() => CreateWebhookPayload, {
    description:
      'Creates a webhook and shows its secret, once. It sees what you may see, now and later; it needs `events:read`.',
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInput, { description: 'The webhook.' }) input: CreateWebhookInput,
    @Ctx() context: GraphQLContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<CreateWebhookPayload> {
    const { webhooks, principal, actor, feed } = context;
    const request = webhookRequest(input);
    checkScope(principal, 'events:read', 'Mutation.createWebhook');
    await checkSelection(request.selection, storedSelectionReader(schema), context);
    const { webhook, secret } = await webhooks.create(request, principal, actor);
    return { webhook: webhookSource(webhook, feed.cursors), secret };
  }

  @Requires('webhooks:write')
  @Costs(WEBHOOK_CHANGE)
  @Mutation(() => UpdateWebhookPayload, {
    description:
      'Gives a webhook other settings; it keeps its place and its state. You have to see all that it sees: it needs ' +
      '`events:read`, and `events:read-sensitive` if the webhook sees sensitive fields.',
  })
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInput, { description: 'Which webhook, and what to change.' })
    input: UpdateWebhookInput,
    @Ctx() context: GraphQLContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<UpdateWebhookPayload> {
    const { webhooks, principal, actor, feed } = context;
    const key = keyOf(input, context);
    const webhook = await webhooks.changeable(key, principal);
    const changes = webhookChanges(input);
    if (changesSelection(changes)) {
      const selection = changedSelection(webhook.selection, changes);
      await checkSelection(selection, storedSelectionReader(schema), context, webhook.creator);
    }
    return { webhook: webhookSource(await webhooks.update(webhook, key, changes, actor), feed.cursors) };
  }

  @Requires('webhooks:write')
  @Costs(WEBHOOK_CHANGE)
  @Mutation(() => DeleteWebhookPayload, { description: 'Deletes a webhook. Nothing more is sent to its endpoint.' })
  async deleteWebhook(
    @Arg('input', () => WebhookInput, { description: WHICH }) input: WebhookInput,
    @Ctx() context: GraphQLContext,
  ): Promise<DeleteWebhookPayload> {
    await context.webhooks.store.delete(keyOf(input, context), context.actor);
    return { id: input.id };
  }

  @Requires('webhooks:write')
  @Costs(WEBHOOK_CHANGE)
  @Mutation(() => PauseWebhookPayload, {
    description: 'Stops a webhook for now. What comes meanwhile waits in the feed.',
  })
  async pauseWebhook(
    @Arg('input', () => WebhookInput, { description: WHICH }) input: WebhookInput,
    @Ctx() context: GraphQLContext,
  ): Promise<PauseWebhookPayload> {
    const { webhooks, actor, feed } = context;
    return { webhook: webhookSource(await webhooks.store.pause(keyOf(input, context), actor), feed.cursors) };
  }

  @Requires('webhooks:write')
  @Costs(WEBHOOK_CHANGE)
  @Mutation(() => ResumeWebhookPayload, {
    description: 'Lets a paused or disabled webhook go on from where it stopped; what failed is tried again at once.',
  })
  async resumeWebhook(
    @Arg('input', () => WebhookInput, { description: WHICH }) input: WebhookInput,
    @Ctx() context: GraphQLContext,
  ): Promise<ResumeWebhookPayload> {
    const { webhooks, actor, feed } = context;
    return { webhook: webhookSource(await webhooks.resume(keyOf(input, context), actor), feed.cursors) };
  }

  @Requires('webhooks:write')
  @Costs(WEBHOOK_CHANGE)
  @Mutation(() => ReplayWebhookPayload, {
    description:
      'Moves a webhook to a place in the feed: back, to send everything behind it again, or on, to leave it out.',
  })
  async replayWebhook(
    @Arg('input', () => ReplayWebhookInput, { description: 'Which webhook, and where to.' }) input: ReplayWebhookInput,
    @Ctx() context: GraphQLContext,
  ): Promise<ReplayWebhookPayload> {
    const { webhooks, actor, feed } = context;
    const webhook = await webhooks.replay(keyOf(input, context), input.from, actor);
    return { webhook: webhookSource(webhook, feed.cursors) };
  }

  @Requires('webhooks:write')
  @Costs(WEBHOOK_CHANGE)
  @Mutation(() => RotateWebhookSecretPayload, {
    description: 'Gives a webhook a new secret and shows it, once. For a while messages carry both signatures.',
  })
  async rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, { description: WHICH }) input: RotateWebhookSecretInput,
    @Ctx() context: GraphQLContext,
  ): Promise<RotateWebhookSecretPayload> {
    const { webhooks, actor, feed } = context;
    const key = keyOf(input, context);
    const { webhook, secret } = await webhooks.rotate(key, input.secret ?? undefined, overlapOf(input), actor);
    return { webhook: webhookSource(webhook, feed.cursors), secret };
  }

  @Requires('webhooks:write')
  @Costs(WEBHOOK_TEST)
  @Mutation(() => TestWebhookPayload, {
    description: 'Sends a signed message without events, at once and in any state, and says how the endpoint took it.',
  })
  async testWebhook(
    @Arg('input', () => WebhookInput, { description: WHICH }) input: WebhookInput,
    @Ctx() context: GraphQLContext,
  ): Promise<TestWebhookPayload> {
    const { webhooks, actor, feed } = context;
    return { delivery: deliverySource(await webhooks.test(keyOf(input, context), actor), feed.cursors) };
  }
}

function keyOf({ id }: WebhookInput, { principal: { hosts } }: GraphQLContext): WebhookKey {
  return { id: parseWebhookId(id), hosts };
}
