import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { AppError } from '../errors.js';

/** What a plugin throws that refuses an operation: Apollo takes status and headers from here, the headers as its own map. */
export function refusal(error: AppError): GraphQLError {
  const { retryAfter } = error.details;
  const headers = new HeaderMap(typeof retryAfter === 'number' ? [['retry-after', String(retryAfter)]] : []);
  const extensions: Record<string, unknown> = { http: { status: error.code === 'rate.limited' ? 429 : 400, headers } };
  return new GraphQLError(error.message, { originalError: error, extensions });
}
