import type { ApolloServerPlugin } from '@apollo/server';
import { formatError } from '../format-error.js';
import type { GraphQLContext } from '../graphql-context.js';
import { noteReads, noteRefusals } from './audit-operation.js';

export interface AccessPluginOptions {
  readonly onInternalError: (error: unknown, requestId: string) => void;
}

/**
 * Says in `extensions.withheld` which fields were withheld, and writes down for auditors what sensitive fields were shown
 * and which operations were not let do what they asked for.
 */
export function accessPlugin({ onInternalError }: AccessPluginOptions): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ errors, contextValue, operationName }) {
          noteRefusals(contextValue, errors, operationName);
          return Promise.resolve();
        },
        async willSendResponse({ response, contextValue, operationName }) {
          if (response.body.kind !== 'single') return;
          const { read, withheld } = contextValue.sensitive;
          const { singleResult } = response.body;
          if (withheld.length) singleResult.extensions = { ...singleResult.extensions, withheld };
          try {
            await noteReads(contextValue, read, operationName);
          } catch (error) {
            // What cannot be written down is not shown.
            const shown = formatError({ message: '' }, error);
            const { requestId } = contextValue;
            response.body.singleResult = { errors: [{ ...shown, extensions: { ...shown.extensions, requestId } }] };
            onInternalError(error, requestId);
          }
        },
      }),
  };
}
