import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import Fastify from 'fastify';
import { scopeNames } from '../../src/auth/scopes.js';
import { createSecret } from '../../src/auth/token-secret.js';
import type { ApiToken } from '../../src/auth/token-store.js';
import { authenticateRequests } from '../../src/http/authenticate.js';
import { startTestServer, type TestServer } from './test-server.js';

/**
 * What answers on every route, by who asks. A new route has to be entered here, with a request that would be answered and
 * with what it says to those who may not.
 */
const EXPECTED = `
route                   nobody malformed unknown revoked expired | answers with one scope
POST /api/v2/logs          401       401     401     401     401 | 202 with events:write, else 403
POST /api/v2/secruntime    401       401     401     401     401 | 202 with events:write, else 403
GET /graphql               401       401     401     401     401 | 200 with any
HEAD /graphql              401       401     401     401     401 | 405 with any
POST /graphql              401       401     401     401     401 | 200 with any
POST /graphql/stream       401       401     401     401     401 | 200 with any
GET /health/live           200       200     200     200     200 | 200 with any
HEAD /health/live          200       200     200     200     200 | 200 with any
GET /health/ready          200       200     200     200     200 | 200 with any
HEAD /health/ready         200       200     200     200     200 | 200 with any
GET /metrics               401       401     401     401     401 | 200 with metrics:read, else 403
HEAD /metrics              401       401     401     401     401 | 200 with metrics:read, else 403
GET /v1/dead-letters       401       401     401     401     401 | 200 with deadletters:read, else 403
HEAD /v1/dead-letters      401       401     401     401     401 | 200 with deadletters:read, else 403
POST /v1/events            401       401     401     401     401 | 400 with events:write, else 403
GET /v1/events/:id         401       401     401     401     401 | 404 with events:read, else 403
HEAD /v1/events/:id        401       401     401     401     401 | 404 with events:read, else 403
GET /version               200       200     200     200     200 | 200 with any
HEAD /version              200       200     200     200     200 | 200 with any
`;

