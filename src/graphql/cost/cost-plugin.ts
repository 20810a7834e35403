import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { AppError } from '../../errors.js';
import type { PointAccount } from '../../limits/point-budget.js';
import type { GraphQLContext } from '../graphql-context.js';
import { refusal } from '../refusal.js';
import { DocumentCosts } from './document-costs.js';

/** Computes the cost of each operation before it runs, refuses what costs too much, and takes the others' points. */
export function costPlugin(schema: GraphQLSchema, maxQueryCost: number): ApolloServerPlugin<GraphQLContext> {
  const costs = new DocumentCosts(schema);
  return {
    requestDidStart: () =>
      Promise.resolve({
        async didResolveOperation({ document, operation, request, contextValue }) {
          const { account, principal, metrics } = contextValue;
          // Which of several is meant, Apollo asks by itself.
          if (!operation) return;
          const cost = costs.of(document, operation, request.variables ?? {}, principal.hosts !== undefined) ?? 1;
          metrics.costEstimated(cost);
          try {
            if (cost > maxQueryCost) throw tooDear(cost, maxQueryCost, account);
            // The first point was for looking at the request.
            if (cost > 1) await account.take(cost - 1);
          } catch (error) {
            throw error instanceof AppError ? refusal(error) : error;
          }
        },
        willSendResponse({ response, contextValue: { account } }) {
          if (response.body.kind === 'single') {
            const { singleResult } = response.body;
            singleResult.extensions = { ...singleResult.extensions, cost: costExtension(account) };
          }
          return Promise.resolve();
        },
      }),
  };
}

/** What every answer tells of its cost. */
export function costExtension({ requested, balance }: PointAccount): Record<string, unknown> {
  return { requested, remaining: balance.remaining, resetAt: balance.resetAt.toISOString() };
}

function tooDear(cost: number, most: number, account: PointAccount): AppError {
  account.requested = cost;
  const message =
    `The operation costs ${cost} points, and ${most} are the most (SPOOR_MAX_QUERY_COST); ` +
    'ask for shorter pages, fewer lists inside lists, or a shorter range of time';
  return new AppError('query.too_complex', message, { details: { limit: 'cost', found: cost, most } });
}
