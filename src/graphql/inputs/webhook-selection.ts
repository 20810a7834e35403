import { AppError } from '../../errors.js';
import type { CompileSelection } from '../../webhooks/webhook-turn.js';
import type { WebhookChanges } from '../../webhooks/webhook-changes.js';
import type { StoredSelection, WebhookCreator } from '../../webhooks/webhook.js';
import { sensitiveConditions } from '../access/sensitive-reads.js';
import type { GraphQLContext } from '../graphql-context.js';

/** A selection with what is changed of it. */
export function changedSelection({ where, filter }: StoredSelection, changes: WebhookChanges): StoredSelection {
  return {
    where: (changes.where === undefined ? where : changes.where) ?? undefined,
    filter: (changes.filter === undefined ? filter : changes.filter) ?? undefined,
  };
}

/**
 * Checks a selection by what will be made of it when it is used: its kept form.
 *
 * @param webhook what sees it already. A condition would tell its endpoint of fields that it does not see
 * @throws AppError `input.invalid`, `query.too_complex`; `auth.forbidden` for a condition on what is not seen
 */
export async function checkSelection(
  selection: StoredSelection,
  compile: CompileSelection,
  { sensitive, search }: Pick<GraphQLContext, 'sensitive' | 'search'>,
  webhook?: Pick<WebhookCreator, 'readsSensitive'>,
): Promise<void> {
  const filter = compile(selection);
  sensitive.checkFilter(filter);
  const [withheld] = webhook?.readsSensitive === false ? sensitiveConditions(filter) : [];
  if (withheld !== undefined) {
    const sentence = `The webhook sees no sensitive fields, and has no condition on \`${withheld}\` either`;
    throw new AppError('auth.forbidden', `${sentence}; make another one that does`);
  }
  // PostgreSQL, too, has to take it: a moment without events is enough to ask.
  await search.condition(filter, { from: 0, to: 1 });
}
