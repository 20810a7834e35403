import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { retainedBytes } from '../ingest/retained-bytes.js';
import { startTestServer, type GraphQLAnswer, type TestServer } from './test-server.js';

/** Default limits but for the times, which nobody wants to wait for; long enough for a busy machine to answer what it may. */
const TIMES = { statementTimeout: 2_000, bodyTimeout: 1_000 };

const MIB = 2 ** 20;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer(TIMES);
  const events = Array.from(
    { length: 20 },
    (_, i) => `{"evt":{"name":"exec"},"process":{"pid":${i}},"title":"event ${i}"}`,
  );
  await server.post([...events, `{"evt":{"name":"open"},"title":"${'a'.repeat(30_000)}b"}`].join('\n'));
});

afterAll(() => server.close());

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** What an attack is answered, in one line: the status, the code, and what limit it went past. */
function verdict({ status, errors }: GraphQLAnswer<unknown>): string {
  const [error] = errors ?? [];
  const { code, limit } = (error?.extensions ?? { code: 'none' }) as { code: string; limit?: string };
  return [status, code, limit].filter(Boolean).join(' ');
}

const LINEAGE = 'query ($first: Int) { processInstances(first: 1) { nodes { ';

const intoChildren = (levels: number): string =>
  `${LINEAGE} ${'children(first: $first) { nodes { '.repeat(levels)} id ${'} }'.repeat(levels)} } } }`;

/** Documents, variables, and their verdict. */
const ATTACKS: readonly [name: string, query: string, variables: object | undefined, verdict: string][] = [
  [
    '10,000 aliases of one field',
    `{ ${times(10_000, (i) => `a${i}: eventCount { value }`)} }`,
    {},
    '400 QUERY_TOO_COMPLEX tokens',
  ],
  [
    '500 aliases of one field',
    `{ ${times(500, (i) => `a${i}: eventCount { value }`)} }`,
    {},
    '400 QUERY_TOO_COMPLEX aliases',
  ],
  [
    '100 fields at the root',
    `{ ${times(100, (i) => `a${i}: eventCount { value }`)} }`,
    {},
    '400 QUERY_TOO_COMPLEX rootFields',
  ],
  [
    'parents of parents',
    `${LINEAGE} ${'parent { '.repeat(100)} id ${'}'.repeat(100)} } } }`,
    {},
    '400 QUERY_TOO_COMPLEX depth',
  ],
  ['children of children', intoChildren(3), { first: 500 }, '400 QUERY_TOO_COMPLEX cost'],
  ['children of children, ten deep', intoChildren(10), { first: 1 }, '400 QUERY_TOO_COMPLEX depth'],
  [
    'ancestors of instances of ancestors',
    `{ securityEvents { nodes { process { ancestors { instance { process { instance { ancestors { nodes { id } } } } } } } } } }`,
    {},
    '200 none',
  ],
  [
    'fragments in a circle',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    {},
    '400 QUERY_TOO_COMPLEX depth',
  ],
  [
    'fragments that double at every level',
    `{ ...F0 } ${times(30, (i) => `fragment F${i} on Query { ...F${i + 1} a${i}: eventCount { value } } `)} fragment F30 on Query { ${times(30, (i) => `b${i}: eventCount { value }`)} }`,
    {},
    '400 QUERY_TOO_COMPLEX rootFields',
  ],
  [
    'fragments that explode',
    `{ securityEvents { nodes { process { ...F0 } } } } ${times(20, (i) => `fragment F${i} on Process { a${i}: container { id } instance { process { ...F${i + 1} } parent { process { ...F${i + 1} } } } }`)} fragment F20 on Process { pid }`,
    {},
    '400 QUERY_TOO_COMPLEX selections',
  ],
  [
    '10,000 directives',
    `{ securityEvents { nodes { id ${'@skip(if: true) '.repeat(10_000)} } } }`,
    {},
    '400 QUERY_TOO_COMPLEX tokens',
  ],
  [
    '1,000 directives',
    `{ securityEvents { nodes { id ${'@skip(if: true) '.repeat(1_000)} } } }`,
    {},
    '400 QUERY_TOO_COMPLEX directivesInOnePlace',
  ],
  [
    'one field 9,000 times, for validation',
    `{ securityEvents { nodes { ${'id '.repeat(9_000)} } } }`,
    {},
    '400 QUERY_TOO_COMPLEX repetitions',
  ],
  [
    '9,000 fields that nobody knows',
    `{ securityEvents { nodes { ${times(9_000, (i) => `proces${i}`)} } } }`,
    {},
    '400 GRAPHQL_VALIDATION_FAILED',
  ],
  [
    '10,000 levels of brackets',
    `{ securityEvents(filter: ${'{and:['.repeat(10_000)}`,
    {},
    '400 QUERY_TOO_COMPLEX nesting',
  ],
  [
    'a huge page, by a variable',
    'query ($first: Int) { securityEvents(first: $first) { nodes { id } } }',
    { first: 2_147_483_647 },
    '200 BAD_USER_INPUT',
  ],
  [
    'a huge page, by a default',
    'query ($first: Int = 2147483647) { securityEvents(first: $first) { nodes { id } } }',
    {},
    '200 BAD_USER_INPUT',
  ],
  ['huge pages in huge pages', intoChildren(2), { first: 2_147_483_647 }, '400 QUERY_TOO_COMPLEX cost'],
  [
    'a list of 100,000 values',
    'query ($in: [String!]) { securityEvents(filter: { title: { in: $in } }) { nodes { id } } }',
    { in: Array<string>(100_000).fill('x') },
    '400 QUERY_TOO_COMPLEX list',
  ],
  [
    'SECL of 100,000 characters',
    'query ($where: String) { securityEvents(where: $where) { nodes { id } } }',
    { where: `exec.pid in [${'1, '.repeat(33_000)} 1]` },
    '200 QUERY_TOO_COMPLEX where',
  ],
  [
    'facets of everything by everything',
    '{ __type(name: "EventDimension") { enumValues { name } } }',
    undefined,
    '400 QUERY_TOO_COMPLEX cost',
  ],
  [
    'a facet of everything',
    '{ eventFacets(dimensions: [FILE_PATH, EXECUTABLE_PATH, PROCESS_USER], top: 1000) { distinct } }',
    {},
    '200 none',
  ],
  [
    'a regular expression that runs away',
    'query ($m: String) { securityEvents(filter: { title: { matches: $m } }) { nodes { id } } }',
    { m: '^(a+)(a+)(a+)\\3\\2\\1b$' },
    '200 QUERY_TIMEOUT',
  ],
  [
    'a regular expression that grows',
    'query ($m: String) { securityEvents(filter: { title: { matches: $m } }) { nodes { id } } }',
    { m: '((((a{1,100}){1,100}){1,100}){1,100})' },
    '200 BAD_USER_INPUT',
  ],
  [
    'introspection in circles',
    `{ __schema { types { ${'fields { type { '.repeat(7)} name ${'} }'.repeat(7)} } } }`,
    {},
    '400 GRAPHQL_VALIDATION_FAILED',
  ],
];

