import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Costs, ONE_OBJECT } from '../cost/field-cost.js';
import { checkScope } from '../../auth/principal.js';
import { AppError } from '../../errors.js';
import { formatNodeId, parseNodeId, quote } from '../../node-id.js';
import { eventSource } from '../event-source.js';
import type { GraphQLContext } from '../graphql-context.js';
import { Requires } from '../access/requires.js';
import { instanceSource } from '../types/process/process-instance.type.js';
import { webhookSource } from '../types/webhook/webhook.type.js';
import { Node } from '../types/node.type.js';

@Resolver()
export class NodeResolver {
  @Requires('events:read')
  @Costs(ONE_OBJECT)
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id (Relay). An id that nothing has is the error `NOT_FOUND`.',
  })
  async node(
    @Arg('id', () => ID, { description: 'An `id` from an answer of this API.' }) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<object> {
    const found = await findNode(id, context);
    if (found) return found;
    throw new AppError('event.not_found', `Nothing has the id ${quote(id)}; it may be past the retention`);
  }
}

async function findNode(text: string, context: GraphQLContext): Promise<object | undefined> {
  const { events, hosts, lineage, webhooks, principal, feed } = context;
  const id = parseNodeId(text);
  switch (id.kind) {
    case 'event': {
      const event = await events.byId(id.uuid);
      return event && eventSource(event);
    }
    case 'instance': {
      const instance = await lineage.instance(id.uuid);
      return instance && instanceSource(instance);
    }
    case 'letter':
      throw new AppError('input.invalid', `The id ${quote(text)} is that of a dead letter; ask \`deadLetter\` for it`);
    case 'token':
      return undefined;
    case 'webhook': {
      checkScope(principal, 'webhooks:read', 'A webhook');
      const webhook = await webhooks.store.byId({ id: id.uuid, hosts: principal.hosts });
      return webhook && webhookSource(webhook, feed.cursors);
    }
    case 'host': {
      const host = await hosts.byId(id.number);
      return host ? { id: formatNodeId('host', host.id), name: host.name } : undefined;
    }
  }
}
