import { beforeAll, describe, expect, it } from '@jest/globals';
import { Kind, parse, print, validate, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { automationNames, exampleDocument, exampleNames } from '../src/example-documents.js';
import { buildGraphQLSchema } from '../src/graphql/schema.js';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildGraphQLSchema();
});

function operations(name: string): OperationDefinitionNode[] {
  return parse(exampleDocument(name)).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
}

it('shows the newest events first, then an investigation from its first query to its last', () => {
  const [first, ...others] = exampleNames();

  expect(first).toBe('newest-events');
  expect(others.slice(0, 9).map((name) => name.replace(/^(investigation-\d)?.*$/, '$1'))).toEqual([
    ...Array.from({ length: 8 }, (_, i) => `investigation-${i + 1}`),
    '',
  ]);
  expect(others.slice(8)).toEqual(others.slice(8).sort());
});

describe.each([...exampleNames(), ...automationNames()])('example %s', (name) => {
  it('is valid against the GraphQL schema', () => {
    expect(validate(schema, parse(exampleDocument(name)))).toEqual([]);
  });

  it('holds one operation, called like its file, so that names are unique', () => {
    const pascalCase = name
      .replace(/^.*\//, '')
      .replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());

    expect(operations(name).map((operation) => operation.name?.value)).toEqual([pascalCase]);
  });

  it('runs as it is: only ids of earlier answers have to be given', () => {
    const variables = operations(name).flatMap(({ variableDefinitions }) => variableDefinitions ?? []);
    const required = variables.filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue);

    expect(required.filter(({ type }) => !['ID!', '[ID!]!'].includes(print(type)))).toEqual([]);
  });

  it('says in a comment what it shows', () => {
    expect(exampleDocument(name)).toMatch(/^# [A-Z]/);
  });
});
