import type { ApolloServerPlugin } from '@apollo/server';
import { AppError } from '../../errors.js';
import type { GraphQLContext } from '../graphql-context.js';

/**
 * Says in `extensions.withheld` which fields were withheld, and writes down for auditors what sensitive fields were shown
 * and which operations were not let do what they asked for.
 */
export function accessPlugin(): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ errors, contextValue, operationName }) {
          for (const { originalError } of errors) {
            if (!(originalError instanceof AppError) || originalError.code !== 'auth.forbidden') continue;
            const details = { code: originalError.code, operationName, reason: originalError.message };
            contextValue.audit.refused(contextValue.actor, details);
          }
          return Promise.resolve();
        },
        async willSendResponse({ response, contextValue, operationName }) {
          const { read, withheld } = contextValue.sensitive;
          if (read.length) {
            const details = { operationName, fields: read };
            await contextValue.audit.record({ ...contextValue.actor, action: 'SENSITIVE_READ', details });
          }
          if (!withheld.length || response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          singleResult.extensions = { ...singleResult.extensions, withheld };
        },
      }),
  };
}
