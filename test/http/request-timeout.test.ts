import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Statement } from '../../src/database/database.js';
import { eventually } from './eventually.js';
import { startTestServer, type TestServer } from './test-server.js';

let server: TestServer;
let blocker: pg.Client;

beforeAll(async () => {
  // Which of two times is over first must not depend on the machine.
  server = await startTestServer({ requestTimeout: 1_000, statementTimeout: 5_000, databaseConnections: 2 });
  await server.post('{"evt":{"name":"exec"},"process":{"pid":1,"executable":{"path":"/bin/sh"}}}');
  blocker = new pg.Client({ connectionString: server.services.database.connectionString });
  await blocker.connect();
});

afterAll(async () => {
  await blocker.end();
  await server.close();
});

it('answers an operation that takes too long, and starts no further statement for it', async () => {
  const started: Statement[] = [];
  const stop = server.services.database.onStatement((statement) => started.push(statement));
  await blocker.query('begin; lock table event in access exclusive mode');
  // More than there are connections: the last ones have not even begun when the time is over.
  const fields = Array.from(
    { length: 12 },
    (_, i) => `f${i}: securityEvents(first: ${i}) { nodes { process { pid } } }`,
  );

  const { status, data, errors, extensions } = await server.graphql(`{ ${fields.join(' ')} }`);

  await blocker.query('commit');
  // The end of the time is told by the operation itself, or by a field that comes to it first.
  expect({ status, data: data ?? undefined }).toEqual({ status: 200, data: undefined });
  expect(errors).toMatchObject([
    {
      message: expect.stringMatching(/^The operation took too long \(SPOOR_REQUEST_TIMEOUT\); ask for less/),
      extensions: { code: 'QUERY_TIMEOUT', retryable: false, requestId: expect.any(String) },
    },
  ]);
  expect(extensions).toHaveProperty('cost.requested');
  // Those that had begun give their connections back.
  await eventually(async () =>
    expect((await server.graphql('{ securityEvents { nodes { id } } }')).errors).toBeUndefined(),
  );
  stop();
  expect(started.filter(({ text }) => text.includes('from event')).length).toBeLessThan(12);
});

it('answers in time what waits for its turn', async () => {
  const answer = await server.graphql('{ securityEvents { nodes { process { pid executable { path } } } } }');

  expect(answer.data).toEqual({
    securityEvents: { nodes: [{ process: { pid: 1, executable: { path: '/bin/sh' } } }] },
  });
});