/** Where routes need more than their own path. */
const SAMPLES: Readonly<Record<string, Partial<Sent>>> = {
  'GET /v1/events/:id': { path: `/v1/events/event_${'0'.repeat(32)}` },
  'HEAD /v1/events/:id': { path: `/v1/events/event_${'0'.repeat(32)}` },
  'GET /graphql': { path: '/graphql?query={__typename}', headers: { 'apollo-require-preflight': '1' } },
  'HEAD /graphql': { path: '/graphql?query={__typename}', headers: { 'apollo-require-preflight': '1' } },
  'POST /graphql/stream': { headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' },
  'POST /graphql': { headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' },
};

interface Sent {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

let server: TestServer;
let everything: string;
const bad: Record<string, string> = {};

beforeAll(async () => {
  server = await startTestServer();
  everything = server.token;
  const { tokens, database } = server.services;
  const [revoked, expired] = [await server.createToken({ name: 'revoked' }), await server.createToken({ name: 'old' })];
  const idOf = async (secret: string): Promise<string> => ((await tokens.withSecret(secret)) as ApiToken).id;
  await tokens.revoke(await idOf(revoked), {});
  await database.query({
    text: `update api_token set expires_at = now() - interval '1 second' where id = $1`,
    values: [await idOf(expired)],
  });
  const malformed = everything.slice(0, -1) + (everything.endsWith('x') ? 'y' : 'x');
  Object.assign(bad, { malformed, unknown: createSecret(), revoked, expired });
});

afterAll(() => server.close());

/** Sends the path as it stands; `fetch` would tidy it up first, and knows better about some headers. */
function ask({ path, method = 'GET', headers = {}, body }: Sent, url = server.url): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (bytes) => (text += String(bytes)));
      response.on('end', () => resolve({ status: response.statusCode as number, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const basic = (password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`any:${password}`).toString('base64')}`,
});

/** Every route that the router has, as `METHOD /path`, in the order of paths. */
function routes(): string[] {
  const paths: string[] = [];
  const found = server.app
    .printRoutes({ commonPrefix: false })
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path = '', methods = ''] = /^([│├└─ ]*)(\S+) \((.*)\)$/.exec(line) ?? [];
      if (!methods) throw new Error(`The list of routes has a line that cannot be read: ${line}`);
      paths.splice(indent.length / 4 - 1, Infinity, path);
      return methods.split(', ').map((method) => [paths.join(''), method] as const);
    });
  return found.sort().map(([path, method]) => `${method} ${path}`);
}

describe('every route', () => {
  it('answers whom it should', async () => {
    const singles = await Promise.all(scopeNames.map((scope) => server.createToken({ name: scope, scopes: [scope] })));
    const status = async (route: string, headers: Record<string, string>): Promise<number> => {
      const [method = '', path = ''] = route.split(' ');
      const sample = SAMPLES[route];
      return (await ask({ path, method, ...sample, headers: { ...sample?.headers, ...headers } })).status;
    };

    const rows = await Promise.all(
      routes().map(async (route) => {
        const refused = [await status(route, {})];
        for (const token of Object.values(bad)) refused.push(await status(route, bearer(token)));
        const allowed = await Promise.all(singles.map((token) => status(route, bearer(token))));
        return [route.padEnd(23), columns(refused), '|', inWords(allowed)].join(' ');
      }),
    );

    const head = 'route                   nobody malformed unknown revoked expired | answers with one scope';
    expect(`\n${[head, ...rows].join('\n')}\n`).toBe(EXPECTED);
  });

  it('says to whom it does not know how to be known', async () => {
    const refused = routes().filter((route) => !/health|version/.test(route));

    for (const route of refused) {
      const [method = '', path = ''] = route.split(' ');
      const { status, headers, text } = await ask({ path, method, ...SAMPLES[route] });
      expect([route, status, headers['www-authenticate']]).toEqual([route, 401, 'Bearer realm="spoor"']);
      if (method !== 'HEAD') expect(text).toContain('spoor token create');
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });
});

function columns(statuses: readonly number[]): string {
  const widths = ['nobody', 'malformed', 'unknown', 'revoked', 'expired'].map((name) => name.length);
  return statuses.map((status, i) => String(status).padStart(widths[i] as number)).join(' ');
}

function inWords(statuses: readonly number[]): string {
  const answered = scopeNames.filter((_scope, i) => ![401, 403].includes(statuses[i] as number));
  const [status] = new Set(statuses.filter((one) => ![401, 403].includes(one)));
  if (answered.length === scopeNames.length) return `${status} with any`;
  return `${status} with ${answered.join(', ')}, else ${[...new Set(statuses.filter((one) => one !== status))].join(', ')}`;
}

describe('a path that nothing answers', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/admin'],
    ['GET', '/health'],
    ['GET', '/health/live/x'],
    ['GET', '/HEALTH/LIVE'],
    ['POST', '/health/live'],
    ['GET', '/version/'],
    ['GET', '//version'],
    ['GET', '/version%2f'],
    ['GET', '/./version'],
    ['GET', '/graphql/'],
    ['DELETE', '/graphql'],
    ['PUT', '/v1/events'],
    ['GET', '/v1/events'],
    ['OPTIONS', '/graphql'],
    ['OPTIONS', '*'],
    ['PROPFIND', '/'],
  ])('says so (%s %s) only to whom it knows', async (method, path) => {
    const nobody = await ask({ method, path });
    const somebody = await ask({ method, path, headers: bearer(everything) });

    expect([nobody.status, somebody.status]).toEqual([401, 404]);
    expect(nobody.headers['www-authenticate']).toBe('Bearer realm="spoor"');
  });

  it('cannot even be read, and is answered by that alone', async () => {
    const { status, text } = await ask({ path: '/v1/events/%ff' });

    expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining({ code: 'request.invalid' })]);
  });
});

const EVENTS = { method: 'POST', path: '/v1/events', body: '{"evt":{"name":"exec"}}' };
const GRAPHQL = {
  method: 'POST',
  path: '/graphql',
  headers: { 'content-type': 'application/json' },
  body: '{"query":"{ viewer { name } }"}',
};
const STREAM = { ...GRAPHQL, path: '/graphql/stream' };

describe('a token', () => {
  it.each([
    ['/v1/events?token=', EVENTS],
    ['/v1/events?access_token=', EVENTS],
    ['/v1/events?api_key=', EVENTS],
    ['/v1/events?authorization=Bearer%20', EVENTS],
    ['/v1/events?dd-api-key=', EVENTS],
    ['/graphql?token=', GRAPHQL],
    ['/graphql?access_token=', GRAPHQL],
    ['/graphql?api_key=', GRAPHQL],
    ['/graphql?extensions=', GRAPHQL],
    ['/graphql/stream?token=', GRAPHQL],
  ])('is not taken from the URL: %s', async (path, sent) => {
    expect((await ask({ ...sent, path: path + everything })).status).toBe(401);
  });

  it.each<[string, (token: string) => Record<string, string>]>([
    ['DD-API-KEY', (token) => ({ 'dd-api-key': token })],
    ['X-API-Key', (token) => ({ 'x-api-key': token })],
    ['a cookie', (token) => ({ cookie: `token=${token}; Authorization=Bearer ${token}` })],
    ['Proxy-Authorization', (token) => ({ 'proxy-authorization': `Bearer ${token}` })],
    ['Authorization, without a scheme', (token) => ({ authorization: token })],
    ['Authorization, by another scheme', (token) => ({ authorization: `Token ${token}` })],
    ['Authorization, with two tokens', (token) => ({ authorization: `Bearer ${token} ${token}` })],
    ['Authorization, in quotes', (token) => ({ authorization: `Bearer "${token}"` })],
    ['Authorization, with its scheme twice', (token) => ({ authorization: `Bearer Bearer ${token}` })],
    ['Authorization, empty', () => ({ authorization: 'Bearer ' })],
    ['a password, by a program', basic],
    ['a password, from another page', (token) => ({ ...basic(token), 'sec-fetch-site': 'cross-site' })],
    ['a password, from a page of the same domain', (token) => ({ ...basic(token), 'sec-fetch-site': 'same-site' })],
  ])('is not taken from %s', async (_where, headers) => {
    for (const sent of [EVENTS, GRAPHQL, STREAM]) {
      const given = { ...(sent === EVENTS ? {} : GRAPHQL.headers), ...headers(everything) };
      expect((await ask({ ...sent, headers: given })).status).toBe(401);
    }
  });

  it.each(['/api/v2/secruntime', '/api/v2/logs'])(
    'is taken from DD-API-KEY, as agents send it, by %s alone',
    async (path) => {
      const sent = { method: 'POST', path, body: '{}' };
      const keys = [everything, ` ${everything} `, bad['revoked'] as string, `${everything}, ${everything}`, ''];

      const answers = await Promise.all(keys.map((key) => ask({ ...sent, headers: { 'dd-api-key': key } })));
      const inUrl = await ask({ ...sent, path: `${path}?api_key=${everything}` });
      const contradicted = await ask({
        ...sent,
        headers: { 'dd-api-key': everything, ...bearer(bad['revoked'] as string) },
      });

      expect(answers.map(({ status }) => status)).toEqual([202, 202, 401, 401, 401]);
      expect([inUrl.status, contradicted.status]).toEqual([401, 401]);
    },
  );

  it.each(['Bearer', 'bearer', 'BEARER', 'Bearer   '])('is taken behind %j', async (scheme) => {
    const { status } = await ask({
      ...GRAPHQL,
      headers: { ...GRAPHQL.headers, authorization: `${scheme} ${everything}` },
    });

    expect(status).toBe(200);
  });

  it.each(['none', 'same-origin'])('is taken for a password by a page of ours alone (%s)', async (site) => {
    const from = { 'sec-fetch-site': site };

    const graphql = await ask({ ...GRAPHQL, headers: { ...GRAPHQL.headers, ...basic(everything), ...from } });
    const stream = await ask({ ...STREAM, headers: { ...GRAPHQL.headers, ...basic(everything), ...from } });
    const wrong = await ask({ ...GRAPHQL, headers: { ...GRAPHQL.headers, ...basic('secret'), ...from } });
    const other = await ask({ ...EVENTS, headers: { ...basic(everything), ...from } });

    expect([graphql.status, stream.status, wrong.status, other.status]).toEqual([200, 200, 401, 401]);
  });

  it('is asked for by a browser that opens GraphiQL, and by no other answer', async () => {
    const page = await ask({ path: '/graphql', headers: { accept: 'text/html,*/*' } });
    const query = await ask({ ...GRAPHQL, headers: { ...GRAPHQL.headers, accept: 'text/html' } });
    const event = await ask({ path: '/v1/events/x', headers: { accept: 'text/html' } });

    expect([page.status, query.status, event.status]).toEqual([401, 401, 401]);
    expect(page.headers['www-authenticate']).toMatch(/^Bearer realm="spoor", Basic realm="Spoor: an API token/);
    expect([query, event].map(({ headers }) => headers['www-authenticate'])).toEqual(
      Array(2).fill('Bearer realm="spoor"'),
    );
  });

  it('is not taken for a password where there is no GraphiQL', async () => {
    const other = await startTestServer({ graphiql: false });
    const headers = { ...basic(other.token), 'sec-fetch-site': 'none', accept: 'text/html' };

    const { status, headers: answered } = await ask({ path: '/graphql', headers }, other.url);
    await other.close();

    expect([status, answered['www-authenticate']]).toEqual([401, 'Bearer realm="spoor"']);
  });
});

describe('a route', () => {
  it.each([undefined, {}, { takesAgentKey: true }])(
    'that does not say who may use it (%j) ends the start',
    (config) => {
      const app = Fastify();
      authenticateRequests(app, server.services);

      expect(() => app.get('/open', { ...(config && { config }) }, () => 'secret')).toThrow(
        'The route GET /open does not declare its access',
      );
    },
  );
});
