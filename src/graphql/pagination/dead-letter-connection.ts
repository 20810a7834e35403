import type { DeadLetterStore, LetterPlace, StoredLetter } from '../../dead-letters/dead-letter-store.js';
import type { LetterQuery } from '../../dead-letters/letter-query.js';
import { AppError } from '../../errors.js';
import { quote } from '../../node-id.js';
import type { Connection } from './connection-types.js';
import { pageInfo } from './keyset.js';
import { pageSize, type PageArguments } from './page-arguments.js';

/**
 * A page of dead letters, the newest first, as a Relay connection.
 *
 * @throws AppError `input.invalid` for page arguments that do not do
 */
export async function deadLetterConnection<Node>(
  store: DeadLetterStore,
  query: LetterQuery,
  page: PageArguments,
  node: (letter: StoredLetter) => Node,
): Promise<Connection<Node>> {
  const { isForward, count } = pageSize(page);
  const below = typeof page.after === 'string' ? parseCursor('after', page.after) : undefined;
  const above = typeof page.before === 'string' ? parseCursor('before', page.before) : undefined;
  const bounds = { ...(above && { above }), ...(below && { below }) };
  const found = await store.page(query, { ...bounds, direction: isForward ? 'desc' : 'asc', limit: count + 1 });
  const shown = found.slice(0, count);
  if (!isForward) shown.reverse();
  const isMore = found.length > count;
  const edges = shown.map((letter) => ({ node: node(letter), cursor: formatCursor(letter) }));
  const more = {
    hasNextPage: isForward ? isMore : above !== undefined,
    hasPreviousPage: isForward ? below !== undefined : isMore,
  };
  return { edges, nodes: edges.map((edge) => edge.node), pageInfo: pageInfo(edges, more) };
}

function formatCursor({ receivedAt, id }: StoredLetter): string {
  return Buffer.from(`d1:${receivedAt.getTime()}:${id}`).toString('base64url');
}

const CURSOR = /^d1:(\d{1,15}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

function parseCursor(argument: string, text: string): LetterPlace {
  const [, time, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (id !== undefined) return { receivedAt: Number(time), id };
  const advice = 'take it from `pageInfo` or `edges.cursor` of an earlier page';
  throw new AppError(
    'input.invalid',
    `\`${argument}\` is ${quote(text)}, which is no cursor of deadLetters; ${advice}`,
  );
}
