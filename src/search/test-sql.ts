import { isIPv4, isIPv6 } from 'node:net';
import { join, raw, sql, type Sql } from '../database/sql.js';
import type { Plain, Test } from './filter.js';
import { globExpression } from './glob.js';
import { literal } from './scope.js';
import { byTextIndex } from './text-index.js';

/** A plain value in SQL: what it is as text, as a number, and so on; NULL where it is none. */
export interface Value {
  readonly text: Sql;
  readonly integer: Sql;
  /** A column keeps what is past its range at its edges; this tells what it was. */
  readonly exactInteger: Sql;
  readonly edges: readonly [least: bigint, greatest: bigint];
  readonly boolean: Sql;
  readonly address: Sql;
  readonly json: Sql;
  /** There is an index on the beginning of the text in lower case. */
  readonly isTextIndexed: boolean;
}

/** The condition that a value passes a test; false or NULL when it does not. */
export function testSql(value: Value, test: Test): Sql {
  switch (test.operator) {
    case 'eq':
      return equals(value, [test.value], test.ignoreCase);
    case 'in':
      return equals(value, test.values, test.ignoreCase);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return ordered(operand(value, test.value), test.operator, test.value);
    case 'contains':
      return like(value, `%${escapeLike(test.value)}%`, test.ignoreCase);
    case 'startsWith':
      return startsWith(value, test.value, test.ignoreCase);
    case 'endsWith':
      return like(value, `%${escapeLike(test.value)}`, test.ignoreCase);
    case 'matches':
      return matches(value.text, `***:${test.pattern}`, test.ignoreCase);
    case 'glob':
      return glob(value, test.pattern, test.isPath, test.ignoreCase);
    case 'within':
      return within(value.address, test.networks);
    case 'bits':
      return ordered(sql`(${smallInteger(value.integer)} & ${String(test.mask)}::int8)`, test.comparison, test.value);
    case 'length':
      return ordered(sql`char_length(${value.text})`, test.comparison, test.value);
    case 'containsJson':
      return sql`${value.json} @> ${test.json}::jsonb`;
  }
}

function equals(value: Value, plain: readonly Plain[], ignoreCase = false): Sql {
  const texts = plain.filter((item) => typeof item === 'string');
  const integers = plain.filter((item) => typeof item === 'bigint');
  const truths = plain.filter((item) => typeof item === 'boolean');
  const conditions = [
    ...(texts.length ? [textEquals(value, texts, ignoreCase)] : []),
    ...(integers.length ? [integerEquals(value, integers)] : []),
    ...truths.map((truth) => (truth ? sql`${value.boolean}` : sql`not ${value.boolean}`)),
  ];
  return conditions.length ? parenthesized(conditions, ' or ') : sql`false`;
}

function textEquals(value: Value, texts: readonly string[], ignoreCase: boolean): Sql {
  const condition = ignoreCase
    ? oneOf(
        sql`lower(${value.text})`,
        texts.map((text) => sql`lower(${textSql(text)})`),
      )
    : oneOf(value.text, texts.map(textSql));
  return value.isTextIndexed ? byTextIndex(value.text, texts, 'eq', condition) : condition;
}

function oneOf(value: Sql, candidates: readonly Sql[]): Sql {
  return candidates.length === 1 ? sql`${value} = ${candidates[0]}` : sql`${value} in (${join([...candidates])})`;
}

export const COMPARISONS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

export function ordered(value: Sql, comparison: keyof typeof COMPARISONS, limit: bigint | string): Sql {
  // By code points, whatever the database's language: the same everywhere.
  const bound = typeof limit === 'string' ? sql`${textSql(limit)} collate "C"` : integerSql(limit);
  return sql`${value} ${raw(COMPARISONS[comparison])} ${bound}`;
}

function startsWith(value: Value, prefix: string, ignoreCase = false): Sql {
  const condition = like(value, `${escapeLike(prefix)}%`, ignoreCase);
  return value.isTextIndexed ? byTextIndex(value.text, [prefix], 'startsWith', condition) : condition;
}

function like(value: Value, pattern: string, ignoreCase = false): Sql {
  return sql`${value.text} ${raw(ignoreCase ? 'ilike' : 'like')} ${textSql(pattern)}`;
}

function matches(text: Sql, pattern: string, ignoreCase = false): Sql {
  return sql`${text} ${raw(ignoreCase ? '~*' : '~')} ${textSql(pattern)}`;
}

/** Where the pattern begins with plain text, the index narrows the search. */
function glob(value: Value, pattern: string, isPath: boolean, ignoreCase = false): Sql {
  const [beginning = ''] = /^[^*]*/.exec(pattern) ?? [];
  const condition = matches(value.text, globExpression(pattern, isPath), ignoreCase);
  return value.isTextIndexed && beginning ? byTextIndex(value.text, [beginning], 'startsWith', condition) : condition;
}

