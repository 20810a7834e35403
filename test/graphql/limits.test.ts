import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import {
  getIntrospectionQuery,
  parse,
  print,
  visit,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { settings } from '../../src/config.js';
import { AppError } from '../../src/errors.js';
import { automationNames, exampleDocument, exampleNames } from '../../src/example-documents.js';
import { checkVariables } from '../../src/graphql/limits/check-variables.js';
import { DocumentChecks } from '../../src/graphql/limits/document-checks.js';
import { MOST } from '../../src/graphql/limits/most.js';
import { buildGraphQLSchema } from '../../src/graphql/schema.js';
import { mirrorSelection } from '../round-trip/mirror-query.js';
import { documentCost, SOME_IDS } from './document-cost.js';

const ROOT = new URL('../../', import.meta.url);

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildGraphQLSchema();
});

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

const nested = (levels: number, field: string, inside: string): string =>
  `${`${field} {`.repeat(levels)} ${inside} ${'}'.repeat(levels)}`;

function refusal(check: () => void): unknown {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.details };
    throw error;
  }
}

function concat(one: SelectionSetNode, other: SelectionSetNode | undefined): SelectionSetNode {
  return { ...one, selections: [...one.selections, ...(other?.selections ?? [])] };
}

const ofDocument = (text: string): unknown => refusal(() => new DocumentChecks().check(text));
const ofVariables = (variables: unknown): unknown => refusal(() => checkVariables(variables));

describe('a document', () => {
  const doubling = (levels: number): string =>
    `{ ...F0 } ${times(levels, (i) => `fragment F${i} on Query { a${i}: x { ...F${i + 1} } b${i}: x { ...F${i + 1} } }`)} fragment F${levels} on Query { y }`;

  it.each([
    ['tokens', times(MOST.tokens + 1, () => 'a'), MOST.tokens + 1],
    ['nesting', `{ x(f: ${'['.repeat(200)}${']'.repeat(200)}) }`, 201],
    ['depth', `{ ${nested(21, 'a', 'b')} }`, 21],
    ['depth', `{ ${nested(10, 'a', '...F')} } fragment F on X { ${nested(10, 'a', 'b')} }`, 21],
    ['operations', times(21, (i) => `query Q${i} { a }`), 21],
    ['fragments', `{ a } ${times(201, (i) => `fragment F${i} on Query { a }`)}`, 201],
    ['selections', doubling(14), 49_150],
    [
      'selections',
      `{ a } ${times(3, (f) => `fragment F${f} on Query { ${times(3_000, (i) => `x${i}`)} }`)} ${times(2, (f) => `fragment G${f} on Query { ...F0 ...F1 }`)}`,
      21_001,
    ],
    ['rootFields', `{ ${times(21, (i) => `f${i}`)} }`, 21],
    ['aliases', `{ x { ${times(101, (i) => `a${i}: b`)} } }`, 101],
    ['repetitions', `{ x { ${times(51, () => 'a')} } }`, 51],
    ['repetitions', `{ x { ${times(51, () => '... on Query { a }')} } }`, 51],
    ['repetitions', `{ ${times(51, () => 'x { y { a } }')} }`, 51],
    ['repetitions', `{ a } fragment Unused on Query { ${times(51, () => 'a')} }`, 51],
    ['directives', `{ x { ${times(201, (i) => `f${i} @skip(if: true)`)} } }`, 201],
    ['directivesInOnePlace', `{ a ${times(6, () => '@include(if: true)')} }`, 6],
    ['directivesInOnePlace', `query ${times(6, () => '@x')} { a }`, 6],
    ['list', `{ a(b: [${times(1_001, (i) => `${i}`)}]) }`, 1_001],
  ])('with too many %s is refused (%#)', (limit, text, found) => {
    const most = MOST[limit as keyof typeof MOST];

    expect(ofDocument(text)).toEqual({ code: 'query.too_complex', limit, found, most });
  });

  it.each([
    [
      'as many of everything as it may',
      `{ ${times(
        20,
        (i) =>
          `f${i} { ${nested(
            18,
            'a',
            times(50, () => 'b'),
          )} }`,
      )} }`,
    ],
    ['no GraphQL in it, which is the parser’s to tell', '{ a ( }'],
    ['brackets in a string', `{ a(where: "${'('.repeat(500)}") }`],
    [
      'a fragment in many places',
      `{ ${times(10, (i) => `f${i} { ...F }`)} } fragment F on X { ${times(100, (i) => `x${i}`)} }`,
    ],
  ])('with %s passes', (_, text) => {
    expect(ofDocument(text)).toBeUndefined();
  });

  it.each([
    '{ ...A } fragment A on Query { ...A }',
    '{ x } fragment A on Q { b { ...B } } fragment B on Q { a { ...A } }',
  ])('whose fragments run in a circle is refused, and nobody runs after them: %s', (text) => {
    expect(ofDocument(text)).toEqual({ code: 'query.too_complex', limit: 'depth', most: MOST.depth });
  });

  it('is refused the second time as the first', () => {
    const checks = new DocumentChecks();
    const check = (): unknown => refusal(() => checks.check(`{ ${nested(30, 'a', 'b')} }`));

    expect([check(), check()]).toEqual([
      expect.objectContaining({ limit: 'depth' }),
      expect.objectContaining({ limit: 'depth' }),
    ]);
  });
});

