import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import { accessPlugin } from './access/access.plugin.js';
import { formatError } from './format-error.js';
import type { GraphQLContext } from './graphql-context.js';

export interface ApolloOptions {
  /** Told of every error that is ours to mend, with the request it happened in. */
  readonly onInternalError: (error: unknown, requestId: string) => void;
}

/** Apollo Server on our schema. Start it before use. */
export function createApollo(schema: GraphQLSchema, options: ApolloOptions): ApolloServer<GraphQLContext> {
  return new ApolloServer<GraphQLContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      // Cache control would wrap every single resolver for a header that we do not send.
      ApolloServerPluginCacheControlDisabled(),
      // The landing page loads its scripts from elsewhere.
      ApolloServerPluginLandingPageDisabled(),
      requestIdPlugin(),
      accessPlugin(),
      internalErrorPlugin(options),
    ],
    stringifyResult: (result) => JSON.stringify(result),
  });
}

/** Every error carries the id under which the log speaks of its request. */
function requestIdPlugin(): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ response, contextValue }) {
          if (response.body.kind === 'single' && response.body.singleResult.errors) {
            response.body.singleResult.errors = response.body.singleResult.errors.map((error) => ({
              ...error,
              extensions: { ...error.extensions, requestId: contextValue.requestId },
            }));
          }
          return Promise.resolve();
        },
      }),
  };
}

function internalErrorPlugin({ onInternalError }: ApolloOptions): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) {
            const { extensions } = formatError(error.toJSON(), error);
            if (extensions?.['code'] === 'INTERNAL_SERVER_ERROR') {
              onInternalError(error.originalError ?? error, contextValue.requestId);
            }
          }
          return Promise.resolve();
        },
      }),
  };
}
