import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from '../../src/database/sql.js';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import type { JsonValue } from '../../src/event-format/lossless-json.js';
import { valueTest, type ValuePlace } from '../../src/matching/value-test.js';
import type { Test } from '../../src/search/filter.js';
import { columnValue, testSql } from '../../src/search/test-sql.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';

let services: Services;

beforeAll(async () => {
  services = await startTestServices();
});

afterAll(() => services.close());

const RUNS = 100;

const TEXT: ValuePlace = { kind: 'string' };

/** What PostgreSQL says of each text; undefined when it refuses the test itself. */
async function fromPostgres(test: Test, texts: readonly string[]): Promise<boolean[] | undefined> {
  const condition = testSql(columnValue(sql`x.value`, 'text'), test);
  const statement = sql`select (${condition}) is true as passes from unnest(${texts}::text[]) with ordinality as x(value, place) order by x.place`;
  const rows = await services.database.query(statement).catch(() => undefined);
  return rows?.map((row) => row['passes'] as boolean);
}

/** Fails unless what is said in memory is what PostgreSQL says; how often something is said. */
async function agreements(test: Test, texts: readonly string[]): Promise<number> {
  const passes = valueTest(test, TEXT);
  const expected = await fromPostgres(test, texts);
  const verdicts = texts.map((text) => passes(text));
  const wrong = texts.filter((_, i) => verdicts[i] !== undefined && verdicts[i] !== expected?.[i]);
  expect({ test, wrong }).toEqual({ test, wrong: [] });
  return expected ? verdicts.filter((verdict) => verdict !== undefined).length / texts.length : 1;
}

const letters = fc.constantFrom('a', 'b', 'A', 'Z', '0', '_', '-', '/', '.', ' ', '\n', 'é', '😀', 'K');
const someTexts = fc.array(
  fc.array(letters, { maxLength: 9 }).map((list) => list.join('')),
  { minLength: 8, maxLength: 8 },
);

const { pattern } = fc.letrec<{ pattern: string; sequence: string; piece: string; atom: string }>((tie) => ({
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|')),
  sequence: fc.array(tie('piece'), { maxLength: 4 }).map((parts) => parts.join('')),
  piece: fc
    .tuple(tie('atom'), fc.constantFrom('', '', '', '', '*', '+', '?', '{2}', '{1,2}', '{1,}', '*?', '{0}', '**'))
    .map((parts) => parts.join('')),
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'A', '/', '-', '_', '\\.', '\\-', '\\n', '.', 'é', '}', ']', '{'),
    fc.constantFrom(
      '[ab]',
      '[^a]',
      '[^/]',
      '[a-z0]',
      '[\\w.]',
      '[^\\n]',
      '[a-]',
      '[.\\]]',
      '[[:alpha:]]',
      '[-a]',
      '[^b-]',
    ),
    fc.constantFrom('^', '$', '\\A', '\\Z', '\\y', '\\Y', '\\d', '\\w', '\\s', '\\W', '\\D', '\\m', '\\1', '\\S'),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
    tie('pattern').map((inner) => `(?=${inner})`),
    tie('pattern').map((inner) => `(?!${inner})`),
  ),
}));

const globs = fc
  .array(fc.constantFrom('*', '**', '/', '/', 'a', 'b', 'é', '.', '_', '-', 'A'), { maxLength: 7 })
  .map((parts) => parts.join(''));

describe('in memory as in the database', () => {
  it('any regular expression', async () => {
    let said = 0;
    await fc.assert(
      fc.asyncProperty(pattern, fc.boolean(), someTexts, async (source, ignoreCase, texts) => {
        said += await agreements({ operator: 'matches', pattern: source, ...(ignoreCase && { ignoreCase }) }, texts);
      }),
      { numRuns: RUNS },
    );
    expect(said / RUNS).toBeGreaterThan(0.4);
  });

  it('any glob', async () => {
    let said = 0;
    await fc.assert(
      fc.asyncProperty(globs, fc.boolean(), fc.boolean(), someTexts, async (source, isPath, ignoreCase, texts) => {
        said += await agreements(
          { operator: 'glob', pattern: source, isPath, ...(ignoreCase && { ignoreCase }) },
          texts,
        );
      }),
      { numRuns: RUNS },
    );
    expect(said / RUNS).toBeGreaterThan(0.6);
  });

  const ADDRESSES = [
    ...[
      '10.1.2.3',
      '010.1.2.3',
      '10.1.2',
      '10.1.2.3/32',
      '10.1.2.3/8',
      ' 10.1.2.3',
      '10.1.2.3 ',
      '0x0a.1.2.3',
      '256.1.1.1',
    ],
    ...[
      '::1',
      '0:0:0:0:0:0:0:1',
      '::ffff:10.1.2.3',
      '::10.1.2.3',
      'FE80::1',
      'fe80::1%eth0',
      '::1/128',
      '::1/64',
      '1::2::3',
    ],
    ...['', 'localhost', 'a:b', '10', '/8', '2001:db8::', '2001:DB8:0::/128', '1.2.3.4.5', '::ffff:0:0/96'],
  ];

  it.each<[string[]]>([
    [['10.0.0.0/8']],
    [['10.1.2.3']],
    [['10.1.2.3', '::1']],
    [['10.200.0.0/9', '10.0.0.0/9']],
    [['0.0.0.0/0']],
    [['::/0']],
    [['::ffff:0:0/96']],
    [['fe80::/10', '2001:db8::/32']],
    [['10.1.2.3/32']],
    [['10.1.2.2/31']],
    [[]],
  ])('addresses in %j', async (networks) => {
    expect(await agreements({ operator: 'within', networks }, ADDRESSES)).toBeGreaterThan(0.4);
  });

  const TEXTS = [
    '',
    'a',
    'A',
    'é',
    'É',
    '😀',
    '\uffff',
    '\ue000',
    'ﬀ',
    'İ',
    'K',
    'ab',
    'a\nb',
    'x'.repeat(300),
    '100%',
    '\\',
    '_',
  ];

  it.each<Test>([
    ...['', 'a', '\uffff', '😀', 'é', '\ue000x', '%', '_', '\\'].flatMap((value): Test[] => [
      { operator: 'eq', value },
      { operator: 'eq', value, ignoreCase: true },
      { operator: 'in', values: [value, 'b', 'c', 'd', 'e', 'A'] },
      { operator: 'lt', value },
      { operator: 'lte', value },
      { operator: 'gt', value },
      { operator: 'gte', value },
      { operator: 'contains', value },
      { operator: 'contains', value, ignoreCase: true },
      { operator: 'startsWith', value },
      { operator: 'startsWith', value, ignoreCase: true },
      { operator: 'endsWith', value },
      { operator: 'endsWith', value, ignoreCase: true },
    ]),
    { operator: 'contains', value: '\ud83d' },
    { operator: 'length', comparison: 'eq', value: 1n },
    { operator: 'length', comparison: 'gt', value: 2n ** 70n },
    { operator: 'length', comparison: 'lt', value: 300n },
    { operator: 'in', values: [] },
    { operator: 'in', values: [5n, true, 'a'] },
    { operator: 'gt', value: 5n },
    { operator: 'bits', mask: 1n, comparison: 'eq', value: 0n },
  ])('texts under $operator $value', async (test) => {
    await agreements(test, TEXTS);
  });
});

