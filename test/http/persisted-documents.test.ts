import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { readConfig } from '../../src/config.js';
import { readPersistedDocuments } from '../../src/graphql/persisted-documents.js';
import { buildGraphQLSchema } from '../../src/graphql/schema.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { bearer, startTestServer, type GraphQLAnswer, type TestServer } from './test-server.js';

const KNOWN = 'query Known($first: Int) { securityEvents(first: $first) { nodes { id } } }';
const OTHER = 'query Other { __typename }';
const HASH = createHash('sha256').update(KNOWN).digest('hex');

const folder = temporaryFolder();

afterAll(() => folder.remove());

function manifest(content: string): string {
  const file = join(folder.path, `${createHash('sha256').update(content).digest('hex').slice(0, 8)}.json`);
  writeFileSync(file, content);
  return file;
}

async function send(server: TestServer, body: object): Promise<GraphQLAnswer<unknown>> {
  const headers = { 'content-type': 'application/json', ...bearer(server.token) };
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return answerOf(response);
}

async function answerOf(response: Response): Promise<GraphQLAnswer<unknown>> {
  const text = await response.text();
  return { status: response.status, text, ...(JSON.parse(text) as { data: unknown }) };
}

/** The data, or the code of the first error. */
function outcome({ data, errors }: GraphQLAnswer<unknown>): unknown {
  return errors?.[0]?.extensions.code ?? data;
}

const NO_EVENTS = { securityEvents: { nodes: [] } };

describe('with persisted documents off', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ introspection: false });
  });
  afterAll(() => server.close());

  it.each([
    ['an id', { documentId: HASH }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
    ['a hash', { extensions: { persistedQuery: { version: 1, sha256Hash: HASH } } }, 'PERSISTED_QUERY_NOT_SUPPORTED'],
    [
      'a document and its hash',
      { query: OTHER, extensions: { persistedQuery: { sha256Hash: HASH } } },
      { __typename: 'Query' },
    ],
    ['a document', { query: OTHER }, { __typename: 'Query' }],
    ['introspection that is switched off', { query: '{ __schema { types { name } } }' }, 'INTROSPECTION_DISABLED'],
  ])('%s is answered', async (_, body, expected) => {
    expect(outcome(await send(server, body))).toEqual(expected);
  });

  it('a URL that two readers could read in two ways is checked as it runs', async () => {
    const query = `%23%zz%0A{ ${'a:eventCount{value} '.repeat(60)} }`;

    const answer = await answerOf(
      await fetch(`${server.url}/graphql?query=${query}`, {
        headers: { ...bearer(server.token), 'apollo-require-preflight': '1' },
      }),
    );

    expect(outcome(answer)).toBe('QUERY_TOO_COMPLEX');
  });
});

describe.each(['allow', 'require'] as const)('with persisted documents at "%s"', (mode) => {
  let server: TestServer;
  beforeAll(async () => {
    const persistedDocumentsFile = manifest(JSON.stringify({ [HASH]: KNOWN, newest: KNOWN }));
    server = await startTestServer({ persistedDocuments: mode, persistedDocumentsFile });
  });
  afterAll(() => server.close());

  const others = mode === 'allow' ? { __typename: 'Query' } : 'PERSISTED_DOCUMENT_REQUIRED';

  it.each([
    ['an id', { documentId: HASH }, NO_EVENTS],
    ['an id that says how it was made', { documentId: `sha256:${HASH}` }, NO_EVENTS],
    ['a name', { documentId: 'newest', variables: { first: 3 } }, NO_EVENTS],
    ['a hash', { extensions: { persistedQuery: { version: 1, sha256Hash: HASH } } }, NO_EVENTS],
    ['an id and another document', { documentId: HASH, query: OTHER }, NO_EVENTS],
    ['an id and variables that do not fit', { documentId: HASH, variables: { first: 'x' } }, 'BAD_USER_INPUT'],
    ['an unknown id', { documentId: 'x'.repeat(500) }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
    ['an id that is a number', { documentId: 5 }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
    ['a document', { query: OTHER }, others],
    ['a document of the manifest itself', { query: KNOWN }, mode === 'allow' ? NO_EVENTS : others],
    [
      'an unknown hash and a document',
      { query: OTHER, extensions: { persistedQuery: { sha256Hash: 'x' } } },
      mode === 'allow' ? others : 'PERSISTED_DOCUMENT_NOT_FOUND',
    ],
  ])('%s is answered', async (_, body, expected) => {
    expect(outcome(await send(server, body))).toEqual(expected);
  });

  it('an id in a URL is answered', async () => {
    const headers = { ...bearer(server.token), 'apollo-require-preflight': '1' };
    const variables = encodeURIComponent('{"first":2}');

    const answer = await answerOf(
      await fetch(`${server.url}/graphql?documentId=${HASH}&variables=${variables}`, { headers }),
    );

    expect(outcome(answer)).toEqual(NO_EVENTS);
  });
});

describe('a manifest', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    schema = await buildGraphQLSchema();
  });

  it.each([
    ['that is not there', () => join(folder.path, 'nothing.json'), /ENOENT/],
    ['that is no JSON', () => manifest('{'), /is not JSON/],
    ['that is a list', () => manifest('[]'), /must be a JSON object of ids and documents/],
    [
      'with several mistakes',
      () =>
        manifest(
          JSON.stringify({
            a: 5,
            b: '{ colour }',
            c: '{',
            ['0'.repeat(64)]: OTHER,
            d: `{ ${'a '.repeat(51)} }`,
            e: OTHER,
          }),
        ),
      /"a" is no text; .*"b" does not fit the GraphQL schema: .*"c" is refused: Syntax Error.*"0{60}…" has the SHA-256 [\da-f]{64}; .*"d" is refused: .*51 selections/,
    ],
  ])('%s ends the start', (_, file, message) => {
    const config = { ...readConfig({}), persistedDocuments: 'allow', persistedDocumentsFile: file() } as const;

    expect(() => readPersistedDocuments(config, schema)).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringMatching(message) }),
    );
  });
});
