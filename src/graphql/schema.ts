import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { enforceAccess } from './access/requires.js';
import { withholdSensitiveFields } from './access/withhold.js';
import { resolveReferences } from './mirror-resolvers.js';
import { mirrorTypes } from './mirror.js';
import { AcknowledgementResolver } from './resolvers/acknowledgement.resolver.js';
import { AnalyticsResolver, TotalCountResolver } from './resolvers/analytics.resolver.js';
import { DeadLetterResolver } from './resolvers/dead-letter.resolver.js';
import { EventFeedResolver } from './resolvers/event-feed.resolver.js';
import { EventEnvelopeResolver } from './resolvers/event-envelope.resolver.js';
import { ApiTokenResolver } from './resolvers/api-token.resolver.js';
import { AuditLogResolver } from './resolvers/audit-log.resolver.js';
import { NodeResolver } from './resolvers/node.resolver.js';
import { pivotNodeResolvers } from './resolvers/pivot-node.resolver.js';
import { PivotResolver } from './resolvers/pivot.resolver.js';
import { ProcessInstanceResolver } from './resolvers/process-instance.resolver.js';
import { ProcessContextLineageResolver, ProcessLineageResolver } from './resolvers/process-lineage.resolver.js';
import { ProcessTreeResolver } from './resolvers/process-tree.resolver.js';
import { RetentionResolver } from './resolvers/retention.resolver.js';
import { ViewerResolver } from './resolvers/viewer.resolver.js';
import { WebhookChangeResolver } from './resolvers/webhook-change.resolver.js';
import { WebhookResolver } from './resolvers/webhook.resolver.js';
import { SecurityEventResolver } from './resolvers/security-event.resolver.js';
import { ProcessInstance } from './types/process/process-instance.type.js';
import { Host } from './types/host/host.type.js';

/** The GraphQL schema: the mirror, our own types, and the resolvers. */
export async function buildGraphQLSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers: [
      NodeResolver,
      SecurityEventResolver,
      EventEnvelopeResolver,
      AcknowledgementResolver,
      EventFeedResolver,
      DeadLetterResolver,
      AnalyticsResolver,
      TotalCountResolver,
      PivotResolver,
      ...pivotNodeResolvers,
      RetentionResolver,
      ProcessInstanceResolver,
      ProcessLineageResolver,
      ProcessTreeResolver,
      ProcessContextLineageResolver,
      WebhookResolver,
      WebhookChangeResolver,
      ViewerResolver,
      ApiTokenResolver,
      AuditLogResolver,
    ],
    orphanedTypes: [Host, ProcessInstance, ...mirrorTypes().map(({ target }) => target)],
    validate: false,
    // It would put the schema to the test by asking it everything about itself; Apollo validates it when it starts.
    skipCheck: true,
    pubSub: NO_TOPICS,
  });
  resolveReferences(schema);
  withholdSensitiveFields(schema);
  enforceAccess(schema);
  return schema;
}

/** type-graphql wants one before it builds any subscription. Ours say by themselves where their items come from. */
const NO_TOPICS = { publish: noTopics, subscribe: noTopics };

function noTopics(): never {
  throw new Error('No subscription has a topic: declare it with `subscribe`');
}

/** The schema's text in a stable order, as `schema/schema.graphql` holds it. */
export function printGraphQLSchema(schema: GraphQLSchema): string {
  return `# Written by \`npm run schema:emit\`; do not edit.\n\n${printSchema(lexicographicSortSchema(schema))}\n`;
}
