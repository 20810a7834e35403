import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { BoundedLabels } from '../../src/observability/bounded-labels.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { simulatedNdjson } from '../support/simulated.js';

let server: TestServer;
let text: string;

const OPERATIONS = 130;

beforeAll(async () => {
  server = await startTestServer();
  const events = simulatedNdjson(20);
  await server.post(events);
  await server.post(`${events}oops\n`);
  await server.graphql('query Newest { securityEvents(first: 3) { nodes { id process { pid ancestors { pid } } } } }');
  await server.graphql('query Newest { securityEvents(first: 3, after: "nonsense") { nodes { id } } }');
  await server.graphql('{ __typename }');
  await server.graphql('{ no such thing');
  for (let i = 0; i < OPERATIONS; i++) await server.graphql(`query Name${i} { __typename }`);
  await server.get('/v1/events/event_00000000000080008000000000000000');
  await server.get('/nothing/here');
  text = await (await server.get('/metrics')).text();
});

afterAll(() => server.close());

/** The value of a sample, by its name and labels as they are printed. */
function sample(name: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1));
}

describe('/metrics', () => {
  it('is for those who may read metrics', async () => {
    const [reader, other] = [
      await server.createToken({ scopes: ['metrics:read'] }),
      await server.createToken({ scopes: ['events:read'] }),
    ];

    expect((await server.get('/metrics', { token: reader })).status).toBe(200);
    expect((await server.get('/metrics', { token: other })).status).toBe(403);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
  });

  it.each([
    ['spoor_http_requests_total{method="POST",route="/v1/events",status="200"}', 2],
    ['spoor_http_requests_total{method="GET",route="/v1/events/:id",status="404"}', 1],
    ['spoor_http_requests_total{method="GET",route="none",status="404"}', 1],
    ['spoor_http_request_duration_seconds_count{method="POST",route="/v1/events"}', 2],
    ['spoor_graphql_operations_total{operation="Newest",outcome="ok"}', 1],
    ['spoor_graphql_operations_total{operation="Newest",outcome="error"}', 1],
    ['spoor_graphql_operations_total{operation="anonymous",outcome="ok"}', 1],
    ['spoor_graphql_operations_total{operation="invalid",outcome="error"}', 1],
    ['spoor_graphql_operation_duration_seconds_count{operation="Newest"}', 2],
    ['spoor_ingest_received_total{source="/v1/events"}', 41],
    ['spoor_ingest_stored_total{source="/v1/events"}', 20],
    ['spoor_ingest_duplicate_total{source="/v1/events"}', 20],
    ['spoor_ingest_dead_letter_total{source="/v1/events",code="document.not_json"}', 1],
    ['spoor_ingest_batch_duration_seconds_count{source="/v1/events"}', 2],
    ['spoor_ingest_batch_documents_sum{source="/v1/events"}', 41],
    ['spoor_ingest_bytes_in_flight', 0],
    ['spoor_database_waiting{pool="readers"}', 0],
    ['spoor_database_waiting{pool="ingest"}', 0],
    ['spoor_database_statement_duration_seconds_count{statement="insert_event"}', 2],
    ['spoor_loader_batch_size_count{loader="process_context"}', 1],
  ])('says %s %d', (name, value) => {
    expect(sample(name)).toBe(value);
  });

  it('says when the events came that late, and how old the oldest partition is', () => {
    expect(sample('spoor_ingest_lag_seconds_count')).toBe(40);
    expect(sample('spoor_oldest_partition_timestamp_seconds')).toBe(Math.floor(Date.now() / 86_400_000 - 1) * 86_400);
    expect(sample('spoor_ingest_batch_bytes_sum{source="/v1/events"}')).toBeGreaterThan(10_000);
    expect(sample('process_resident_memory_bytes')).toBeGreaterThan(10_000_000);
    expect(sample('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(0);
  });

  it('has no label for every name that anybody makes up', () => {
    const names = new Set(
      [...text.matchAll(/spoor_graphql_operations_total\{operation="(\w+)"/g)].map(([, name]) => name),
    );

    expect(names.has('other')).toBe(true);
    expect([...names].filter((name) => name?.startsWith('Name')).length).toBeLessThan(OPERATIONS);
    expect(names.size).toBeLessThanOrEqual(101);
  });

  it('has nothing that docs/operations.md does not explain', () => {
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name as string);

    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('names from outside', () => {
  it('are those that are known, the first that come, and the rest', () => {
    const labels = new BoundedLabels(2, ['known']);

    expect(['a', 'b', 'c', 'known', 'a'].map((name) => labels.label(name))).toEqual(['a', 'b', 'other', 'known', 'a']);
    expect(new BoundedLabels(2).label('x'.repeat(65))).toBe('other');
  });
});

describe('/health/ready', () => {
  async function ready(): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(`${server.url}/health/ready`);
    return { status: response.status, body: await response.json() };
  }

  it('says what is wrong with migrations and partitions, and nothing when nothing is', async () => {
    const { database, retention } = server.services;
    const run = (sql: string): Promise<unknown> => database.query({ text: sql, values: [] });
    expect(await ready()).toEqual({
      status: 200,
      body: { status: 'ok', checks: { database: 'ok', migrations: 'ok', partitions: 'ok' } },
    });

    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await run(`drop table event_${tomorrow.replaceAll('-', '_')}`);
    await run(
      "insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '3000_next', now())",
    );

    expect(await ready()).toEqual({
      status: 503,
      body: {
        status: 'unavailable',
        checks: {
          database: 'ok',
          migrations: '3000_next of a newer Spoor; this one is to be replaced',
          partitions: `none for ${tomorrow}; retention makes them`,
        },
      },
    });

    await run("update _prisma_migrations set finished_at = null where id = 'x'");
    expect(await ready()).toMatchObject({ status: 503, body: { checks: { migrations: '3000_next failed' } } });
    await run("delete from _prisma_migrations where id = 'x'");
    await run("update _prisma_migrations set migration_name = 'y' where migration_name = '20261121160000_retention'");
    expect(await ready()).toMatchObject({
      body: { checks: { migrations: '20261121160000_retention not applied; run `spoor db migrate`' } },
    });
    await run("update _prisma_migrations set migration_name = '20261121160000_retention' where migration_name = 'y'");
    await retention.run(Date.now());
    expect((await ready()).status).toBe(200);
  });
});

describe('oldestAvailable', () => {
  it('is the first day of the window', async () => {
    const { data } = await server.graphql<{ oldestAvailable: string }>('{ oldestAvailable }');

    expect(Date.parse(data.oldestAvailable)).toBe(Math.floor(Date.now() / 86_400_000 - 90) * 86_400_000);
  });
});