describe('a value in memory', () => {
  const large = new ExactNumber('18446744073709551615');

  it.each<[Test, ValuePlace['kind'], JsonValue | undefined, boolean | undefined]>([
    [{ operator: 'eq', value: 5n }, 'integer', 5, true],
    [{ operator: 'eq', value: 5n }, 'integer', new ExactNumber('5.0'), true],
    [{ operator: 'eq', value: 2n ** 64n - 1n }, 'integer', large, true],
    [{ operator: 'lt', value: 2n ** 64n - 1n }, 'integer', large, false],
    [{ operator: 'gt', value: 2n ** 53n }, 'integer', large, true],
    [{ operator: 'gt', value: 0n }, 'integer', 1.5, undefined],
    [{ operator: 'gt', value: 0n }, 'integer', '5', false],
    [{ operator: 'gt', value: 0n }, 'integer', '2026-01-01T00:00:00Z', undefined],
    [{ operator: 'gt', value: 0n }, 'integer', null, false],
    [{ operator: 'gt', value: 0n }, 'integer', undefined, false],
    [{ operator: 'gt', value: 0n }, 'string', 5, undefined],
    [{ operator: 'eq', value: 1_767_225_600_000_000_001n }, 'dateTime', '2026-01-01T01:00:00.0000000019+01:00', true],
    [{ operator: 'eq', value: 9_223_372_036_000_000_000n }, 'dateTime', '9999-01-01T00:00:00Z', true],
    [{ operator: 'gt', value: 0n }, 'dateTime', '2026-01-01T24:00:00Z', undefined],
    [{ operator: 'gt', value: 0n }, 'dateTime', '0000-01-01T00:00:00Z', undefined],
    [{ operator: 'gt', value: 0n }, 'dateTime', 'yesterday', false],
    [{ operator: 'bits', mask: 6n, comparison: 'eq', value: 4n }, 'integer', 0o104, true],
    [{ operator: 'bits', mask: 2n ** 40n, comparison: 'gt', value: 0n }, 'integer', 2 ** 40, true],
    [{ operator: 'bits', mask: 1n, comparison: 'gt', value: 0n }, 'integer', large, false],
    [{ operator: 'bits', mask: 1n, comparison: 'eq', value: 0n }, 'integer', -2, undefined],
    [{ operator: 'eq', value: true }, 'boolean', true, true],
    [{ operator: 'eq', value: false }, 'boolean', null, false],
    [{ operator: 'eq', value: false }, 'boolean', 'false', false],
    [{ operator: 'eq', value: 'true' }, 'string', true, undefined],
    [{ operator: 'eq', value: 'a' }, 'dateTime', 'a', undefined],
    [{ operator: 'containsJson', json: '{}' }, 'any', undefined, false],
    [{ operator: 'containsJson', json: '{}' }, 'any', null, undefined],
  ])('under %j of a field of kind %s: %j is %j', (test, kind, value, expected) => {
    expect(valueTest(test, { kind })(value)).toBe(expected);
  });

  it.each<[string, string, boolean | undefined]>([
    ['(a+)+$', `${'a'.repeat(200)}b`, false],
    ['(.*)*x.*(.*)*y', 'x'.repeat(300), false],
    ['(a|a)*b', 'a'.repeat(500), false],
    ['a{255}{255}', 'a', undefined],
    ['(a{200}){200}', 'a', undefined],
    ['.*a.*b.*c', 'x'.repeat(1_000_000), undefined],
  ])('is told of the expression %s in bounded time', (source, text, expected) => {
    expect(valueTest({ operator: 'matches', pattern: source }, TEXT)(text)).toBe(expected);
  });
});
