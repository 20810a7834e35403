import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from './eventually.js';
import { startTestServer, type TestServer } from './test-server.js';

const KIB = 1024;

let server: TestServer;
let blocker: pg.Client;

beforeAll(async () => {
  server = await startTestServer({ maxBytesInFlight: 300 * KIB, batchBytes: 200 * KIB });
  blocker = new pg.Client({ connectionString: server.services.database.connectionString });
  await blocker.connect();
});

afterAll(async () => {
  await blocker.end();
  await server.close();
});

describe('ingest that holds as many bytes as it may', () => {
  it('sends further bodies away for now, and takes them once it has room', async () => {
    const documents = Array.from({ length: 1000 }, (_, i) => `{"evt":{},"number":${i},"padding":"${'x'.repeat(KIB)}"}`);
    await blocker.query('begin; lock table event in access exclusive mode');
    const underWay = server.post(documents.join('\n'));
    await eventually(() => expect(server.services.ingest.isOverloaded).toBe(true));

    const refused = await server.post('{"evt":{},"number":1000}');
    await blocker.query('commit');
    const { report } = await underWay;
    const later = await server.post('{"evt":{},"number":1000}');

    expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
      status: 429,
      retryAfter: '5',
    });
    expect(refused.problem).toMatchObject({ code: 'ingest.overloaded', retryable: true });
    expect(report).toMatchObject({ received: 1000, stored: 1000 });
    expect(later).toMatchObject({ status: 200, report: { stored: 1 } });
  });
});
