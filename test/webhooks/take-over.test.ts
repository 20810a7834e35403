import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect } from '../../src/database/connect.js';
import type { TestServer } from '../http/test-server.js';
import { eventually } from '../http/eventually.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { serveSpoor, type ServingSpoor } from '../support/serving.js';
import { Endpoint } from './endpoint.js';
import { change, deliveriesOf } from './webhook-client.js';

let database: TestDatabase;
let endpoint: Endpoint;
const servers: ServingSpoor[] = [];

beforeAll(async () => {
  [database, endpoint] = await Promise.all([cloneDatabase(), Endpoint.start()]);
  const settings = {
    DATABASE_URL: database.url,
    SPOOR_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
    SPOOR_WEBHOOK_LEASE: '2000',
    SPOOR_INGEST_WORKERS: '0',
    SPOOR_LOG_LEVEL: 'warn',
  };
  servers.push(...(await Promise.all([serveSpoor(settings), serveSpoor(settings)])));
});

afterAll(async () => {
  await endpoint.close();
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

const token = (): string => servers.find((server) => server.token)?.token as string;

const send = (server: ServingSpoor, path: string, body: string): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json' },
    body,
  });

/** What the client of webhooks needs of a server. */
function clientOf(server: ServingSpoor): Pick<TestServer, 'graphql'> {
  return {
    graphql: async (query, variables) => {
      const response = await send(server, '/graphql', JSON.stringify({ query, variables }));
      return { status: response.status, text: '', ...((await response.json()) as { data: never }) };
    },
  };
}

async function post(server: ServingSpoor, ...numbers: number[]): Promise<void> {
  const events = numbers.map((number) => ({
    ...{ title: `e${number}`, hostname: 'a', evt: { name: 'exec' } },
    date: new Date(Date.UTC(2026, 10, 20) + number).toISOString(),
  }));
  const response = await send(server, '/v1/events', JSON.stringify(events));
  expect(await response.json()).toMatchObject({ stored: numbers.length });
}

/** The process that delivers at the moment. */
async function owner(): Promise<number> {
  const client = await connect(database.url);
  const { rows } = await client.query<{ lease_owner: string }>(
    'select lease_owner from webhook where lease_until > now()',
  );
  await client.end();
  return Number(/ (\d+) /.exec(rows[0]?.lease_owner ?? '')?.[1]);
}

it('goes on with another process when the one that delivers is killed, and misses nothing', async () => {
  endpoint.answers.set('/hook', () => undefined);
  const [any] = servers as [ServingSpoor];
  const { webhook } = await change(clientOf(any), 'createWebhook', { url: endpoint.url(), batchSize: 3 });
  await post(any, 1, 2, 3, 4);
  await eventually(() => expect(endpoint.received).toHaveLength(1));

  const killed = await owner();
  const survivor = servers.find(({ process }) => process.pid !== killed) as ServingSpoor;
  const victim = servers.find(({ process }) => process.pid === killed) as ServingSpoor;
  victim.process.kill('SIGKILL');
  await post(survivor, 5, 6, 7);
  endpoint.answers.delete('/hook');
  // A process that stands still for longer than this short lease sends again.
  const titles = (): unknown[] => {
    const events = endpoint.messages().flatMap((message, i) => (i ? message.events : []));
    return [...new Set(events.map(({ document }) => document['title']))];
  };
  await eventually(() => expect(titles()).toHaveLength(7));

  const [first, second] = endpoint.received;
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.text).toBe(first?.text);
  expect(titles()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7']);
  await eventually(async () => {
    const statuses = (await deliveriesOf(clientOf(survivor), webhook.id)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([204]));
  });
  // What one signs with stands in no log.
  expect(servers.map((server) => server.output()).join()).not.toContain('whsec_');
});
