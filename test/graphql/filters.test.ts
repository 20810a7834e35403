import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, startTestServer, type GraphQLAnswer, type TestServer } from '../http/test-server.js';

const BIG = '18446744073709551615';

/** One event a letter, so that answers are easy to read. */
const EVENTS: Readonly<Record<string, string>> = {
  a: `{"evt":{"name":"open","outcome":"Success"},"date":"2025-03-01T10:00:00.123456789Z","file":{"path":"/etc/Shadow","name":"Shadow","inode":${BIG},"mode":33261,"hashes":["sha256:aa","md5:bb"],"flags":["O_RDONLY"]}}`,
  b: `{"evt":{"name":"open"},"date":"2025-03-01T11:00:00Z","file":{"path":"/etc/shadow_100%","name":"shadow_100%","inode":18446744073709551614,"flags":[]}}`,
  c: `{"evt":{"name":"dns"},"date":"2025-03-02T10:00:00+02:00","hostname":"web-1","dns":{"id":7,"question":{"name":"Example.COM","type":"A"}},"network":{"source":{"ip":"10.1.2.3","port":5},"destination":{"ip":"2001:db8::5","port":53}}}`,
  d: `{"evt":{"name":"exec"},"date":"2025-03-02T12:00:00Z","hostname":"web-2","process":{"pid":9,"executable":{"path":"/usr/bin/id"},"args":["-a"],"variables":{"x":{"y":[1,2]}},"ancestors":[{"pid":8,"comm":"bash"},{"pid":1,"comm":"init"}]}}`,
  e: `{"evt":{"name":"bind"},"date":"2025-03-03T00:00:00Z","bind":{"addr":{"ip":"192.0.2.7","port":80,"family":"AF_INET"}},"process":{"pid":10,"is_kworker":false,"ancestors":[]}}`,
  f: `{"agent":{"rule_id":"heartbeat"},"title":"f","date":"2025-03-04T00:00:00Z"}`,
};

let server: TestServer;
const letters = new Map<string, string>();

const QUERY = `query ($filter: SecurityEventFilter) {
  securityEvents(filter: $filter, orderBy: OLDEST_FIRST) { nodes { id } }
}`;

interface Found {
  readonly securityEvents: { readonly nodes: readonly { readonly id: string }[] };
}

beforeAll(async () => {
  server = await startTestServer();
  for (const [letter, event] of Object.entries(EVENTS)) {
    await server.post(event);
    const { data } = await ask({});
    const found = data.securityEvents.nodes.map(({ id }) => id).find((id) => !letters.has(id));
    letters.set(found as string, letter);
  }
});

afterAll(() => server.close());

function ask(filter: object): Promise<GraphQLAnswer<Found>> {
  return server.graphql<Found>(QUERY, { filter });
}

async function find(filter: object): Promise<string> {
  const { data, errors } = await ask(filter);
  expect(errors).toBeUndefined();
  return data.securityEvents.nodes.map(({ id }) => letters.get(id)).join('');
}

describe('a filter of text', () => {
  it.each([
    [{ eq: '/etc/Shadow' }, 'a'],
    [{ eq: '/etc/shadow' }, ''],
    [{ eq: '/ETC/SHADOW', ignoreCase: true }, 'a'],
    [{ ne: '/etc/Shadow' }, 'b'],
    [{ in: ['/etc/Shadow', '/etc/shadow_100%'] }, 'ab'],
    [{ notIn: ['/etc/Shadow'] }, 'b'],
    [{ in: [] }, ''],
    [{ startsWith: '/etc/shadow_' }, 'b'],
    [{ startsWith: '/etc/SHADOW_', ignoreCase: true }, 'b'],
    [{ startsWith: '/etc/shadow%' }, ''],
    [{ contains: '_100%' }, 'b'],
    [{ contains: 'hadow' }, 'ab'],
    [{ endsWith: 'SHADOW', ignoreCase: true }, 'a'],
    [{ matches: '^/etc/[Ss]hadow$' }, 'a'],
    [{ matches: 'SHADOW', ignoreCase: true }, 'ab'],
    [{ gte: '/etc/a', lt: '/etc/z' }, 'b'],
    [{ exists: true }, 'ab'],
    [{ exists: false }, ''],
    [{ eq: null }, ''],
    [{ ne: null }, 'ab'],
    [{ contains: null }, 'ab'],
    [{ eq: '/etc/Shadow', endsWith: 'x' }, ''],
  ])('%j finds %s', async (path, expected) => {
    expect(await find({ file: { path } })).toBe(expected);
  });
});