describe('variables', () => {
  const deep = (levels: number): unknown => (levels ? { and: [deep(levels - 1)] } : {});

  it.each([
    ['nesting', { a: deep(101) }, 201],
    ['list', { a: Array<number>(1_001).fill(1) }, 1_001],
    ['list', { a: { in: Array<string>(100_000).fill('x') } }, 100_000],
    ['variableValues', { a: Array.from({ length: 11 }, () => Array<number>(1_000).fill(1)) }, 10_001],
  ])('with too many %s are refused (%#)', (limit, variables, found) => {
    expect(ofVariables(variables)).toMatchObject({ code: 'query.too_complex', limit, found });
  });

  it.each([[undefined], [null], [{}], [{ a: Array<object>(1_000).fill({ b: 1 }) }]])('such as %# pass', (variables) => {
    expect(ofVariables(variables)).toBeUndefined();
  });
});

const INSTANCE = 'query ($first: Int) { processInstance(id: "x")';

/** Documents and what they cost, by variables. */
const COSTS: readonly [text: string, variables: Record<string, unknown>, points: number][] = [
  ['{ __typename }', {}, 1],
  ['{ securityEvent(id: "x") { id time title evt { name } host { name } } }', {}, 1],
  ['{ securityEvent(id: "x") { file { path } process { pid executable { path } } } }', {}, 4],
  ['{ securityEvent(id: "x") { process { ancestors { executable { path } } } } }', {}, 1 + 1 + 5 + 5],
  ['{ securityEvent(id: "x") { document } }', {}, 21],
  ['query ($first: Int) { securityEvents(first: $first) { nodes { id } } }', {}, 70],
  ['query ($first: Int) { securityEvents(first: $first) { nodes { id } } }', { first: null }, 70],
  ['query ($first: Int) { securityEvents(first: $first) { nodes { id } } }', { first: 0 }, 20],
  ['query ($first: Int) { securityEvents(first: $first) { nodes { id } } }', { first: 500 }, 520],
  ['query ($first: Int) { securityEvents(first: $first) { nodes { id } } }', { first: 2_147_483_647 }, 520],
  ['query ($first: Int = 7) { securityEvents(first: $first) { nodes { id } } }', {}, 27],
  ['query ($first: Int = 7) { securityEvents(first: $first) { nodes { id } } }', { first: 8 }, 28],
  [
    '{ securityEvents(last: 10) { edges { cursor node { process { pid } } } pageInfo { endCursor } } }',
    {},
    20 + 10 + 10,
  ],
  [
    '{ securityEvents(first: 10) { edges { node { process { pid } } } nodes { file { path } } } }',
    {},
    20 + 10 + 10 + 10,
  ],
  [
    '{ securityEvents(first: 10) { nodes { process { pid } ...A ...A } } } fragment A on SecurityEvent { process { comm } }',
    {},
    40,
  ],
  [
    'query ($if: Boolean!) { securityEvents(first: 10) { nodes { id process @include(if: $if) { pid } } } }',
    { if: false },
    30,
  ],
  [
    'query ($if: Boolean!) { securityEvents(first: 10) { nodes { id process @include(if: $if) { pid } } } }',
    { if: true },
    40,
  ],
  [
    'query ($if: Boolean!) { securityEvents(first: 10) { nodes { id ... @skip(if: $if) { process { pid } } } } }',
    { if: true },
    30,
  ],
  [
    '{ node(id: "x") { id ... on SecurityEvent { file { path } process { pid } } ... on ProcessInstance { parent { id } } } }',
    {},
    3,
  ],
  ['{ securityEvents(first: 1) { totalCount { value } nodes { id } } }', {}, 31],
  ['{ securityEvents(first: 1, where: "exec.pid > 1") { totalCount { value } } }', {}, 521],
  [
    'query ($f: SecurityEventFilter) { securityEvents(first: 1, filter: $f) { totalCount { value } } }',
    { f: { evt: { name: { eq: 'exec' } } } },
    31,
  ],
  [
    'query ($f: SecurityEventFilter) { securityEvents(first: 1, filter: $f) { totalCount { value } } }',
    { f: { title: { eq: 'x' } } },
    521,
  ],
  ['{ hosts(first: 10) { nodes { name lastSeen eventCount { value } } } }', {}, 10 + 10 + 200],
  [
    '{ files(first: 10) { nodes { value events(first: 2) { totalCount { value } nodes { id } } } } }',
    {},
    110 + 10 * (22 + 500),
  ],
  [
    `${INSTANCE} { children(first: $first) { nodes { children(first: $first) { nodes { id } } } } } }`,
    { first: 10 },
    1 + 11 + 10 * 11,
  ],
  [
    `${INSTANCE} { children(first: $first) { nodes { children(first: $first) { nodes { id } } } } } }`,
    { first: 500 },
    1 + 501 + 500 * 501,
  ],
  [
    `{ processInstance(id: "x") { snapshots(first: 10) { nodes { executable { path } } edges { node { pid } } } } }`,
    {},
    1 + 11 + 10,
  ],
  ['{ processTree(instance: "x") { nodes { id } edges { parent child } } }', {}, 220],
  [
    '{ processTree(instance: "x", ancestors: 3, depth: 1, children: 2) { nodes { instance { process { pid } } } } }',
    {},
    26 + 6 * 2,
  ],
  ['{ processTree(instance: "x", depth: 1000000000, children: 1, maxNodes: 1000000000) { isComplete } }', {}, 20 + 117],
  ['{ eventCount { value } }', {}, 10],
  ['{ eventCount(where: "open.file.path == \\"/x\\"") { value } }', {}, 500],
  ['{ eventFacets(dimensions: [KIND, HOST]) { dimension } }', {}, 22],
  ['{ eventFacets(dimensions: [FILE_PATH], top: 1000) { dimension } }', {}, 5_100],
  [
    '{ eventHistogram(filter: { time: { gte: "2026-01-01T00:00:00Z", lt: "2026-01-02T00:00:00Z" } }, interval: "PT1H") { count } }',
    {},
    15,
  ],
  [
    '{ eventHistogram(filter: { time: { gte: "2026-01-01T00:00:00Z", lt: "2026-01-02T00:00:00Z" } }, interval: "PT1H", groupBy: FILE_PATH) { count } }',
    {},
    1_053,
  ],
];

