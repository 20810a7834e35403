import { empty, sql, type Sql } from '../database/sql.js';

/** One page of a list in the order of ids. */
export interface KeysetPage {
  /** The page starts at that end. */
  readonly direction: 'asc' | 'desc';
  /** One more than are shown tells whether there is more. */
  readonly limit: number;
  /** Ids between which the page lies, themselves left out. */
  readonly above?: string;
  readonly below?: string;
}

/** The bounds of a page as conditions, to stand behind others. */
export function pageBounds(column: Sql, { above, below }: KeysetPage): Sql {
  const lower = above === undefined ? empty : sql` and ${column} > ${above}::uuid`;
  const upper = below === undefined ? empty : sql` and ${column} < ${below}::uuid`;
  return sql`${lower}${upper}`;
}

export function pageOrder(column: Sql, { direction, limit }: KeysetPage): Sql {
  return sql`order by ${column} ${direction === 'asc' ? sql`asc` : sql`desc`} limit ${limit}`;
}

/** What of a page is part of a statement's text rather than of its values. */
export function pageShape({ direction, above, below }: KeysetPage): string {
  return [direction, ...(above === undefined ? [] : ['above']), ...(below === undefined ? [] : ['below'])].join(' ');
}

/** The same page of a list that is at hand, in any order. */
export function pageOf<Item extends { readonly id: string }>(items: readonly Item[], page: KeysetPage): Item[] {
  const { above = '', below = '~', direction, limit } = page;
  const inOrder = items.filter(({ id }) => id > above && id < below).sort((a, b) => (a.id < b.id ? -1 : 1));
  return (direction === 'asc' ? inOrder : inOrder.reverse()).slice(0, limit);
}
