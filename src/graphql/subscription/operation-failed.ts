import type { GraphQLFormattedError } from 'graphql';

/** An operation ends without a result, or without further ones: what its client is told. */
export class OperationFailed extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('The operation failed');
  }
}
