import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, startTestServer, type TestServer } from './test-server.js';

const ORIGIN = 'https://dashboard.example';

let closed: TestServer;
/** Behind a proxy on this machine, and with a dashboard of another origin. */
let opened: TestServer;

beforeAll(async () => {
  closed = await startTestServer();
  opened = await startTestServer({ corsOrigins: [ORIGIN], trustedProxies: ['127.0.0.1'] });
});

afterAll(async () => {
  await closed.close();
  await opened.close();
});

const HEADERS = {
  'content-security-policy': expect.stringContaining("default-src 'none'"),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

describe('every answer tells browsers not to trust it', () => {
  it.each([
    ['/health/live', 200],
    ['/v1/events/event_00000000000080008000000000000000', 404],
    ['/nothing', 404],
    ['/v1/events/%ff', 400],
  ])('%s', async (path, status) => {
    const response = await closed.get(path);

    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(HEADERS);
    expect(response.headers.get('strict-transport-security')).toBeNull();
  });

  it('also without an API token', async () => {
    const response = await fetch(`${closed.url}/graphql`);

    expect(response.status).toBe(401);
    expect(Object.fromEntries(response.headers)).toMatchObject(HEADERS);
  });

  it('but the page of GraphiQL may do what it needs', async () => {
    const response = await fetch(`${closed.url}/graphql`, {
      headers: { accept: 'text/html', ...bearer(closed.token) },
    });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self' 'unsafe-inline'");
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('a page of another origin', () => {
  const preflight = (server: TestServer, origin: string): Promise<Response> =>
    fetch(`${server.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  it('may ask when its origin is listed, and reads when to come again', async () => {
    const before = await preflight(opened, ORIGIN);
    const answer = await fetch(`${opened.url}/graphql`, {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'application/json', ...bearer(opened.token) },
      body: '{"query":"{ __typename }"}',
    });

    expect(before.status).toBe(204);
    expect(before.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(before.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(before.headers.get('access-control-allow-credentials')).toBeNull();
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
  });

  it.each<[string, () => TestServer, string]>([
    ['its origin is not listed', () => opened, 'https://evil.example'],
    ['the listed one is only the beginning of its origin', () => opened, `${ORIGIN}.evil.example`],
    ['none is listed', () => closed, ORIGIN],
    ['it is a file', () => opened, 'null'],
  ])('may not when %s', async (_, server, origin) => {
    const before = await preflight(server(), origin);
    const answer = await fetch(`${server().url}/health/live`, { headers: { origin } });

    expect(before.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('gets no further with a request that only looks like a preflight', async () => {
    const response = await fetch(`${opened.url}/graphql`, { method: 'OPTIONS' });

    expect([400, 401, 404]).toContain(response.status);
  });
});

describe('the address of a client', () => {
  async function addressSeenBy(server: TestServer): Promise<string | undefined> {
    const headers = { 'x-forwarded-for': '203.0.113.7', ...bearer('spoor_wrong') };
    await fetch(`${server.url}/metrics`, { headers });
    await server.services.audit.flush();
    const { data } = await server.graphql<{ auditLog: { nodes: { address: string }[] } }>(
      '{ auditLog(first: 1) { nodes { address } } }',
    );
    return data.auditLog.nodes[0]?.address;
  }

  it('is the one that a trusted proxy names', async () => {
    expect(await addressSeenBy(opened)).toBe('203.0.113.7');
  });

  it('is never what a client says of itself', async () => {
    expect(await addressSeenBy(closed)).toBe('127.0.0.1');
  });
});
