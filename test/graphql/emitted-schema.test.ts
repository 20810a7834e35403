import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, printSchema, validate, type GraphQLSchema } from 'graphql';
import { buildGraphQLSchema, printGraphQLSchema } from '../../src/graphql/schema.js';

const FOLDER = new URL('../../schema/', import.meta.url);
const examples = readdirSync(new URL('examples/', FOLDER)).filter((name) => name.endsWith('.graphql'));

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildGraphQLSchema();
});

describe('schema/schema.graphql', () => {
  const text = readFileSync(new URL('schema.graphql', FOLDER), 'utf8');

  it('is what the program would write; run `npm run schema:emit` otherwise', () => {
    expect(text).toBe(printGraphQLSchema(schema));
  });

  it('is a GraphQL schema that other tools can read', () => {
    expect(printSchema(buildSchema(text))).toContain('type SecurityEvent implements Node');
  });
});

describe('an example document', () => {
  it('is there', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)('%s fits the schema', (name) => {
    const document = parse(readFileSync(new URL(`examples/${name}`, FOLDER), 'utf8'));

    expect(validate(schema, document)).toEqual([]);
  });
});