describe('the cost', () => {
  it.each(COSTS)('of %s with %j is %d points', (text, variables, points) => {
    expect(documentCost(schema, text, variables)).toBe(points);
  });

  it.each(COSTS.filter(([text]) => text.includes('$first')))('of %s never falls when `first` grows', (text) => {
    const costs = [0, 1, 2, 50, 499, 500, 501, 2_147_483_647].map((first) => documentCost(schema, text, { first }));

    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  it.each(COSTS)('of %s never falls when more is selected beside it', (text, variables, points) => {
    const [event] = parse('{ more: securityEvent(id: "x") { file { path } } }')
      .definitions as OperationDefinitionNode[];
    const more = visit(parse(text), {
      OperationDefinition: (node) => ({
        ...node,
        selectionSet: concat(node.selectionSet, event?.selectionSet),
      }),
    });

    expect(documentCost(schema, print(more), variables)).toBeGreaterThan(points);
  });
});

it('the cost of counts is higher for who sees only some hosts, of which ingest has counted less', () => {
  const text = '{ eventFacets(dimensions: [RULE, HOST]) { dimension } eventCount { value } }';

  expect(documentCost(schema, text)).toBe(22 + 10);
  expect(documentCost(schema, text, {}, true)).toBe(5_000 + 10 + 2 + 10);
});

describe('under the default limits', () => {
  const most = settings.maxQueryCost.default;
  const shown = ['README.md', ...readdirSync(new URL('docs/', ROOT)).map((name) => `docs/${name}`)]
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) =>
      [...readFileSync(new URL(name, ROOT), 'utf8').matchAll(/^```graphql\n([\s\S]*?)^```/gm)].map(
        ([, text], i) => [`${name}, query ${i + 1}`, text as string] as const,
      ),
    );

  it.each([
    ...[...exampleNames(), ...automationNames()].map((name) => [name, exampleDocument(name)] as const),
    ...shown,
    [
      'the introspection of GraphiQL',
      getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true }),
    ] as const,
  ])('%s passes', (_name, text) => {
    expect(ofDocument(text)).toBeUndefined();
    expect(documentCost(schema, text, SOME_IDS)).toBeLessThanOrEqual(most);
  });

  it.each(['inline', 'fragments'] as const)('every field of the mirror passes, in pages of 500 too (%s)', (style) => {
    const mirror = mirrorSelection(schema, style);
    const text = `query ($first: Int) { securityEvents(first: $first) { nodes { ${mirror.selection} } } } ${mirror.fragments}`;

    expect(ofDocument(text)).toBeUndefined();
    expect([50, 500].map((first) => documentCost(schema, text, { first }))).toEqual([5_720, 57_020]);
  });
});

