import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { EventStream } from '../../src/http/event-stream.js';
import { eventually } from './eventually.js';
import { bearer, startTestServer, type TestServer } from './test-server.js';

/** Server-Sent Events as they go over the wire. */
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ corsOrigins: ['https://dashboard.example'] });
});

afterAll(() => server.close());

function ask(body: object | string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(server.token), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('POST /graphql/stream', () => {
  it('answers a query with one result and the end', async () => {
    const answer = await ask({ query: '{ viewer { name } }' }, { origin: 'https://dashboard.example' });

    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'") as unknown,
      'access-control-allow-origin': 'https://dashboard.example',
    });
    expect(await answer.text()).toMatch(
      /^:\n\nevent: next\ndata: \{"data":\{"viewer":\{"name":"test"\}\},.*\}\n\nevent: complete\ndata:\n\n$/,
    );
  });

  it('says in the stream what is wrong with an operation', async () => {
    const answer = await ask({ query: 'subscription { eventFeed(after: "x") { cursor } }' });

    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringMatching(/event: next\ndata: \{"errors":\[\{.*"code":"BAD_USER_INPUT".*\n\nevent: complete/),
    ]);
  });

  it.each([
    ['[{"query":"{ __typename }"}]', 400, 'BATCHING_NOT_ALLOWED'],
    ['{', 400, 'request.invalid'],
    [JSON.stringify({ query: '#'.repeat(2 ** 20) }), 413, 'REQUEST_TOO_LARGE'],
  ])('refuses what is no request before the stream begins (%.20s)', async (body, status, code) => {
    const answer = await ask(body);

    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(`"code":"${code}"`);
  });

  it.each([
    ['"x"', 'BAD_REQUEST'],
    ['{"query":"{ __typename }","variables":[1]}', 'BAD_USER_INPUT'],
    ['{"query":"{ __typename }","operationName":1}', 'BAD_USER_INPUT'],
    ['{"query":"{ __typename }","extensions":"x"}', 'BAD_USER_INPUT'],
    ['{"query":7}', 'BAD_REQUEST'],
    ['{}', 'BAD_REQUEST'],
  ])('refuses what is no operation in the stream (%s)', async (body, code) => {
    const answer = await ask(body);

    expect(await answer.text()).toContain(`"code":"${code}"`);
  });

  it('is refused in the form of GraphQL', async () => {
    const answer = await ask({ query: '{ __typename }' }, { authorization: 'Bearer x' });

    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="spoor"']);
    expect(await answer.text()).toContain('"code":"UNAUTHENTICATED"');
  });

  it('has no token in its URL', async () => {
    const answer = await fetch(`${server.url}/graphql/stream?token=${server.token}`, { method: 'POST' });

    expect(answer.status).toBe(401);
  });
});

describe('an event stream', () => {
  it('shows by comments that it is alive', async () => {
    const app = Fastify();
    let out: EventStream | undefined;
    app.get('/', (_request, reply) => {
      reply.hijack();
      out = new EventStream(reply, 60_000, 10);
    });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const { body } = await fetch(url);
    let text = '';

    for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(bytes).toString();
      if (text.length >= 3 * ':\n\n'.length) void out?.complete();
    }
    await app.close();

    expect(text).toMatch(/^(:\n\n){3,}event: complete\ndata:\n\n$/);
  });
});

it('counts who follows', async () => {
  const abort = new AbortController();
  const answer = await fetch(`${server.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(server.token) },
    body: JSON.stringify({ query: 'subscription { eventFeed { cursor } }' }),
    signal: abort.signal,
  });
  const open = async (): Promise<string | undefined> =>
    /^spoor_subscriptions\{transport="sse"\} (\d+)$/m.exec(await (await server.get('/metrics')).text())?.[1];

  await eventually(async () => expect(await open()).toBe('1'));
  abort.abort();
  await eventually(async () => expect(await open()).toBe('0'));
  expect(answer.status).toBe(200);
});
