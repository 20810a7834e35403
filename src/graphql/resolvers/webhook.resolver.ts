import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { parseWebhookId } from '../../node-id.js';
import { Requires } from '../access/requires.js';
import { WEBHOOK_DELIVERIES, WEBHOOK_LIST } from '../cost/webhook-costs.js';
import { Costs, ONE_OBJECT } from '../cost/field-cost.js';
import type { GraphQLContext } from '../graphql-context.js';
import { connectionType, type Connection } from '../pagination/connection-types.js';
import { formatCursor, keyset, pageInfo } from '../pagination/keyset.js';
import { PageArguments } from '../pagination/page-arguments.js';
import { deliverySource, WebhookDelivery } from '../types/webhook/webhook-delivery.type.js';
import { Webhook, webhookSource } from '../types/webhook/webhook.type.js';

const WebhookDeliveryConnection = connectionType(WebhookDelivery, 'WebhookDelivery', 'deliveries');

@Resolver(() => Webhook)
export class WebhookResolver {
  @Requires('webhooks:read')
  @Costs(WEBHOOK_LIST)
  @Query(() => [Webhook], { description: 'All webhooks, the newest first; of the hosts that exist for you.' })
  async webhooks(@Ctx() { webhooks, principal, feed }: GraphQLContext): Promise<Webhook[]> {
    return (await webhooks.store.list(principal.hosts)).map((webhook) => webhookSource(webhook, feed.cursors));
  }

  @Requires('webhooks:read')
  @Costs(ONE_OBJECT)
  @Query(() => Webhook, {
    nullable: true,
    description: 'One webhook by its id. An id that none has is the error `NOT_FOUND`.',
  })
  async webhook(
    @Arg('id', () => ID, { description: 'The `id` of a webhook.' }) id: string,
    @Ctx() { webhooks, principal: { hosts }, feed }: GraphQLContext,
  ): Promise<Webhook> {
    return webhookSource(await webhooks.byId({ id: parseWebhookId(id), hosts }), feed.cursors);
  }

  @Requires('webhooks:read')
  @Costs(WEBHOOK_DELIVERIES)
  @FieldResolver(() => WebhookDeliveryConnection, {
    description: 'Attempts to deliver its messages, the newest first, as long as `SPOOR_WEBHOOK_LOG_DAYS`.',
  })
  async deliveries(
    @Root() { id }: Webhook,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { webhooks, feed }: GraphQLContext,
  ): Promise<Connection<WebhookDelivery>> {
    const { query, finish } = keyset(page, 'w', false);
    const { shown, more } = finish(await webhooks.log.page({ webhookId: parseWebhookId(id), ...query }));
    const edges = shown.map((attempt) => ({
      node: deliverySource(attempt, feed.cursors),
      cursor: formatCursor('w', attempt.id),
    }));
    return { edges, nodes: edges.map(({ node }) => node), pageInfo: pageInfo(edges, more) };
  }
}
