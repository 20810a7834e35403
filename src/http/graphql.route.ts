import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import { createGraphQLContext, type GraphQLContext, type GraphQLServices } from '../graphql/graphql-context.js';

export interface GraphQLRouteOptions extends GraphQLServices {
  /** HTML for a browser that opens the endpoint, gzipped; undefined when there is none. */
  readonly graphiql: (() => Promise<Buffer>) | undefined;
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
        return reply
          .header('content-type', 'text/html; charset=utf-8')
          .header('content-encoding', 'gzip')
          .send(await graphiql());
      }
      return handler.call(this, request as never, reply as never) as unknown;
    },
  });
}
