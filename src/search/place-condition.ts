import { sql, type Sql } from '../database/sql.js';
import { type JsonScope, member, type Place, type RowScope } from './scope.js';
import { INDEXED_PAYLOAD_PATHS, isTextIndexed } from './text-index.js';
import { columnValue, jsonValue, type Value } from './test-sql.js';

/** What stands at a place, whichever kind of place it is. */
export function valueAt(place: Place, isIndexed: boolean): Value {
  if (place.kind === 'json') return { ...jsonValue(place.object, place.key), isTextIndexed: isIndexed };
  if (place.kind === 'column') return columnValue(place.sql, place.type, isIndexed, place.exact);
  throw new Error(`A ${place.kind} is no plain value`);
}

/** Only the path of the whole event counts: the same key elsewhere has no index. */
export function isIndexedPath(scope: RowScope | JsonScope, key: string): boolean {
  const place = scope.place(key);
  if (place.kind === 'column') return isTextIndexed(place.table, place.column);
  return (
    place.kind === 'json' &&
    INDEXED_PAYLOAD_PATHS.some((path) => pathSql(path) === jsonValue(place.object, key).text.sql)
  );
}

function pathSql(path: string): string {
  const keys = path.split('.');
  const object = keys.slice(0, -1).reduce((outer, key) => sql`(${member(outer, key)})`, sql`e.payload`);
  return jsonValue(object, keys.at(-1) as string).text.sql;
}

/** Types of columns that have a place for every value of their field. */
const TAKES_ALL: ReadonlySet<string> = new Set(['text', 'bool', '_text']);

export function exists(place: Place): Sql {
  switch (place.kind) {
    case 'column':
      return TAKES_ALL.has(place.type)
        ? sql`${place.sql} is not null`
        : sql`(${place.sql} is not null or ${place.exact} #>> '{}' is not null)`;
    case 'reference':
    case 'references':
      return sql`${place.column} is not null`;
    case 'object':
      return place.present;
    case 'json':
      return sql`${jsonValue(place.object, place.key).text} is not null`;
  }
}

export function listExists(place: Place): Sql {
  if (place.kind !== 'json') return exists(place);
  return sql`jsonb_typeof(${member(place.object, place.key)}) = 'array'`;
}

export function isEmpty(place: Place): Sql {
  switch (place.kind) {
    case 'column':
      return sql`cardinality(${place.sql}) = 0`;
    case 'references':
      return sql`cardinality(${place.column}) = 0`;
    case 'json':
      return sql`${member(place.object, place.key)} = '[]'::jsonb`;
    default:
      throw new Error(`A ${place.kind} is no list`);
  }
}

/** NULL of what is no list. */
export function countOf(place: Place): Sql {
  switch (place.kind) {
    case 'column':
      return sql`cardinality(${place.sql})`;
    case 'references':
      return sql`cardinality(${place.column})`;
    case 'json': {
      const list = member(place.object, place.key);
      return sql`(case jsonb_typeof(${list}) when 'array' then jsonb_array_length(${list}) end)`;
    }
    default:
      throw new Error(`A ${place.kind} is no list`);
  }
}

/** NULL of what is no list of texts. */
export function joined(place: Place, separator: string): Value {
  if (place.kind === 'column')
    return columnValue(sql`array_to_string(${place.sql}, ${separator}::text)`, 'text', false);
  if (place.kind !== 'json') throw new Error(`A ${place.kind} is no list of texts`);
  const list = member(place.object, place.key);
  const items = sql`case jsonb_typeof(${list}) when 'array' then ${list} end`;
  const texts = sql`(select string_agg(x.value, ${separator}::text order by x.place) from jsonb_array_elements_text(${items}) with ordinality as x(value, place))`;
  return columnValue(sql`(case when ${list} = '[]'::jsonb then '' else ${texts} end)`, 'text', false);
}
