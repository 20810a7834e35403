import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, startTestServer, type TestServer } from '../http/test-server.js';
import { startCollector, type CollectedSpan, type OtlpCollector } from './otlp-collector.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';
const SERVER = 2;
const INTERNAL = 1;
const CLIENT = 3;

let collector: OtlpCollector;
let token: string;

/** Everything is sent when the server closes, so all requests come first. */
beforeAll(async () => {
  collector = await startCollector();
  const server = await startTestServer({ otlpEndpoint: collector.endpoint });
  token = server.token;
  await server.post('{"evt":{"name":"exec"},"process":{"pid":1,"args":["MARKER"]}}');
  await ask(
    server,
    'query Traced($path: String!) { securityEvents(filter: { file: { path: { eq: $path } } }) { nodes { id process { pid } } } }',
  );
  await ask(server, 'query Failing($path: String!) { securityEvents(first: 1, after: $path) { nodes { id } } }', 'bad');
  await server.close();
});

afterAll(() => collector.close());

async function ask(server: TestServer, query: string, traceparent = `00-${TRACE}-${PARENT}-01`): Promise<void> {
  await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent, ...bearer(server.token) },
    body: JSON.stringify({ query, variables: { path: '/MARKER' } }),
  });
}

function named(name: string): CollectedSpan[] {
  return collector.spans.filter((span) => span.name === name);
}

describe('a trace', () => {
  it('goes on from the caller: request, operation, statements', () => {
    const [operation] = named('query Traced') as [CollectedSpan];
    const request = collector.spans.find(({ spanId }) => spanId === operation.parentSpanId) as CollectedSpan;
    const statements = collector.spans.filter(({ parentSpanId }) => parentSpanId === operation.spanId);

    expect(request).toMatchObject({ name: 'POST /graphql', kind: SERVER, traceId: TRACE, parentSpanId: PARENT });
    expect(request.attributes).toMatchObject({ 'http.route': '/graphql', 'http.response.status_code': 200 });
    expect(operation).toMatchObject({
      kind: INTERNAL,
      traceId: TRACE,
      attributes: { 'graphql.operation.name': 'Traced' },
    });
    expect(statements.length).toBeGreaterThan(0);
    for (const span of statements) {
      expect(span).toMatchObject({ kind: CLIENT, traceId: TRACE, attributes: { 'db.system.name': 'postgresql' } });
    }
  });

  it('is one of its own when the caller sends nothing that is a trace', () => {
    const [operation] = named('query Failing') as [CollectedSpan];

    expect(operation.traceId).not.toBe(TRACE);
    expect(operation.status.code).toBe(2);
  });

  it('shows ingest by its statements', () => {
    const [request] = named('POST /v1/events') as [CollectedSpan];
    const statements = collector.spans.filter(({ parentSpanId }) => parentSpanId === request.spanId);

    expect(statements.map(({ name }) => name)).toEqual(expect.arrayContaining(['insert_event', 'announce']));
  });

  it('holds nothing of events, of variables and of secrets', () => {
    expect(collector.text()).toContain('/v1/traces ');
    expect(collector.text()).not.toContain('MARKER');
    expect(collector.text()).not.toContain(token);
  });
});
