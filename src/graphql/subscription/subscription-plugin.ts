import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import {
  OperationTypeNode,
  type DocumentNode,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
} from 'graphql';
import { AppError } from '../../errors.js';
import type { GraphQLContext } from '../graphql-context.js';
import { refusal } from '../refusal.js';

/** A subscription that has passed every check that operations pass. */
export interface AdmittedSubscription {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Opens a subscription for a transport that can carry one. Answers with what keeps it from being opened, if anything. */
export interface SubscriptionOpener {
  open(admitted: AdmittedSubscription): Promise<readonly GraphQLFormattedError[]>;
}

/**
 * Sends subscriptions the way of all operations up to their execution, so that they are parsed, validated, priced, measured
 * and refused like the others; there it hands them to the transport, which follows them for as long as they live.
 */
export function subscriptionPlugin(): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ operation, contextValue }) {
          // Thrown at once, it would leave what other plugins reject with to nobody.
          const isRefused = isSubscription(operation) && !contextValue.opener;
          return isRefused ? Promise.reject(refusal(needsStream())) : Promise.resolve();
        },
        async responseForOperation({ document, operation, request, contextValue }) {
          // Which of several is meant, Apollo asks by itself, and later.
          if (!isSubscription(operation) || !contextValue.opener) return null;
          const errors = await contextValue.opener.open({ document, operation, variables: request.variables ?? {} });
          const singleResult = errors.length ? { errors } : { data: null };
          return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
        },
      }),
  };
}

function isSubscription(operation: OperationDefinitionNode | undefined): boolean {
  return operation?.operation === OperationTypeNode.SUBSCRIPTION;
}

function needsStream(): AppError {
  const sentence =
    'A subscription has no single answer; send it to /graphql/stream (Server-Sent Events) or by WebSocket ' +
    '(graphql-transport-ws), or ask with the query eventFeed';
  return new AppError('query.needs_stream', sentence);
}
