import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createGraphQLContext, type GraphQLContext, type GraphQLServices } from '../graphql/graphql-context.js';

export interface GraphQLRouteOptions extends GraphQLServices {
  /** Answers a browser that opens the endpoint; undefined when it gets no page. */
  readonly graphiql: ((request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>) | undefined;
}

/** `/graphql` over HTTP (GraphQL over HTTP specification); a browser gets GraphiQL. */
export function graphqlRoute(
  app: FastifyInstance,
  apollo: ApolloServer<GraphQLContext>,
  { graphiql, ...services }: GraphQLRouteOptions,
): void {
  const handler = fastifyApolloHandler(apollo, {
    context: (request) => Promise.resolve(createGraphQLContext(services, request.id)),
  });
  app.route({
    url: '/graphql',
    method: ['GET', 'POST', 'OPTIONS'],
    handler: async function (request, reply) {
      if (graphiql && request.method === 'GET' && request.headers.accept?.includes('text/html')) {
        return graphiql(request, reply);
      }
      return handler.call(this, request as never, reply as never);
    },
  });
}