describe('a filter of numbers', () => {
  it.each([
    [{ file: { inode: { eq: BIG } } }, 'a'],
    [{ file: { inode: { lt: BIG } } }, 'b'],
    [{ file: { inode: { gt: '18446744073709551614' } } }, 'a'],
    [{ file: { inode: { ne: BIG } } }, 'b'],
    [{ file: { mode: { in: [33261, 1] } } }, 'a'],
    [{ process: { pid: { gte: 9, lte: 10 } } }, 'de'],
    [{ dns: { id: { eq: 7 } } }, 'c'],
    [{ network: { destination: { port: { eq: 53 } } } }, 'c'],
    [{ bind: { addr: { port: { lt: 1024 } } } }, 'e'],
    [{ process: { is_kworker: { eq: false } } }, 'e'],
    [{ process: { is_kworker: { ne: true } } }, 'de'],
  ])('%j finds %s', async (filter, expected) => {
    expect(await find(filter)).toBe(expected);
  });
});

describe('a filter of times', () => {
  it.each([
    [{ date: { eq: '2025-03-01T11:00:00.123456789+01:00' } }, 'a'],
    [{ date: { gt: '2025-03-01T10:00:00.123456788Z', lt: '2025-03-01T10:00:00.123456790Z' } }, 'a'],
    [{ date: { exists: true } }, 'abcdef'],
    [{ time: { gte: '2025-03-02T08:00:00Z', lt: '2025-03-02T12:00:00Z' } }, 'c'],
    [{ time: { lt: '2025-03-01T10:30:00Z' } }, 'a'],
    [{ not: { time: { gte: '2025-03-02T00:00:00Z' } } }, 'ab'],
    [{ or: [{ time: { lt: '2025-03-01T10:30:00Z' } }, { time: { gte: '2025-03-04T00:00:00Z' } }] }, 'af'],
    [{ receivedAt: { gte: '2025-03-05T00:00:00Z' } }, 'abcdef'],
    [{ receivedAt: { lt: '2025-03-05T00:00:00Z' } }, ''],
  ])('%j finds %s', async (filter, expected) => {
    expect(await find(filter)).toBe(expected);
  });
});

describe('a filter of addresses', () => {
  it.each([
    [{ network: { source: { ip: { eq: '10.1.2.3' } } } }, 'c'],
    [{ network: { source: { ip: { within: ['10.0.0.0/8'] } } } }, 'c'],
    [{ network: { source: { ip: { within: '10.1.2.3/24' } } } }, 'c'],
    [{ network: { source: { ip: { within: ['192.168.0.0/16', '172.16.0.0/12'] } } } }, ''],
    [{ network: { destination: { ip: { eq: '2001:DB8:0::5' } } } }, 'c'],
    [{ network: { destination: { ip: { within: ['2001:db8::/32'] } } } }, 'c'],
    [{ bind: { addr: { ip: { within: ['192.0.2.0/24'] } } } }, 'e'],
    [{ bind: { addr: { ip: { ne: '192.0.2.7' } } } }, ''],
    [{ not: { bind: { addr: { ip: { eq: '192.0.2.7' } } } } }, 'abcdf'],
  ])('%j finds %s', async (filter, expected) => {
    expect(await find(filter)).toBe(expected);
  });
});

describe('a filter of lists', () => {
  it.each([
    [{ file: { hashes: { some: { eq: 'md5:bb' } } } }, 'a'],
    [{ file: { hashes: { every: { startsWith: 's' } } } }, ''],
    [{ file: { hashes: { none: { eq: 'md5:cc' } } } }, 'ab'],
    [{ file: { flags: { isEmpty: true } } }, 'b'],
    [{ file: { flags: { isEmpty: false } } }, 'a'],
    [{ file: { flags: { exists: true } } }, 'ab'],
    [{ process: { ancestors: { some: { comm: { eq: 'bash' }, pid: { eq: 8 } } } } }, 'd'],
    [{ process: { ancestors: { some: { comm: { eq: 'bash' }, pid: { eq: 1 } } } } }, ''],
    [{ process: { ancestors: { every: { pid: { lt: 9 } } } } }, 'de'],
    [{ process: { ancestors: { none: { comm: { eq: 'bash' } } } } }, 'e'],
    [{ process: { ancestors: { isEmpty: true } } }, 'e'],
    [{ process: { args: { some: { eq: '-a' } } } }, 'd'],
  ])('%j finds %s', async (filter, expected) => {
    expect(await find(filter)).toBe(expected);
  });
});

