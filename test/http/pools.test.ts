import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from './eventually.js';
import { startTestServer, type TestServer } from './test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ databaseConnections: 2, ingestConnections: 1 });
});

afterAll(() => server.close());

const SLEEP = { text: 'select pg_sleep(30)', values: [] };

describe('while queries use every connection that readers have', () => {
  it('events come in, tokens are known, and the server is ready', async () => {
    const { database } = server.services;
    const sleepers = Array.from({ length: 6 }, () => database.query(SLEEP).catch(() => undefined));
    await eventually(() => expect(database.pooled.waiting).toBe(4));

    // A machine with much else to do may take PostgreSQL for gone, for a moment.
    await eventually(async () => {
      const { status, report } = await server.post('{"evt":{"name":"open"}}');
      const ready = await server.get('/health/ready');
      const kept = report.stored + report.duplicates;
      expect({ status, kept, ready: ready.status }).toEqual({ status: 200, kept: 1, ready: 200 });
    });

    await eventually(() => {
      database.sever();
      expect(database.pooled).toMatchObject({ total: 0, waiting: 0 });
    });
    await Promise.all(sleepers);
  });
});

describe('while ingest waits for its only connection', () => {
  it('queries are answered', async () => {
    const blocker = new pg.Client({ connectionString: server.services.database.connectionString });
    await blocker.connect();
    await blocker.query('begin; lock table event in share row exclusive mode');
    const waiting = [server.post('{"evt":{"name":"open"},"n":1}'), server.post('{"evt":{"name":"open"},"n":2}')];
    await eventually(() => expect(server.services.databases.ingest.pooled.waiting).toBeGreaterThan(0));

    const { data } = await server.graphql<{ eventCount: { value: number } }>('{ eventCount { value } }');

    expect(Number(data.eventCount.value)).toBe(1);
    await blocker.query('commit');
    await blocker.end();
    for (const { report } of await Promise.all(waiting)) expect(report.stored).toBe(1);
  });
});
