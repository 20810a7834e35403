import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { version } from '../../src/version.js';
import { bearer, startTestServer, type TestServer } from './test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends the path as it stands; `fetch` would tidy it up first. */
function ask(path: string, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path, method, headers: bearer(server.token) }, (response) => {
      let text = '';
      response.on('data', (bytes) => (text += String(bytes)));
      response.on('end', () =>
        resolve({
          status: response.statusCode as number,
          type: response.headers['content-type'],
          body: JSON.parse(text) as Answer['body'],
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('a route for those who run Spoor', () => {
  it.each([
    ['/health/live', { status: 'ok' }],
    ['/health/ready', { status: 'ok', checks: { database: 'ok', migrations: 'ok', partitions: 'ok' } }],
    ['/version', { name: 'spoor', version }],
  ])('%s answers', async (path, body) => {
    expect(await ask(path)).toEqual({ status: 200, type: 'application/json; charset=utf-8', body });
  });

  it('/version tells the version of the package', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('what is not there', () => {
  it.each([
    ['/', 'GET'],
    ['/nothing', 'GET'],
    ['/v1/events', 'GET'],
    ['/v1/events/x/y', 'GET'],
    ['/v1/events', 'PUT'],
    ['/v1/events/event_00000000000080008000000000000000', 'DELETE'],
    ['/graphql', 'DELETE'],
    ['/health', 'GET'],
    ['//', 'GET'],
  ])('(%s by %s) is a problem of its own kind', async (path, method) => {
    expect(await ask(path, method)).toEqual({
      status: 404,
      type: expect.stringMatching(/^application\/problem\+json/),
      body: {
        status: 404,
        code: 'route.not_found',
        detail: expect.stringContaining(`Nothing answers ${method} ${JSON.stringify(path)}; `),
        retryable: false,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
  });

  it.each([
    ['/v1/events/%', 400],
    ['/v1/events/%ff', 400],
    [`/v1/events/${'a'.repeat(5000)}`, 414],
  ])('(%#: a path that cannot be read) is a problem too', async (path, status) => {
    const answer = await ask(path);

    expect(answer).toMatchObject({ status, body: { status, code: 'request.invalid', retryable: false } });
    expect(answer.type).toMatch(/^application\/problem\+json/);
  });
});

describe('GET /v1/events/:id', () => {
  const existing = async (): Promise<string> => {
    await server.post('{"evt":{"name":"exec"},"date":"2024-05-06T07:08:09Z","n":18446744073709551615}');
    const { data } = await server.graphql<{ securityEvents: { nodes: { id: string }[] } }>(
      '{ securityEvents(first: 1) { nodes { id } } }',
    );
    return data.securityEvents.nodes[0]?.id as string;
  };

  it('gives the JSON of the event', async () => {
    const response = await server.get(`/v1/events/${await existing()}`);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.text()).toContain('"n":18446744073709551615');
  });

  it.each([
    ['nothing', ''],
    ['a word', 'x'],
    ['a UUID', '00000000-0000-8000-8000-000000000000'],
    ['the id of a host', 'host_1'],
    ['an id that is too short', 'event_00'],
    ['an id that is too long', `event_${'0'.repeat(33)}`],
    ['an id in capitals', 'event_0000000000008000800000000000000A'],
    ['an id and more', 'event_00000000000080008000000000000000%0A'],
    ['an id with a NUL', 'event_0000000000008000800000000000000%00'],
    ['SQL', "event_'or'1'='1"],
  ])('refuses %s', async (_, id) => {
    const answer = await ask(`/v1/events/${id}`);

    expect(answer).toMatchObject({ status: 400, body: { status: 400, code: 'input.invalid', retryable: false } });
    expect(answer.type).toMatch(/^application\/problem\+json/);
  });

  it.each(['event_00000000000080008000000000000000', 'event_ffffffffffffffffffffffffffffffff'])(
    'finds nothing under %s',
    async (id) => {
      expect(await ask(`/v1/events/${id}`)).toMatchObject({
        status: 404,
        body: {
          code: 'event.not_found',
          detail: `No event has the id "${id}"; it may be past the retention`,
        },
      });
    },
  );
});
