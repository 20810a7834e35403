import type { PivotPage, PivotStore } from '../../analytics/pivot-store.js';
import type { Pivot } from '../../analytics/pivots.js';
import { AppError } from '../../errors.js';
import { quote } from '../../node-id.js';
import { millisecondRange } from '../inputs/date-time-range.input.js';
import { storableText, type PivotArguments } from '../inputs/pivot.arguments.js';
import { withPivot } from '../pivot-source.js';
import type { Connection } from './connection-types.js';
import { pageSize } from './page-arguments.js';

/**
 * A page of a pivot's values, as a Relay connection.
 *
 * @param node what a value looks like to its users
 * @throws AppError `input.invalid` for arguments that do not do
 */
export async function pivotConnection<Node extends object>(
  store: PivotStore,
  pivot: Pivot,
  given: PivotArguments,
  node: (value: string, key: string) => Node,
): Promise<Connection<Node>> {
  const { isForward, count } = pageSize(given);
  const page = { ...readArguments(pivot, given), limit: count + 1, direction: isForward ? 'asc' : 'desc' } as const;
  const found = await store.page(pivot, page);
  const shown = found.slice(0, count);
  if (!isForward) shown.reverse();
  const edges = shown.map(({ key, value }) => ({
    node: withPivot(node(value, key), { pivot, key, range: page.range }),
    cursor: formatCursor(pivot, value),
  }));
  const isMore = found.length > count;
  const [first, last] = [edges[0], edges.at(-1)];
  const pageInfo = {
    hasNextPage: isForward ? isMore : page.below !== undefined,
    hasPreviousPage: isForward ? page.above !== undefined : isMore,
    ...(first && last && { startCursor: first.cursor, endCursor: last.cursor }),
  };
  return { edges, nodes: edges.map((edge) => edge.node), pageInfo };
}

function readArguments(pivot: Pivot, given: PivotArguments): Omit<PivotPage, 'direction' | 'limit'> {
  const { search, startsWith, after, before, time } = given;
  return {
    range: millisecondRange('time', time),
    ...(search && { search: storableText('search', search) }),
    ...(startsWith && { startsWith: storableText('startsWith', startsWith) }),
    ...(typeof after === 'string' && { above: parseCursor(pivot, 'after', after) }),
    ...(typeof before === 'string' && { below: parseCursor(pivot, 'before', before) }),
  };
}

/** A place in a list of values: the value there, and the list that it belongs to. */
function formatCursor({ name }: Pivot, value: string): string {
  return Buffer.from(`${prefix(name)}${value}`).toString('base64url');
}

function parseCursor({ name }: Pivot, argument: string, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  const value = text.slice(prefix(name).length);
  if (text.startsWith(prefix(name)) && !value.includes('\0')) return value;
  const advice = 'take it from `pageInfo` or `edges.cursor` of an earlier page';
  throw new AppError('input.invalid', `\`${argument}\` is ${quote(cursor)}, which is no cursor of ${name}; ${advice}`);
}

function prefix(name: string): string {
  return `v1:${name}:`;
}
