import { AppError } from '../../errors.js';
import type { KeysetPage } from '../../lineage/keyset-page.js';
import { quote } from '../../node-id.js';
import { pageSize, type PageArguments } from './page-arguments.js';
import type { PageInfo } from './page-info.type.js';

/** Kinds of cursors, each of the lists that are in the order of one kind of ids. */
const KINDS = { e: 'events', i: 'processes', s: 'snapshots', a: 'audit entries', w: 'deliveries' } as const;

export type CursorKind = keyof typeof KINDS;

/** A page as its asker wants it: what to ask the database for, and what to show of its answer. */
export interface Keyset {
  readonly query: KeysetPage;
  readonly finish: <Item>(found: readonly Item[]) => { readonly shown: Item[]; readonly more: More };
}

type More = Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>;

/**
 * @param isAscending whether the list is in the order of ids or against it
 * @throws AppError `input.invalid`
 */
export function keyset(page: PageArguments, kind: CursorKind, isAscending: boolean): Keyset {
  const { isForward, count } = pageSize(page);
  const after = typeof page.after === 'string' ? parseCursor(kind, 'after', page.after) : undefined;
  const before = typeof page.before === 'string' ? parseCursor(kind, 'before', page.before) : undefined;
  const [above, below] = isAscending ? [after, before] : [before, after];
  return {
    query: {
      direction: isAscending === isForward ? 'asc' : 'desc',
      limit: count + 1,
      ...(above !== undefined && { above }),
      ...(below !== undefined && { below }),
    },
    finish(found) {
      const shown = found.slice(0, count);
      if (!isForward) shown.reverse();
      const isMore = found.length > count;
      const hasNextPage = isForward ? isMore : before !== undefined;
      return { shown, more: { hasNextPage, hasPreviousPage: isForward ? after !== undefined : isMore } };
    },
  };
}

/** The page around edges that are at hand. */
export function pageInfo(edges: readonly { readonly cursor: string }[], more: More): PageInfo {
  const [first, last] = [edges[0], edges.at(-1)];
  return { ...more, ...(first && last && { startCursor: first.cursor, endCursor: last.cursor }) };
}

/** A place in the order of ids, opaque to its users. */
export function formatCursor(kind: CursorKind, id: string): string {
  return Buffer.from(`${kind}1:${id}`).toString('base64url');
}

/** @throws AppError `input.invalid` */
export function parseCursor(kind: CursorKind, argument: string, text: string): string {
  const [, found, id] = CURSOR.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  if (id !== undefined && found === kind && (NUMBERED.has(kind) ? NUMBER : UUID).test(id)) return id;
  const advice = 'take it from `pageInfo` or `edges.cursor` of an earlier page of this list';
  throw new AppError(
    'input.invalid',
    `\`${argument}\` is ${quote(text)}, which is no cursor of ${KINDS[kind]}; ${advice}`,
  );
}

const CURSOR = /^([a-z])1:([0-9a-f-]+)$/;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Rows that are numbered. */
const NUMBERED: ReadonlySet<CursorKind> = new Set(['a', 'w']);
const NUMBER = /^\d{1,18}$/;
