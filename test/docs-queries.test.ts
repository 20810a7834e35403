import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse, validate, visit, type GraphQLSchema, type ValueNode } from 'graphql';
import { exampleDocument, exampleNames } from '../src/example-documents.js';
import { buildGraphQLSchema } from '../src/graphql/schema.js';
import { compileSecl } from '../src/secl/compile-secl.js';

const ROOT = new URL('../', import.meta.url);

const pages = ['README.md', ...readdirSync(new URL('docs/', ROOT)).map((name) => `docs/${name}`)]
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(new URL(name, ROOT), 'utf8') }));

/** A query or an expression with the place it stands at. */
type Shown = readonly [place: string, text: string];

const queries: Shown[] = [...shownOnPages(/^```graphql\n([\s\S]*?)^```/gm), ...queriesOfCurl()];

const expressions: Shown[] = [
  ...shownOnPages(/^```secl\n([\s\S]*?)^```/gm),
  ...[...queries, ...exampleNames().map((name): Shown => [name, exampleDocument(name)])].flatMap(expressionsIn),
];

function shownOnPages(pattern: RegExp): Shown[] {
  return pages.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].map((match): Shown => [placeOf(name, text, match.index), match[1] as string]),
  );
}

/** `curl ... -d '{ "query": "..." }'` */
function queriesOfCurl(): Shown[] {
  return shownOnPages(/"query": ("(?:[^"\\]|\\.)*")/g).map(([place, json]) => [place, JSON.parse(json) as string]);
}

function placeOf(name: string, text: string, index: number): string {
  return `${name}, line ${text.slice(0, index).split('\n').length}`;
}

/** What a query gives to an argument `where`, or to a variable of that name. */
function expressionsIn([place, query]: Shown): Shown[] {
  const found: Shown[] = [];
  const add = (name: string, value: ValueNode | undefined): void => {
    if (name === 'where' && value?.kind === Kind.STRING) found.push([place, value.value]);
  };
  visit(parse(query), {
    Argument: ({ name, value }) => add(name.value, value),
    VariableDefinition: ({ variable, defaultValue }) => add(variable.name.value, defaultValue),
  });
  return found;
}

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildGraphQLSchema();
});

describe('the pages', () => {
  it.each(queries)('show queries that the GraphQL schema takes: %s', (_place, query) => {
    expect(validate(schema, parse(query))).toEqual([]);
  });

  it.each(expressions)('and the examples show SECL that compiles: %s', (_place, expression) => {
    expect(() => compileSecl(expression)).not.toThrow();
  });

  it.each(['README.md', 'docs/querying.md', 'docs/secl.md'])('of which %s shows a query and an expression', (page) => {
    const isThere = ([place]: Shown): boolean => place.startsWith(`${page},`);

    expect([queries.some(isThere), expressions.some(isThere)]).toEqual([true, true]);
  });

  it('link the investigation, query by query', () => {
    const { text } = pages.find(({ name }) => name === 'docs/querying.md')!;
    const linked = [...text.matchAll(/examples\/(investigation-[\w-]+)\.graphql\)/g)].map(([, name]) => name);

    expect(linked).toEqual(exampleNames().filter((name) => name.startsWith('investigation-')));
  });
});
