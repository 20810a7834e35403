import { beforeAll, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { parse, validate, type GraphQLSchema } from 'graphql';
import { buildGraphQLSchema } from '../src/graphql/schema.js';

const FOLDER = new URL('../bench/queries/', import.meta.url);
const FRAGMENTS = 'listed.graphql';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildGraphQLSchema();
});

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

/** A document with the fragments that the bench adds to it; the one of every field is made when it runs. */
function wholeDocument(name: string): string {
  const text = read(name);
  const listed = text.includes('...Listed') ? read(FRAGMENTS) : '';
  const every = text.includes('...EverySecurityEvent') ? 'fragment EverySecurityEvent on SecurityEvent { id }' : '';
  return [text, listed, every].join('\n');
}

const documents = readdirSync(FOLDER).filter((name) => name !== FRAGMENTS);

it.each(documents)('%s of the benchmarks is valid against the GraphQL schema', (name) => {
  expect(validate(schema, parse(wholeDocument(name)))).toEqual([]);
});
