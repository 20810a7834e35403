import { join, sql, type Sql } from '../database/sql.js';
import type { Test } from '../search/filter.js';
import { columnValue, testSql } from '../search/test-sql.js';

/** Which dead letters: all of this must hold. */
export interface LetterQuery {
  readonly tests?: readonly LetterTest[];
  /** Milliseconds since 1970, half-open. */
  readonly from?: number;
  readonly to?: number;
  readonly ids?: readonly string[];
  /** Only those of these hosts, by name. */
  readonly hosts?: readonly string[] | undefined;
}

/** A test of a text of a dead letter, or its opposite. */
export interface LetterTest {
  readonly field: 'code' | 'pointer' | 'message' | 'host';
  readonly test: Test;
  readonly isNegated?: boolean;
}

/** What the command line and the query string of a URL can ask for. */
export interface LetterOptions {
  readonly code?: readonly string[];
  readonly host?: string;
  /** Part of the message. */
  readonly contains?: string;
  readonly since?: Date;
  readonly until?: Date;
}

export function letterQuery({ code, host, contains, since, until }: LetterOptions): LetterQuery {
  const tests: LetterTest[] = [
    ...(code?.length ? [{ field: 'code', test: { operator: 'in', values: code } } as const] : []),
    ...(host === undefined ? [] : [{ field: 'host', test: { operator: 'eq', value: host } } as const]),
    ...(contains === undefined ? [] : [{ field: 'message', test: { operator: 'contains', value: contains } } as const]),
  ];
  return { tests, ...(since && { from: since.getTime() }), ...(until && { to: until.getTime() }) };
}

/** The query as a condition about `dead_letter d join host h`. */
export function letterCondition({ tests = [], from, to, ids, hosts }: LetterQuery): Sql {
  const conditions = [
    ...tests.map(({ field, test, isNegated }) => {
      const condition = testSql(columnValue(field === 'host' ? sql`h.name` : COLUMNS[field], 'text'), test);
      return isNegated ? sql`not ${condition}` : condition;
    }),
    ...(from === undefined ? [] : [sql`d.received_at >= ${new Date(from)}::timestamptz`]),
    ...(to === undefined ? [] : [sql`d.received_at < ${new Date(to)}::timestamptz`]),
    ...(ids ? [sql`d.id = any(${ids}::uuid[])`] : []),
    ...(hosts ? [sql`h.name = any(${hosts}::text[])`] : []),
  ];
  return conditions.length ? sql`(${join(conditions, ') and (')})` : sql`true`;
}

const COLUMNS = { code: sql`d.code`, pointer: sql`d.pointer`, message: sql`d.message` } as const;
