import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../errors.js';
import { createGraphQLContext, type GraphQLContext, type GraphQLServices } from '../graphql/graphql-context.js';
import { checkNesting } from '../graphql/nesting-limit.js';
import { actorOf, principalOf } from './authenticate.js';
import { graphqlProblem } from './graphql-problem.js';

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
    context: (request) => createGraphQLContext(services, { ...actorOf(request), principal: principalOf(request) }),
  });
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    config: { access: 'authenticated', takesPassword: graphiql !== undefined },
    // Apollo would take what overflows its parser's stack for a fault of its own.
    preHandler: (request, reply, done) => {
      const problem = nestingProblem(request.method === 'POST' ? request.body : request.query);
      if (!problem) return done();
      void reply.code(400).send(graphqlProblem(problem, request));
    },
    handler: async function (request, reply) {
      if (graphiql && request.method === 'GET' && request.headers.accept?.includes('text/html')) {
        return graphiql(request, reply);
      }
      return handler.call(this, request as never, reply as never);
    },
  });
}

function nestingProblem(parameters: unknown): AppError | undefined {
  if (typeof parameters !== 'object' || parameters === null) return undefined;
  const { query, variables } = parameters as { query?: unknown; variables?: unknown };
  try {
    checkNesting(query, variables);
    return undefined;
  } catch (error) {
    return error as AppError;
  }
}
