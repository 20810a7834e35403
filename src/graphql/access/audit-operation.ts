import type { GraphQLError } from 'graphql';
import { AppError } from '../../errors.js';
import type { GraphQLContext } from '../graphql-context.js';

/** Names of operations are the client's; of a longer one, this much is written down. */
const LONGEST_NAME = 100;

type Audited = Pick<GraphQLContext, 'audit' | 'actor'>;

/** Writes down what an operation was not let do. */
export function noteRefusals(
  { audit, actor }: Audited,
  errors: readonly GraphQLError[],
  operationName?: string | null,
): void {
  for (const { code, message: reason } of refusals(errors)) {
    audit.refused(actor, { code, reason }, operationName?.slice(0, LONGEST_NAME));
  }
}

/** Those of some errors that say what somebody may not do. */
export function refusals(errors: readonly GraphQLError[] = []): AppError[] {
  return errors.flatMap(({ originalError }) =>
    originalError instanceof AppError && originalError.code === 'auth.forbidden' ? [originalError] : [],
  );
}

/** Writes down which sensitive fields an operation shows. Returns once the entry is committed. */
export async function noteReads(
  { audit, actor }: Audited,
  fields: readonly string[],
  operationName?: string | null,
): Promise<void> {
  if (!fields.length) return;
  const details = { operationName: operationName?.slice(0, LONGEST_NAME), fields };
  await audit.record({ ...actor, action: 'SENSITIVE_READ', details });
}