describe('an attack by', () => {
  it.each(ATTACKS)('%s is answered', async (_name, query, variables, expected) => {
    const answer = await server.graphql(variables ? query : await everyDimension(query), variables ?? {});

    expect(verdict(answer)).toBe(expected);
    expect(answer.extensions?.['cost']).toMatchObject({ requested: expect.any(Number), remaining: expect.any(Number) });
  });

  it('all that are refused leaves the heap as it was', async () => {
    const attackAll = async (): Promise<void> => {
      for (const [, query, variables, expected] of ATTACKS) {
        if (expected.startsWith('400') && variables) await server.graphql(query, variables);
      }
    };
    await attackAll();
    const before = retainedBytes();

    await attackAll();

    expect(retainedBytes() - before).toBeLessThan(5 * MIB);
  });

  async function everyDimension(question: string): Promise<string> {
    const { data } = await server.graphql<{ __type: { enumValues: { name: string }[] } }>(question);
    const names = data.__type.enumValues.map(({ name }) => name);
    return `{ ${times(2, (i) => `f${i}: eventFacets(dimensions: [${names.slice(4, 24).join(', ')}]) { distinct }`)} }`;
  }
});

describe('a body', () => {
  it('with a list of operations is refused', async () => {
    const answer = await send(JSON.stringify(Array(1_000).fill({ query: '{ eventCount { value } }' })));

    expect(answer).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'BATCHING_NOT_ALLOWED', found: 1_000 } }],
    });
  });

  it('of more than a mebibyte is refused', async () => {
    const answer = await send(JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(MIB) } }));

    expect(answer).toMatchObject({
      status: 413,
      errors: [{ message: expect.stringContaining('1 MiB'), extensions: { code: 'REQUEST_TOO_LARGE' } }],
    });
  });

  it('of a few kilobytes that unpack to many megabytes costs one dead letter', async () => {
    const bomb = gzipSync(
      Buffer.concat([Buffer.from('{"evt":{},"title":"'), Buffer.alloc(32 * MIB, 'a'), Buffer.from('"}')]),
    );

    const { status, report } = await server.post(bomb, { headers: { 'content-encoding': 'gzip' } });

    expect(bomb.length).toBeLessThan(MIB / 8);
    expect(status).toBe(200);
    expect(report.deadLetters.map(({ code }) => code)).toEqual(['document.too_large']);
  });

  it.each([
    ['/graphql', 'application/json', '{"query":"', 'REQUEST_TIMEOUT'],
    ['/v1/events', 'application/x-ndjson', '{"evt":{}}\n{"evt":', 'request.timeout'],
  ])('for %s that stalls is answered, and its connection closed', async (path, type, beginning, code) => {
    const answer = await sendSlowly(path, type, [beginning]);

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain(`"code":"${code}"`);
  });

  it('that keeps coming is taken, however long it takes', async () => {
    const events = Array.from({ length: 6 }, (_, i) => `{"evt":{},"slow":${i}}\n`);

    const answer = await sendSlowly('/v1/events', 'application/x-ndjson', events, 200);

    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"stored":6');
  });

  async function send(body: string): Promise<GraphQLAnswer<unknown>> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${server.token}` };
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
    const text = await response.text();
    return { status: response.status, text, ...(JSON.parse(text) as { data: unknown }) };
  }

  /** Sends parts of a body with a pause behind each, and waits for the connection to be closed. */
  async function sendSlowly(path: string, type: string, parts: readonly string[], pause = 0): Promise<string> {
    const { hostname, port } = new URL(server.url);
    const socket: Socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (bytes) => (answer += String(bytes)));
    const length = pause ? parts.join('').length : 10_000;
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n` +
        `authorization: Bearer ${server.token}\r\n\r\n`,
    );
    const closed = once(socket, 'close');
    for (const part of parts) {
      socket.write(part);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    await closed;
    return answer;
  }
});