describe('a filter of objects', () => {
  it.each([
    [{ dns: { exists: true } }, 'c'],
    [{ process: { exists: false } }, 'abcf'],
    [{ process: { exists: false, pid: { eq: 9 } } }, ''],
    [{ process: { exists: false, pid: null } }, 'abcf'],
    [{ process: { not: { exists: false } } }, 'de'],
    [{ process: { or: [{ exists: false }, { pid: { eq: 9 } }] } }, 'd'],
    [{ process: { ancestors: { some: { exists: true } } } }, 'd'],
    [{ process: { ancestors: { none: { exists: true } } } }, 'e'],
    [{ process: { ancestors: { some: { exists: false } } } }, ''],
    [{ process: {} }, 'de'],
    [{ process: { tty: { exists: false } } }, 'de'],
    [{ process: null }, 'abcdef'],
    [{ dns: { question: { name: { eq: 'example.com', ignoreCase: true } } } }, 'c'],
    [{ process: { variables: { containsJson: { x: { y: [2] } } } } }, 'd'],
    [{ process: { not: { pid: { eq: 9 } } } }, 'e'],
    [{ not: { process: { pid: { eq: 9 } } } }, 'abcef'],
    [{ process: { or: [{ pid: { eq: 9 } }, { pid: { eq: 10 } }] } }, 'de'],
    [{ and: [{ evt: { name: { eq: 'open' } } }, { evt: { outcome: { exists: false } } }] }, 'b'],
    [{ or: [] }, ''],
    [{ and: [] }, 'abcdef'],
    [{}, 'abcdef'],
  ])('%j finds %s', async (filter, expected) => {
    expect(await find(filter)).toBe(expected);
  });
});

describe('a filter of what is ours', () => {
  it.each([
    [{ host: { name: { eq: 'web-1' } } }, 'c'],
    [{ host: { name: { startsWith: 'WEB', ignoreCase: true } } }, 'cd'],
    [{ host: { name: { ne: 'web-1' } } }, 'abdef'],
    [{ kind: { eq: 'AGENT_REPORT' } }, 'f'],
    [{ kind: { ne: 'AGENT_REPORT' } }, 'abcde'],
    [{ timeSource: { in: ['DATE'] } }, 'abcdef'],
    [{ agent: { rule_id: { eq: 'heartbeat' } } }, 'f'],
  ])('%j finds %s', async (filter, expected) => {
    expect(await find(filter)).toBe(expected);
  });
});

describe('a filter with a mistake', () => {
  it.each([
    [
      { file: { path: { matches: '(' } } },
      /The regular expression "\(" does not compile: parentheses \(\) not balanced/,
    ],
    [
      { file: { path: { matches: '((a{1,200}){1,200}){2}' } } },
      /"\(\(a\{1,200\}\)\{1,200\}\)\{2\}" has more than 20000 characters when its repetitions are written out; repeat less/,
    ],
    [{ file: { path: { in: ['a', 'b\0'] } } }, /The text "b\\u0000" holds a NUL, which no event does/],
    [{ time: { gte: '2025-03-02T00:00:00Z', lt: '2025-03-01T00:00:00Z' } }, /`filter.time` ends before it starts/],
    [{ file: { pathh: { eq: 'x' } } }, /Field "pathh" is not defined by type "FileEventFilter"\. Did you mean "path"/],
    [{ file: { mode: { eq: -1 } } }, /UInt32 cannot be -1/],
    [{ network: { source: { ip: { within: ['10.0.0.0/33'] } } } }, /CIDR cannot be "10\.0\.0\.0\/33"/],
    [{ process: { instance: 'event_1' } }, /The id "event_1" is not one of Spoor's/],
  ])('%j is answered with a sentence about it', async (filter, message) => {
    const { errors } = await ask(filter);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('of more than a thousand conditions is too complex', async () => {
    const half = { or: Array.from({ length: 501 }, () => ({})) };

    const { errors } = await ask({ and: [half, half] });

    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/has more than 1000 conditions; put alternatives into one `in`/),
      extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'conditions', most: 1000 },
    });
  });

  it('of ten thousand levels is refused, in a variable and in the document', async () => {
    const levels = 10_000;
    const variables = `{"filter":${'{"and":['.repeat(levels)}${']}'.repeat(levels)}}`;
    const document = `{ securityEvents(filter: ${'{and:['.repeat(levels)}${']}'.repeat(levels)}) { nodes { id } } }`;
    for (const body of [
      `{"query":${JSON.stringify(QUERY)},"variables":${variables}}`,
      JSON.stringify({ query: document }),
    ]) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...bearer(server.token) },
        body,
      });
      const { errors } = (await response.json()) as GraphQLAnswer<Found>;
      expect(errors?.[0]).toMatchObject({
        message: expect.stringMatching(/has more than 200 levels of brackets, .*; join conditions by one list/),
        extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'nesting', retryable: false },
      });
    }
    expect(await find({})).toBe('abcdef');
  });

  it('of sixty levels is refused by its reader', async () => {
    let filter = {};
    for (let level = 0; level < 80; level++) filter = { and: [filter] };
    const { errors } = await ask(filter);
    expect(errors?.[0]?.message).toMatch(/is \d+ levels deep; at most 60 are read/);
  });
});

