import type { FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { formatError } from '../graphql/format-error.js';

/** Whether a request expects answers in the form of GraphQL. */
export function isGraphQL({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url === '/graphql' || routeOptions.url === '/graphql/stream';
}

/** The answer to a GraphQL request that does not get as far as an operation. */
export function graphqlProblem(error: Error, request: FastifyRequest): { errors: GraphQLFormattedError[] } {
  const { message, extensions } = formatError({ message: error.message }, error);
  return { errors: [{ message, extensions: { ...extensions, requestId: request.id } }] };
}
