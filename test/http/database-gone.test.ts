import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { buildServices } from '../../src/services.js';
import { cloneDatabase } from '../support/database.js';
import { CuttableProxy } from './cuttable-proxy.js';
import { eventually } from './eventually.js';
import { serveTest, type TestServer } from './test-server.js';

let proxy: CuttableProxy;
let server: TestServer;

beforeAll(async () => {
  const database = await cloneDatabase();
  proxy = await CuttableProxy.start(database.url);
  const config = { ...readConfig({}), ingestWorkers: 0, logLevel: 'silent', batchDocuments: 50 };
  const services = await buildServices(config, {
    url: proxy.url,
    stop: async () => {
      await proxy.close();
      await database.drop();
    },
  });
  server = await serveTest(services);
});

afterEach(restore);

/** The server notices by its next probe, which is asked for here. */
async function restore(): Promise<void> {
  proxy.restore();
  await eventually(async () => expect(await server.services.health.check()).toBe(true));
}

afterAll(() => server.close());

let made = 0;

function fresh(count: number): string[] {
  return Array.from({ length: count }, () => `{"evt":{"name":"open"},"number":${made++}}`);
}

async function get(path: string): Promise<{ status: number; retryAfter: string | null; body: unknown }> {
  const response = await server.get(path);
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

async function stored(): Promise<number> {
  const [row] = await server.services.database.query({ text: 'select count(*)::int as n from event', values: [] });
  return row?.['n'] as number;
}

describe('while the database is gone', () => {
  it('Spoor is alive but not ready, and is ready as soon as the database is back', async () => {
    expect(await get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { database: 'ok' } },
    });

    proxy.cut();

    expect(await get('/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'unavailable', checks: { database: 'cannot be looked at' } },
    });
    expect(await get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    proxy.restore();
    expect(await get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', checks: { database: 'ok' } },
    });
  });

  it('events are refused for now, and stored when they are sent again', async () => {
    const documents = fresh(120);
    proxy.cut();

    const { status, headers, problem } = await server.post(documents.join('\n'));

    expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '5' });
    expect(problem).toMatchObject({ code: 'database.unavailable', retryable: true });
    await restore();
    expect((await server.post(documents.join('\n'))).report).toMatchObject({ received: 120, stored: 120 });
  });

  it('an agent is told to come back, and its payload is stored when it does', async () => {
    const envelopes = fresh(3).map((message) => ({ message, hostname: 'agent-1' }));
    proxy.cut();

    const refused = await server.agent(envelopes);

    expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
      status: 503,
      retryAfter: '5',
    });
    await restore();
    expect((await server.agent(envelopes)).status).toBe(202);
    const { data } = await server.graphql('{ eventCount(filter: { host: { name: { eq: "agent-1" } } }) { value } }');
    expect(data).toEqual({ eventCount: { value: 3 } });
  });

  it('an event cannot be read, which is no mistake of the reader', async () => {
    const id = await newestId();
    proxy.cut();

    const answer = await get(`/v1/events/${id}`);

    expect(answer).toMatchObject({ status: 503, retryAfter: '5' });
    expect(answer.body).toMatchObject({ code: 'database.unavailable', retryable: true });
  });

  it.each([
    ['a page', '{ securityEvents { nodes { id } } }'],
    ['an event', '{ securityEvent(id: "event_00000000000080008000000000000000") { id } }'],
    ['a host', '{ node(id: "host_1") { id } }'],
  ])('a query for %s says so', async (_, query) => {
    proxy.cut();

    const { errors } = await server.graphql(query);

    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message: 'The database does not answer; try again in a few seconds',
      extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true, requestId: expect.any(String) },
    });
  });
});

describe('when the database goes in the middle of a body', () => {
  it('the answer says what is committed, and sending all of it again stores the rest', async () => {
    const documents = fresh(2000);
    const before = await stored();
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (sent === 1000) {
          await eventually(async () => expect(await stored()).toBeGreaterThan(before));
          proxy.cut();
        }
        controller.enqueue(Buffer.from(`${documents.slice(sent, (sent += 100)).join('\n')}\n`));
        if (sent === documents.length) controller.close();
      },
    });

    const { status, problem } = await server.post(body);

    expect(status).toBe(503);
    const { received, stored: committed } = problem.report;
    expect(received).toBe(committed);
    expect(committed).toBeLessThan(2000);
    expect(problem.detail).toMatch(`${committed} events, 0 duplicates and 0 dead letters of it are committed`);
    await restore();
    const again = await server.post(documents.join('\n'));
    const { received: all, stored: rest, duplicates } = again.report;
    expect(all).toBe(2000);
    expect(rest + duplicates).toBe(2000);
    // Of a batch whose commit was on its way when the connection went, nobody can say: it may be stored without being told.
    expect(duplicates).toBeGreaterThanOrEqual(committed);
  });
});

describe('while the database hangs', () => {
  it('Spoor says that it is not ready', async () => {
    proxy.stall();

    const answer = await get('/health/ready');

    expect(answer).toMatchObject({
      status: 503,
      // The second when the probe was under way already.
      body: {
        status: 'unavailable',
        checks: { database: expect.stringMatching(/^(says nothing for 2000 ms|cannot be looked at)$/) },
      },
    });
  });
});

async function newestId(): Promise<string> {
  await server.post(fresh(1).join());
  const { data } = await server.graphql<{ securityEvents: { nodes: { id: string }[] } }>(
    '{ securityEvents(first: 1) { nodes { id } } }',
  );
  return data.securityEvents.nodes[0]?.id as string;
}
