import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema as parseSchema, parse, validate, type GraphQLSchema } from 'graphql';
import { scopeNames, type Scope } from '../../src/auth/scopes.js';
import { enforceAccess } from '../../src/graphql/access/requires.js';
import { buildGraphQLSchema } from '../../src/graphql/schema.js';
import { startTestServer, type GraphQLAnswer, type TestServer } from '../http/test-server.js';
import { rootFields } from './root-fields.js';

/** What each scope by itself allows of Query and Mutation. A new field has to be entered here, too. */
const ALLOWED: Readonly<Record<Scope | 'authenticated', readonly string[]>> = {
  authenticated: ['Query.viewer'],
  'events:read': [
    'Query.containers',
    'Query.dnsNames',
    'Query.eventCount',
    'Query.eventFeed',
    'Query.eventFacets',
    'Query.eventHistogram',
    'Query.files',
    'Query.hosts',
    'Query.networkEndpoints',
    'Query.node',
    'Query.oldestAvailable',
    'Query.processInstance',
    'Query.processInstances',
    'Query.processTree',
    'Query.rules',
    'Query.securityEvent',
    'Query.securityEvents',
    'Query.users',
  ],
  'events:read-sensitive': [],
  'events:write': [],
  'events:acknowledge': ['Mutation.acknowledgeEvents'],
  'deadletters:read': ['Query.deadLetter', 'Query.deadLetterCounts', 'Query.deadLetters'],
  'deadletters:replay': ['Mutation.replayDeadLetters'],
  'tokens:admin': ['Mutation.createApiToken', 'Mutation.revokeApiToken', 'Query.apiTokens'],
  'webhooks:read': ['Query.webhook', 'Query.webhooks'],
  'webhooks:write': [
    'Mutation.createWebhook',
    'Mutation.deleteWebhook',
    'Mutation.pauseWebhook',
    'Mutation.replayWebhook',
    'Mutation.resumeWebhook',
    'Mutation.rotateWebhookSecret',
    'Mutation.testWebhook',
    'Mutation.updateWebhook',
  ],
  'audit:read': ['Query.auditLog'],
  'metrics:read': [],
};

let server: TestServer;
let schema: GraphQLSchema;

beforeAll(async () => {
  [server, schema] = await Promise.all([startTestServer(), buildGraphQLSchema()]);
});

afterAll(() => server.close());

const codesOf = ({ errors = [] }: GraphQLAnswer<unknown>): string[] => errors.map(({ extensions }) => extensions.code);

describe('every root field', () => {
  it('can be asked for by a generated operation', () => {
    for (const { operation } of rootFields(schema)) expect(validate(schema, parse(operation))).toEqual([]);
  });

  it.each(scopeNames)('lets in who has %s, or says that this is missing', async (scope) => {
    const token = await server.createToken({ name: 'narrow', scopes: [scope] });

    const answers = await Promise.all(
      rootFields(schema).map(async ({ name, operation, access }) => {
        const answer = await server.graphql(operation, {}, { token });
        expect([name, answer.status]).toEqual([name, 200]);
        const [error] = answer.errors ?? [];
        if (codesOf(answer).includes('FORBIDDEN'))
          expect(error?.message).toBe(
            `${name} needs the scope ${access}, and "narrow" has ${scope}; use an API token with that scope`,
          );
        return { name, access, isForbidden: codesOf(answer).includes('FORBIDDEN'), data: answer.data };
      }),
    );

    for (const { name, access, isForbidden, data } of answers) {
      expect({ name, isForbidden }).toEqual({ name, isForbidden: access !== 'authenticated' && access !== scope });
      if (isForbidden) expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
    }
    const allowed = answers.filter(({ isForbidden }) => !isForbidden).map(({ name }) => name);
    expect(allowed.sort()).toEqual([...ALLOWED[scope], ...ALLOWED.authenticated].sort());
  });

  it.each(scopeNames)('tells who has %s who they are', async (scope) => {
    const token = await server.createToken({ name: 'me', scopes: [scope] });

    const { data } = await server.graphql('{ viewer { kind name scopes hosts expiresAt } }', {}, { token });

    expect(data).toEqual({ viewer: { kind: 'API_TOKEN', name: 'me', scopes: [scope], hosts: null, expiresAt: null } });
  });

  it('has to declare its access', () => {
    const open = parseSchema('type Query { open: String }');

    expect(() => enforceAccess(open)).toThrow('Query.open does not declare its access');
  });

  it.each([
    ['another name', '{ a: apiTokens { name } }'],
    ['a fragment', '{ ...F } fragment F on Query { apiTokens { name } }'],
    ['an inline fragment', '{ ... on Query { ... @include(if: true) { apiTokens { name } } } }'],
    ['many others', '{ viewer { name } hosts { nodes { id } } b: apiTokens { id } }'],
  ])('asks so under %s, too', async (_what, query) => {
    const token = await server.createToken({ scopes: ['events:read'] });

    const answer = await server.graphql(query, {}, { token });

    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(answer.text).not.toContain('bootstrap');
  });

  it('asks so before it changes anything', async () => {
    const token = await server.createToken({ scopes: ['events:read'] });
    const ids = async (): Promise<string[]> => (await server.services.tokens.list()).map(({ id }) => id);
    const before = await ids();

    const { errors } = await server.graphql(CREATE, { input: { name: 'x', scopes: ['tokens:admin'] } }, { token });

    expect(errors).toHaveLength(1);
    expect(await ids()).toEqual(before);
  });

  it('changes nothing by GET', async () => {
    const query = encodeURIComponent(
      'mutation { createApiToken(input: { name: "x", scopes: ["audit:read"] }) { secret } }',
    );
    const headers = { authorization: `Bearer ${server.token}`, 'apollo-require-preflight': '1' };

    const response = await fetch(`${server.url}/graphql?query=${query}`, { headers });

    expect(response.status).toBe(405);
  });
});

