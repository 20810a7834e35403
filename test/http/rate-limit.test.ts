import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type GraphQLAnswer, type TestServer } from './test-server.js';

/** So few that a test can use them up. */
const limits = { pointsPerMinute: 200, maxQueryCost: 150 };

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer(limits);
});

afterAll(() => server.close());

const page = (first: number): string => `{ securityEvents(first: ${first}) { nodes { id } } }`;

interface Cost {
  readonly requested: number;
  readonly remaining: number;
  readonly resetAt: string;
}

interface Asked extends GraphQLAnswer<unknown> {
  readonly headers: Headers;
  readonly cost: Cost;
}

async function ask(query: string, token: string): Promise<Asked> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as GraphQLAnswer<unknown>;
  return {
    ...answer,
    text,
    status: response.status,
    headers: response.headers,
    cost: answer.extensions?.['cost'] as Cost,
  };
}

describe('points a minute', () => {
  it('are told with every answer', async () => {
    const token = await server.createToken();

    const { status, headers, cost } = await ask(page(30), token);

    expect(status).toBe(200);
    expect(cost).toEqual({ requested: 50, remaining: 150, resetAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(headers.get('ratelimit-policy')).toBe('"points";q=200;w=60');
    expect(headers.get('ratelimit')).toMatch(/^"points";r=150;t=[56]\d$/);
  });

  it('that are too few refuse what costs more, and let pass what costs less', async () => {
    const token = await server.createToken();
    await ask(page(100), token);

    const refused = await ask(page(100), token);
    const cheaper = await ask(page(20), token);

    expect(refused).toMatchObject({ status: 429, cost: { requested: 120, remaining: 79 } });
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringMatching(
        /^This costs 120 points, and 79 of 200 a minute are left \(SPOOR_POINTS_PER_MINUTE\); ask again in \d+ seconds/,
      ),
      extensions: { code: 'RATE_LIMITED', retryable: true, requestId: expect.any(String) },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(30);
    expect(cheaper).toMatchObject({ status: 200, cost: { requested: 40, remaining: 39 } });
  });

  it('belong to each API token by itself', async () => {
    const [one, other] = [await server.createToken(), await server.createToken()];
    await ask(page(100), one);

    expect((await ask(page(100), other)).status).toBe(200);
  });

  it('are taken by one for what is refused, whatever it would have cost', async () => {
    const token = await server.createToken();

    const answers = [
      await ask('{', token),
      await ask('{ colour }', token),
      await ask(`{ ${'a '.repeat(100)} }`, token),
      await ask(page(131), token),
    ];

    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      'GRAPHQL_PARSE_FAILED',
      'GRAPHQL_VALIDATION_FAILED',
      'QUERY_TOO_COMPLEX',
      'QUERY_TOO_COMPLEX',
    ]);
    expect(answers.map(({ cost }) => [cost.requested, cost.remaining])).toEqual([
      [1, 199],
      [1, 198],
      [1, 197],
      [151, 196],
    ]);
    expect(answers.at(-1)?.errors?.[0]).toMatchObject({
      message: expect.stringContaining('costs 151 points, and 150 are the most (SPOOR_MAX_QUERY_COST)'),
      extensions: { limit: 'cost', found: 151, most: 150 },
    });
  });

  it('that are used up refuse everything, before it is looked at', async () => {
    const token = await server.createToken();
    for (const first of [130, 29]) await ask(page(first), token);
    await ask('{ __typename }', token);

    const refused = await ask('{', token);

    expect(refused).toMatchObject({ status: 429, cost: { requested: 1, remaining: 0 } });
  });

  it('hold for reading an event by its id', async () => {
    const token = await server.createToken();
    const read = (): Promise<Response> => server.get('/v1/events/event_00000000000080008000000000000000', { token });

    const first = await read();
    for (let i = 1; i < 9; i++) await read();
    const last = await read();

    expect(first.headers.get('ratelimit')).toMatch(/^"points";r=179;t=/);
    expect({ status: last.status, type: last.headers.get('content-type') }).toEqual({
      status: 429,
      type: expect.stringMatching(/^application\/problem\+json/),
    });
    expect(last.headers.get('retry-after')).toMatch(/^\d\d$/);
    expect(await last.json()).toMatchObject({ code: 'rate.limited', retryable: true, retryAfter: expect.any(Number) });
  });

  it('are not asked for where events come in', async () => {
    const token = await server.createToken();
    await ask(page(100), token);

    const { status, headers } = await server.post('{"evt":{}}', { token });

    expect({ status, header: headers.get('ratelimit') }).toEqual({ status: 200, header: null });
  });
});
