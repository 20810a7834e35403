import type { ApolloServerPlugin } from '@apollo/server';
import { AppError } from '../../errors.js';
import { formatError } from '../format-error.js';
import type { GraphQLContext } from '../graphql-context.js';

/** Names of operations are the client's; of a longer one, this much is written down. */
const LONGEST_NAME = 100;

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
          for (const { originalError } of errors) {
            if (!(originalError instanceof AppError) || originalError.code !== 'auth.forbidden') continue;
            const { code, message: reason } = originalError;
            contextValue.audit.refused(contextValue.actor, { code, reason }, operationName?.slice(0, LONGEST_NAME));
          }
          return Promise.resolve();
        },
        async willSendResponse({ response, contextValue, operationName }) {
          if (response.body.kind !== 'single') return;
          const { withheld } = contextValue.sensitive;
          const { singleResult } = response.body;
          if (withheld.length) singleResult.extensions = { ...singleResult.extensions, withheld };
          try {
            await noteReads(contextValue, operationName?.slice(0, LONGEST_NAME));
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

async function noteReads({ sensitive, audit, actor }: GraphQLContext, operationName?: string): Promise<void> {
  const { read } = sensitive;
  if (!read.length) return;
  await audit.record({ ...actor, action: 'SENSITIVE_READ', details: { operationName, fields: read } });
}
