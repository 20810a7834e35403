import { AppError } from '../../errors.js';
import type { LineageLoaders } from '../../lineage/lineage-loaders.js';
import { quote } from '../../node-id.js';
import { instanceSource } from '../types/process/process-instance.type.js';
import { formatCursor, pageInfo, parseCursor } from './keyset.js';
import { pageSize, type PageArguments } from './page-arguments.js';
import type { PageInfo } from './page-info.type.js';
import type { ProcessInstanceConnection } from './process-instance-connection.type.js';

/** An instance in a list. */
export interface Entry {
  readonly id: string;
  readonly depth?: number;
}

type More = Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>;

/** What a list is a page of. */
export interface WholeList {
  /** Why it has not all that is stored. */
  readonly cut?: string | undefined;
}

/** @param entries of one page, in its order */
export async function instanceConnection(
  lineage: LineageLoaders,
  entries: readonly Entry[],
  more: More,
  { cut }: WholeList = {},
): Promise<ProcessInstanceConnection> {
  const instances = await Promise.all(entries.map(({ id }) => lineage.instance(id)));
  const edges = entries.flatMap(({ id, depth }, i) => {
    const instance = instances[i];
    // The retention may have dropped all that was known of an ancestor.
    return instance ? [{ node: instanceSource(instance), cursor: formatCursor('i', id), depth }] : [];
  });
  const nodes = edges.map(({ node }) => node);
  return { edges, nodes, pageInfo: pageInfo(edges, more), isComplete: cut === undefined, reason: cut };
}

/** A page of a list that is at hand and keeps its order, by cursors of its entries. */
export function slice<Item extends Entry>(
  items: readonly Item[],
  page: PageArguments,
): { readonly shown: Item[]; readonly more: More } {
  const { isForward, count } = pageSize(page);
  const start = typeof page.after === 'string' ? place(items, 'after', page.after) + 1 : 0;
  const end = typeof page.before === 'string' ? place(items, 'before', page.before) : items.length;
  const between = items.slice(start, end);
  const isMore = between.length > count;
  const shown = isForward ? between.slice(0, count) : between.slice(Math.max(0, between.length - count));
  return {
    shown,
    more: {
      hasNextPage: isForward ? isMore : typeof page.before === 'string',
      hasPreviousPage: isForward ? typeof page.after === 'string' : isMore,
    },
  };
}

function place(items: readonly Entry[], argument: string, cursor: string): number {
  const id = parseCursor('i', argument, cursor);
  const index = items.findIndex((item) => item.id === id);
  if (index >= 0) return index;
  throw new AppError(
    'input.invalid',
    `\`${argument}\` is ${quote(cursor)}, a cursor of another list; take it from an earlier page of this one`,
  );
}