/** Single addresses are told apart, since an index finds them. */
function within(address: Sql, networks: readonly string[]): Sql {
  const hosts = networks.filter(isSingleAddress);
  const ranges = networks.filter((network) => !isSingleAddress(network));
  const conditions = [
    ...(hosts.length ? [sql`${address} = any(${hosts}::inet[])`] : []),
    ...(ranges.length ? [sql`${address} <<= any(${ranges}::inet[])`] : []),
  ];
  return conditions.length ? parenthesized(conditions, ' or ') : sql`false`;
}

function isSingleAddress(network: string): boolean {
  return isIPv4(network) || isIPv6(network);
}

/** Bit operators work on int8; a number at its edges, or past them, has no flags. */
function smallInteger(integer: Sql): Sql {
  const [least, greatest] = [raw(String(INT8[0] + 1n)), raw(String(INT8[1] - 1n))];
  return sql`(case when ${integer} between ${least} and ${greatest} then (${integer})::int8 end)`;
}

const INT8 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const UINT64 = [0n, 2n ** 64n - 1n] as const;

/** What to compare with a limit: a column says all there is to say unless the limit is an edge of its range. */
function operand(value: Value, limit: bigint | string): Sql {
  if (typeof limit === 'string') return value.text;
  return isBetween(value.edges, limit) ? value.integer : value.exactInteger;
}

function isBetween([least, greatest]: Value['edges'], integer: bigint): boolean {
  return integer > least && integer < greatest;
}

function integerEquals(value: Value, integers: readonly bigint[]): Sql {
  const isInside = integers.every((integer) => isBetween(value.edges, integer));
  return oneOf(isInside ? value.integer : value.exactInteger, integers.map(integerSql));
}

/** Small ones as int8, so that they compare with columns of it without a cast of the column. */
function integerSql(integer: bigint): Sql {
  const type = BigInt.asIntN(64, integer) === integer ? 'int8' : 'numeric';
  return sql`${String(integer)}::${raw(type)}`;
}

function textSql(text: string): Sql {
  return sql`${text}::text`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

export function parenthesized(conditions: readonly Sql[], separator: ' and ' | ' or '): Sql {
  return conditions.length === 1 ? (conditions[0] as Sql) : sql`(${join([...conditions], separator)})`;
}

/** A value under a key of a jsonb object. */
export function jsonValue(object: Sql, key: string): Value {
  const json = sql`${object} -> ${raw(literal(key))}`;
  return jsonValueOf(json, sql`${object} ->> ${raw(literal(key))}`);
}

/** An element of a jsonb list. */
export function jsonElement(element: Sql): Value {
  return jsonValueOf(element, sql`${element} #>> '{}'`);
}

function jsonValueOf(json: Sql, text: Sql): Value {
  return {
    text: sql`(${text})`,
    integer: numberOrTimeOf(json, text),
    exactInteger: numberOrTimeOf(json, text),
    edges: INT8,
    boolean: sql`(case jsonb_typeof(${json}) when 'boolean' then (${json})::bool end)`,
    address: sql`spoor_inet(${text})`,
    json: sql`(${json})`,
    isTextIndexed: false,
  };
}

function numberOf(json: Sql): Sql {
  return sql`(case jsonb_typeof(${json}) when 'number' then (${json})::numeric end)`;
}

/** A number, or a time in nanoseconds since 1970. */
function numberOrTimeOf(json: Sql, text: Sql): Sql {
  return sql`(case jsonb_typeof(${json}) when 'number' then (${json})::numeric when 'string' then spoor_nanoseconds(${text}) end)`;
}

const ABSENT = sql`null::text`;

/** A value in a column. What the column's type cannot be is NULL. */
export function columnValue(column: Sql, type: string, isTextIndexed = false, exact: Sql = sql`null::jsonb`): Value {
  const isText = type === 'text';
  const isAddress = type === 'inet';
  const isInteger = type === 'int8' || type === 'numeric';
  return {
    text: isText ? column : isAddress ? sql`host(${column})` : ABSENT,
    integer: isInteger ? column : sql`null::int8`,
    exactInteger: isInteger ? sql`coalesce(${numberOf(exact)}, ${column})` : sql`null::int8`,
    edges: type === 'numeric' ? UINT64 : INT8,
    boolean: type === 'bool' ? column : sql`null::bool`,
    address: isAddress ? column : isText ? sql`spoor_inet(${column})` : sql`null::inet`,
    json: sql`to_jsonb(${column})`,
    isTextIndexed,
  };
}
