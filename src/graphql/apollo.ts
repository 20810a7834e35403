import 'reflect-metadata';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import { accessPlugin } from './access/access.plugin.js';
import { costPlugin } from './cost/cost-plugin.js';
import type { Metrics } from '../observability/metrics.js';
import type { Tracing } from '../observability/tracing.js';
import { formatError } from './format-error.js';
import type { GraphQLContext } from './graphql-context.js';
import { operationWatch } from './operation-watch.js';
import { subscriptionPlugin } from './subscription/subscription-plugin.js';

export interface ApolloOptions {
  readonly introspection: boolean;
  readonly maxQueryCost: number;
  /** Told of every error that is ours to mend, with the request it happened in. */
  readonly onInternalError: (error: unknown, requestId: string) => void;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
}

/** Apollo Server on our schema. Start it before use. */
export function createApollo(schema: GraphQLSchema, options: ApolloOptions): ApolloServer<GraphQLContext> {
  return new ApolloServer<GraphQLContext>({
    schema,
    introspection: options.introspection,
    // Documents by their hash come from a manifest, not from whoever sent one first: `persisted-documents.ts`.
    persistedQueries: false,
    // Each mistake is told with what was perhaps meant, which takes a while to find.
    validationOptions: { maxErrors: 10 },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      // Cache control would wrap every single resolver for a header that we do not send.
      ApolloServerPluginCacheControlDisabled(),
      // The landing page loads its scripts from elsewhere.
      ApolloServerPluginLandingPageDisabled(),
      requestIdPlugin(),
      accessPlugin(options),
      costPlugin(schema, options.maxQueryCost),
      subscriptionPlugin(),
      internalErrorPlugin(options),
      operationWatch(options.metrics, options.tracing),
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

/** Codes of what is ours to mend. */
const MISTAKES: ReadonlySet<string> = new Set(['INTERNAL_SERVER_ERROR', 'EVENT_UNREADABLE']);

function internalErrorPlugin({ onInternalError }: ApolloOptions): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) {
            const { extensions } = formatError(error.toJSON(), error);
            if (MISTAKES.has(String(extensions?.['code']))) {
              onInternalError(error.originalError ?? error, contextValue.requestId);
            }
          }
          return Promise.resolve();
        },
      }),
  };
}