describe('a filter of what agents say of events', () => {
  /** `g` with all that they say, `h` without tags, `i` with an empty list of them. */
  const envelopes: Readonly<Record<string, object>> = {
    g: {
      ...{ message: { evt: { name: 'agent' }, date: '2025-03-05T00:00:00Z' }, hostname: 'web-3' },
      ...{ service: 'Payments', ddtags: 'env:prod,team:blue', timestamp: Date.parse('2025-03-05T00:00:01Z') },
    },
    h: { message: { evt: { name: 'agent' }, date: '2025-03-05T01:00:00Z' }, service: 'payments_2' },
    i: {
      ...{ message: { evt: { name: 'agent' }, date: '2025-03-05T02:00:00Z' } },
      ...{ ddtags: '', timestamp: Date.parse('2025-03-05T02:00:00Z') },
    },
  };

  beforeAll(async () => {
    for (const [letter, envelope] of Object.entries(envelopes)) {
      await server.agent([envelope]);
      const { data } = await ask({ evt: { name: { eq: 'agent' } } });
      letters.set(data.securityEvents.nodes.at(-1)?.id as string, letter);
    }
  });

  it.each([
    [{ service: { eq: 'Payments' } }, 'g'],
    [{ service: { eq: 'payments' } }, ''],
    [{ service: { startsWith: 'pay', ignoreCase: true } }, 'gh'],
    [{ service: { in: ['Payments', 'payments_2'] } }, 'gh'],
    [{ service: { ne: 'Payments' } }, 'abcdefhi'],
    [{ service: { exists: true } }, 'gh'],
    [{ service: { exists: false } }, 'abcdefi'],
    [{ service: { eq: null } }, 'abcdefi'],
    [{ not: { service: { matches: '^P' } } }, 'abcdefhi'],
    [{ tags: { some: { eq: 'env:prod' } } }, 'g'],
    [{ tags: { some: { startsWith: 'TEAM:', ignoreCase: true } } }, 'g'],
    [{ tags: { some: { eq: 'env:prod', endsWith: 'blue' } } }, ''],
    [{ tags: { some: { eq: 'env:prod' }, none: { eq: 'team:blue' } } }, ''],
    [{ tags: { every: { contains: ':' } } }, 'gi'],
    [{ tags: { every: { startsWith: 'env' } } }, 'i'],
    [{ tags: { none: { eq: 'env:prod' } } }, 'abcdefhi'],
    [{ tags: { isEmpty: true } }, 'i'],
    [{ tags: { isEmpty: false } }, 'g'],
    [{ tags: { exists: true } }, 'gi'],
    [{ tags: { exists: false } }, 'abcdefh'],
    [{ sentAt: { gte: '2025-03-05T00:00:00Z', lt: '2025-03-05T01:00:00Z' } }, 'g'],
    [{ sentAt: { gt: '2025-03-05T00:00:01Z' } }, 'i'],
    [{ sentAt: {} }, 'gi'],
    [{ not: { sentAt: {} } }, 'abcdefh'],
    [{ or: [{ service: { eq: 'Payments' } }, { evt: { name: { eq: 'exec' } } }] }, 'dg'],
    [{ service: { eq: 'Payments' }, host: { name: { eq: 'web-3' } }, time: { gte: '2025-03-05T00:00:00Z' } }, 'g'],
  ])('%j finds %s', async (filter, expected) => {
    expect(await find(filter)).toBe(expected);
  });

  it('is one by which events are counted, too', async () => {
    const { data } = await server.graphql(`{
      eventFacets(dimensions: [SERVICE, TAG]) { dimension values { value count } missing }
      eventCount(filter: { tags: { some: { eq: "env:prod" } } }) { value }
    }`);

    expect(data).toEqual({
      eventFacets: [
        {
          dimension: 'SERVICE',
          values: [
            { value: 'Payments', count: 1 },
            { value: 'payments_2', count: 1 },
          ],
          missing: 7,
        },
        {
          dimension: 'TAG',
          values: [
            { value: 'env:prod', count: 1 },
            { value: 'team:blue', count: 1 },
          ],
          missing: 8,
        },
      ],
      eventCount: { value: 1 },
    });
  });
});
