import { quoteIdentifier } from '../database/identifier.js';
import { raw, sql, type Sql } from '../database/sql.js';
import { JsonScope, member, type Scope, type Target } from './scope.js';
import { columnValue, jsonValue, type Value } from './test-sql.js';
import { idsWithin, type TimeRange } from './time-range.js';

/** The value at the end of a path of keys, whatever rows the path leads through. NULL where there is none. */
export function valueAlong(path: readonly string[], scope: Scope, days: TimeRange, depth = 0): Value {
  const [key, ...rest] = path as readonly [string, ...string[]];
  if (scope.kind === 'wide') {
    if (scope.ownKeys.has(key)) return valueAlong(path, scope.own, days, depth);
    return inRow(scope.base, scope.baseId, days, depth, (base) => valueAlong(path, base, days, depth + 1));
  }
  const place = scope.place(key);
  if (!rest.length) {
    if (place.kind === 'column') return columnValue(place.sql, place.type, false, place.exact);
    if (place.kind === 'json') return jsonValue(place.object, place.key);
    throw new Error(`${key} is no plain value`);
  }
  switch (place.kind) {
    case 'object':
      return valueAlong(rest, place.scope, days, depth);
    case 'json':
      return valueAlong(rest, new JsonScope(sql`(${member(place.object, key)})`), days, depth);
    case 'reference':
      return inRow(place.target, place.column, days, depth, (row) => valueAlong(rest, row, days, depth + 1));
    default:
      throw new Error(`A path leads through ${key}, which is no object`);
  }
}

/** The value in the row that an id refers to. */
function inRow(target: Target, id: Sql, days: TimeRange, depth: number, read: (scope: Scope) => Value): Value {
  const alias = `v${depth}`;
  const value = read(target.scope(alias));
  const from = sql`from ${raw(`${quoteIdentifier(target.table)} ${alias}`)} where ${raw(alias)}.id = ${id} and ${idsWithin(sql`${raw(alias)}.id`, days)}`;
  const select = (what: Sql): Sql => sql`(select ${what} ${from})`;
  return {
    text: select(value.text),
    integer: select(value.integer),
    exactInteger: select(value.exactInteger),
    edges: value.edges,
    boolean: select(value.boolean),
    address: select(value.address),
    json: select(value.json),
    isTextIndexed: false,
  };
}
