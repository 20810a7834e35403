import type { ApolloServerPlugin } from '@apollo/server';
import type { Metrics } from '../observability/metrics.js';
import type { Tracing } from '../observability/tracing.js';
import type { GraphQLContext } from './graphql-context.js';

/** What a document counts as that has no name, or of which nothing can be run. */
const ANONYMOUS = 'anonymous';
const INVALID = 'invalid';

/** Measures and traces operations under their names, and lets what runs for one know its name. */
export function operationWatch(metrics: Metrics, tracing: Tracing | undefined): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: ({ contextValue: { scope } }) => {
      const start = performance.now();
      const outer = scope?.span;
      let name = INVALID;
      return Promise.resolve({
        didResolveOperation({ operationName, operation: { operation: type } = { operation: 'query' } }) {
          name = operationName ?? ANONYMOUS;
          if (!scope) return Promise.resolve();
          scope.operation = name;
          if (tracing) {
            const attributes = { 'graphql.operation.name': name, 'graphql.operation.type': type };
            scope.span = tracing.start(`${type} ${name}`, {
              kind: 'internal',
              attributes,
              parent: outer,
            });
          }
          return Promise.resolve();
        },
        willSendResponse({ response }) {
          const { body } = response;
          const hasFailed = body.kind === 'single' && body.singleResult.errors !== undefined;
          metrics.operationExecuted({ name, hasFailed, milliseconds: performance.now() - start });
          if (scope?.span && scope.span !== outer) {
            if (hasFailed) tracing?.fail(scope.span);
            scope.span.end();
            if (outer) scope.span = outer;
          }
          return Promise.resolve();
        },
      });
    },
  };
}