const CREATE = `mutation Create($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    secret
    apiToken { id name scopes hosts createdAt createdBy expiresAt lastUsedAt revokedAt }
  }
}`;
const REVOKE = 'mutation Revoke($id: ID!) { revokeApiToken(input: { id: $id }) { apiToken { id name revokedAt } } }';
const LIST = '{ apiTokens { id name scopes hosts createdAt createdBy expiresAt lastUsedAt revokedAt } }';

interface Token {
  readonly id: string;
  readonly name: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

type Created = GraphQLAnswer<{ readonly createApiToken: { readonly secret: string; readonly apiToken: Token } }>;

const create = (input: object): Promise<Created> => server.graphql(CREATE, { input });

const DAY = 86_400_000;

describe('createApiToken', () => {
  it('makes a token that lets in at once, and shows its secret only there', async () => {
    const { data } = await create({
      name: 'dashboard',
      scopes: ['events:read', 'deadletters:*'],
      hosts: ['b', 'a', 'b'],
    });
    const { secret, apiToken } = data.createApiToken;

    const { data: seen } = await server.graphql('{ viewer { name scopes hosts } }', {}, { token: secret });
    const list = await server.graphql<{ apiTokens: Token[] }>(LIST);

    const scopes = ['events:read', 'deadletters:read', 'deadletters:replay'];
    expect(apiToken).toMatchObject({
      name: 'dashboard',
      scopes,
      hosts: ['b', 'a'],
      createdBy: 'test',
      revokedAt: null,
    });
    expect(seen).toEqual({ viewer: { name: 'dashboard', scopes, hosts: ['b', 'a'] } });
    const { lastUsedAt: _before, ...known } = apiToken as Token & { lastUsedAt: unknown };
    expect(list.data.apiTokens[0]).toMatchObject(known);
    expect(list.text).not.toMatch(/spoor_/);
  });

  it.each<[string, object, number | null]>([
    ['in 90 days', {}, 90 * DAY],
    ['when it is told to', { expiresAt: new Date(Date.now() + 5 * DAY).toISOString() }, 5 * DAY],
    ['never, on purpose', { neverExpires: true }, null],
    ['in 90 days', { neverExpires: false }, 90 * DAY],
    ['in 90 days', { expiresAt: null, neverExpires: null }, 90 * DAY],
  ])('makes one that expires %s: %j', async (_when, input, expected) => {
    const { expiresAt } = (await create({ name: 'x', scopes: ['events:read'], ...input })).data.createApiToken.apiToken;

    if (expected === null) expect(expiresAt).toBeNull();
    else expect(Math.abs(Date.parse(expiresAt as string) - Date.now() - expected)).toBeLessThan(60_000);
  });

  it('takes any time that GraphQL takes', async () => {
    const times = {
      '2040-12-31T23:59:60Z': '2041-01-01T00:00:00.000Z',
      '9999-12-31T23:59:59.999999999-12:00': expect.any(String),
    };

    for (const [given, expiresAt] of Object.entries(times)) {
      const { data, errors } = await create({ name: 'x', scopes: ['events:read'], expiresAt: given });
      expect({ errors, expiresAt: data?.createApiToken.apiToken.expiresAt }).toEqual({ errors: undefined, expiresAt });
    }
  });

  it.each<[string, object, RegExp]>([
    ['no scope', { scopes: [] }, /^`scopes` is empty; give one or more of events:read, /],
    ['an unknown scope', { scopes: ['events:reed'] }, /^`scopes` has "events:reed"; the scopes are /],
    ['all scopes by a star', { scopes: ['*'] }, /^`scopes` has "\*"/],
    ['no name', { name: '  ' }, /^`name` is /],
    ['an expiry of the past', { expiresAt: '2020-01-01T00:00:00Z' }, /^`expiresAt` is 2020-01-01T00:00:00.000Z/],
    ['an expiry before Christ', { expiresAt: '0000-01-01T00:00:00Z' }, /^`expiresAt` is /],
    [
      'two expiries',
      { expiresAt: '2999-01-01T00:00:00Z', neverExpires: true },
      /^`expiresAt` is given and `neverExpires`/,
    ],
    ['no host', { hosts: [] }, /^`hosts` is empty/],
    [
      'hosts and the whole',
      { hosts: ['a'], scopes: ['tokens:admin'] },
      /^`scopes` has tokens:admin, for which `hosts` cannot/,
    ],
  ])('refuses %s', async (_what, input, sentence) => {
    const { errors } = await create({ name: 'x', scopes: ['events:read'], ...input });

    expect(errors).toMatchObject([
      { message: expect.stringMatching(sentence), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('revokeApiToken', () => {
  it('turns a token away from then on', async () => {
    const { secret, apiToken } = (await create({ name: 'gone', scopes: ['events:read'] })).data.createApiToken;
    const before = await server.graphql('{ viewer { name } }', {}, { token: secret });

    const { data } = await server.graphql<{ revokeApiToken: { apiToken: Token } }>(REVOKE, { id: apiToken.id });
    const after = await server.graphql('{ viewer { name } }', {}, { token: secret });
    const again = await server.graphql(REVOKE, { id: apiToken.id });

    expect([before.status, after.status]).toEqual([200, 401]);
    expect(after.errors).toMatchObject([{ message: expect.stringContaining('"gone" was revoked at 20') }]);
    expect(data.revokeApiToken.apiToken).toMatchObject({ id: apiToken.id, name: 'gone' });
    expect(again.data).toEqual(data);
  });

  it('lets a token revoke itself', async () => {
    const { secret, apiToken } = (await create({ name: 'self', scopes: ['tokens:admin'] })).data.createApiToken;

    const first = await server.graphql(REVOKE, { id: apiToken.id }, { token: secret });
    const second = await server.graphql(REVOKE, { id: apiToken.id }, { token: secret });

    expect([first.status, first.errors, second.status]).toEqual([200, undefined, 401]);
  });

  it.each([
    [
      'token_00000000000000000000000000000000',
      'NOT_FOUND',
      'No API token has the id "token_00000000000000000000000000000000"',
    ],
    [
      'event_00000000000000000000000000000000',
      'BAD_USER_INPUT',
      'The id "event_00000000000000000000000000000000" is the id of an event',
    ],
    ['00000000-0000-0000-0000-000000000000', 'BAD_USER_INPUT', 'is not one of Spoor'],
    ['', 'BAD_USER_INPUT', 'is not one of Spoor'],
  ])('refuses %s', async (id, code, sentence) => {
    const { errors } = await server.graphql(REVOKE, { id });

    expect(errors).toMatchObject([{ message: expect.stringContaining(sentence), extensions: { code } }]);
  });

  it('is the only thing that the id of a token is good for', async () => {
    const [{ id } = { id: '' }] = (await server.graphql<{ apiTokens: Token[] }>(LIST)).data.apiTokens;

    const { errors } = await server.graphql('query Node($id: ID!) { node(id: $id) { id } }', { id });

    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});