describe('docs/limits.md', () => {
  const page = readFileSync(new URL('docs/limits.md', ROOT), 'utf8');
  const table = (name: string): string[][] => {
    const [, rows = ''] = new RegExp(`<!-- ${name}[^>]*-->([\\s\\S]*?)<!-- /${name} -->`).exec(page) ?? [];
    return [...rows.matchAll(/^\| `?([\w-]+)`? +\| +([\d,]+) \|/gm)].map(([, ...cells]) => cells);
  };
  const number = (value: number): string => value.toLocaleString('en-US');

  it('has every limit of a document', () => {
    expect(table('document limits')).toEqual(Object.entries(MOST).map(([name, most]) => [name, number(most)]));
  });

  it('says what the examples cost', () => {
    const costs = exampleNames().map((name) => [name, number(documentCost(schema, exampleDocument(name), SOME_IDS))]);

    expect(table('example costs')).toEqual(costs);
  });

  it('computes the cost of its own queries', () => {
    let query = '';
    const told: string[] = [];
    const computed: string[] = [];
    for (const [, graphql, json, points] of page.matchAll(
      /^```graphql\n([\s\S]*?)^```|^```json\n(\{ "instance[\s\S]*?)^```|^Costs \*\*([\d,]+) points\*\*/gm,
    )) {
      if (graphql !== undefined) query = graphql;
      const variables = json === undefined ? SOME_IDS : { ...(JSON.parse(json) as object), ...SOME_IDS };
      if (points !== undefined) told.push(points);
      else computed.push(number(documentCost(schema, query, variables)));
    }

    expect(told.length).toBeGreaterThan(3);
    expect(computed).toEqual(told);
  });
});
