import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { anyText } from '../support/any-text.js';

/** Milliseconds behind the first event; some stand twice or thrice. */
const OFFSETS = [0, 0, 0, 1, 2, 3, 3, 999, 1000, 60_000, 60_000, 3_600_000, 86_399_999, 86_400_000, 172_800_001];
const START = Date.UTC(2024, 5, 1, 12);
const ORDERS = ['OLDEST_FIRST', 'NEWEST_FIRST'] as const;
const RUNS = { numRuns: 25 };

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

interface Node {
  readonly id: string;
  readonly time: string;
}

interface Arguments {
  readonly first?: number | null;
  readonly after?: string | null | undefined;
  readonly last?: number | null;
  readonly before?: string | null | undefined;
  readonly orderBy?: (typeof ORDERS)[number];
  readonly filter?: object | null;
}

const QUERY = `query Page($first: Int, $after: String, $last: Int, $before: String, $orderBy: TimeOrder, $filter: SecurityEventFilter) {
  securityEvents(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, filter: $filter) {
    edges { cursor node { id time } }
    nodes { id time }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

let server: TestServer;
/** All events, oldest first, with their cursors. */
let all: readonly { readonly cursor: string; readonly node: Node }[];

beforeAll(async () => {
  server = await startTestServer();
  const documents = OFFSETS.map((offset, i) => {
    const date = new Date(START + offset).toISOString().replace('Z', `${String(i).padStart(6, '0')}Z`);
    return `{"evt":{"name":"open"},"date":"${date}","number":${i}}`;
  });
  await server.post(documents.reverse().join('\n'));
  all = (await page({ first: 500, orderBy: 'OLDEST_FIRST' })).edges;
});

afterAll(() => server.close());

async function page(args: Arguments): Promise<Page> {
  const { data, errors } = await server.graphql<{ securityEvents: Page }>(QUERY, args);
  expect(errors).toBeUndefined();
  return data.securityEvents;
}

const inOrder = (order: (typeof ORDERS)[number]) => (order === 'OLDEST_FIRST' ? [...all] : [...all].reverse());
const ids = (edges: readonly { readonly node: Node }[]): string[] => edges.map(({ node }) => node.id);
const order = fc.constantFrom(...ORDERS);
const size = fc.integer({ min: 1, max: OFFSETS.length + 1 });
const place = fc.option(fc.nat({ max: OFFSETS.length - 1 }), { nil: undefined });

describe('the list of events', () => {
  it('holds every event once, in the order of time', () => {
    const times = all.map(({ node }) => Date.parse(node.time));

    expect(new Set(ids(all)).size).toBe(OFFSETS.length);
    expect(times).toEqual(OFFSETS.map((offset) => START + offset));
  });

  it('is newest first unless told otherwise, fifty a page', async () => {
    const { edges } = await page({});

    expect(ids(edges)).toEqual(ids(inOrder('NEWEST_FIRST')));
  });

  it('gives the same events with and without cursors', async () => {
    const { edges, nodes, pageInfo } = await page({ first: 4 });

    expect(nodes).toEqual(edges.map(({ node }) => node));
    expect(pageInfo).toMatchObject({ startCursor: edges[0]?.cursor, endCursor: edges[3]?.cursor });
  });

  it('walked forward gives every event once and in order, whatever the size of a page', async () => {
    await fc.assert(
      fc.asyncProperty(order, size, async (orderBy, first) => {
        const walked: string[] = [];
        let current: Page | undefined;
        do {
          current = await page({ first, orderBy, after: current?.pageInfo.endCursor });
          expect(current.pageInfo.hasPreviousPage).toBe(walked.length > 0);
          walked.push(...ids(current.edges));
          expect(current.pageInfo.hasNextPage).toBe(walked.length < OFFSETS.length);
        } while (current.pageInfo.hasNextPage);
        expect(walked).toEqual(ids(inOrder(orderBy)));
      }),
      RUNS,
    );
  });

  it('walked backward gives the same pages from the other end', async () => {
    await fc.assert(
      fc.asyncProperty(order, size, async (orderBy, last) => {
        const walked: string[] = [];
        let current: Page | undefined;
        do {
          current = await page({ last, orderBy, before: current?.pageInfo.startCursor });
          expect(current.pageInfo.hasNextPage).toBe(walked.length > 0);
          walked.unshift(...ids(current.edges));
          expect(current.pageInfo.hasPreviousPage).toBe(walked.length < OFFSETS.length);
        } while (current.pageInfo.hasPreviousPage);
        expect(walked).toEqual(ids(inOrder(orderBy)));
      }),
      RUNS,
    );
  });

  it('between any two cursors gives what stands between them, from either end', async () => {
    await fc.assert(
      fc.asyncProperty(order, place, place, size, fc.boolean(), async (orderBy, from, to, count, isForward) => {
        const list = inOrder(orderBy);
        const between = list.slice(from === undefined ? 0 : from + 1, to);

        const { edges } = await page({
          ...(isForward ? { first: count } : { last: count }),
          orderBy,
          after: from === undefined ? undefined : list[from]?.cursor,
          before: to === undefined ? undefined : list[to]?.cursor,
        });

        expect(ids(edges)).toEqual(ids(isForward ? between.slice(0, count) : between.slice(-count)));
      }),
      RUNS,
    );
  });

  it('keeps the place of a walk when newer events come in', async () => {
    const first = await page({ first: 5 });
    await server.post(`{"evt":{"name":"open"},"date":"2024-07-01T00:00:00Z"}`);

    const rest = await page({ first: 500, after: first.pageInfo.endCursor });

    expect(ids([...first.edges, ...rest.edges])).toEqual(ids(inOrder('NEWEST_FIRST')));
    expect(ids((await page({ first: 1 })).edges)).not.toEqual(ids(first.edges.slice(0, 1)));
  });

  it.each<Arguments>([{ first: 0 }, { last: 0 }])('may be asked for none of it: %j', async (args) => {
    const { edges, pageInfo } = await page(args);

    expect(edges).toEqual([]);
    expect(pageInfo).toMatchObject({ startCursor: null, endCursor: null });
  });

  it('takes the null that clients send for what they leave out', async () => {
    const { edges } = await page({ first: null, after: null, last: null, before: null, filter: null });

    expect(edges).toHaveLength(OFFSETS.length + 1);
  });
});

describe('a range of time', () => {
  const inJune = { lt: '2024-06-15T00:00:00Z' };
  const nanoseconds = (time: string): bigint => BigInt(Date.parse(time)) * 1_000_000n;
  const bound = fc
    .tuple(fc.constantFrom(...OFFSETS), fc.constantFrom(-1_000_000n, -1n, 0n, 1n, 500_000n, 999_999n, 1_000_000n))
    .map(([offset, shift]) => BigInt(START + offset) * 1_000_000n + shift);
  const bounds = fc.record({ gte: bound, gt: bound, lt: bound, lte: bound }, { requiredKeys: [] });

  it('gives exactly the events whose time lies in it, to the nanosecond of its bounds', async () => {
    await fc.assert(
      fc.asyncProperty(bounds, order, async ({ gte, gt, lt, lte }, orderBy) => {
        const from = [gte, gt].filter((value) => value !== undefined);
        const to = [lt, lte].filter((value) => value !== undefined);
        fc.pre(from.every((start) => to.every((end) => start < end - 2_000_000n)));
        const isInside = (time: bigint): boolean =>
          (gte === undefined || time >= gte) &&
          (gt === undefined || time > gt) &&
          (lt === undefined || time < lt) &&
          (lte === undefined || time <= lte);
        const time = Object.fromEntries(
          Object.entries({ gte, gt, lt, lte }).flatMap(([key, value]) =>
            value === undefined ? [] : [[key, spell(value)]],
          ),
        );

        const { edges } = await page({ first: 500, orderBy, filter: { time: { ...inJune, ...time } } });

        expect(ids(edges)).toEqual(ids(inOrder(orderBy).filter(({ node }) => isInside(nanoseconds(node.time)))));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['with an offset', { gte: '2024-06-01T14:00:00.001+02:00', lt: '2024-06-01T07:00:00.003-05:00' }, 2],
    ['of no length', { gte: '2024-06-01T12:00:00Z', lt: '2024-06-01T12:00:00Z' }, 0],
    ['of one instant', { gte: '2024-06-01T12:00:00Z', lte: '2024-06-01T12:00:00Z' }, 3],
    ['from the year 1 to the year 9999', { gte: '0001-01-01T00:00:00Z', lte: '9999-12-31T23:59:59.999999999Z' }, 16],
    ['before there was any time', { lt: '1969-12-31T23:59:59Z' }, 0],
    ['without a bound', {}, 16],
    ['of null', { gte: null, lt: null }, 16],
  ])('%s gives what lies in it', async (_, time, count) => {
    const { edges } = await page({ first: 500, filter: { time } });

    expect(edges).toHaveLength(count);
  });

  it('is walked like the whole list', async () => {
    const time = { gte: '2024-06-01T12:00:00.001Z', lt: '2024-06-02T12:00:00Z' };
    const whole = await page({ first: 500, filter: { time } });
    const walked: string[] = [];
    let current: Page | undefined;
    do {
      current = await page({ first: 2, filter: { time }, after: current?.pageInfo.endCursor });
      walked.push(...ids(current.edges));
    } while (current.pageInfo.hasNextPage);

    expect(walked).toEqual(ids(whole.edges));
    expect(walked.length).toBe(10);
  });
});

describe('a page that cannot be', () => {
  it.each<[string, Arguments, string]>([
    ['both ends', { first: 1, last: 1 }, '`first` is 1 and `last` is 1; give only one of them'],
    ['fewer than none', { first: -1 }, '`first` is -1; it must be 0 to 500, further pages come by cursor'],
    ['more than the most', { first: 501 }, '`first` is 501; it must be 0 to 500, further pages come by cursor'],
    ['fewer than none from the end', { last: -2_147_483_648 }, '`last` is -2147483648; it must be 0 to 500'],
    ['more than the most from the end', { last: 501 }, '`last` is 501; it must be 0 to 500'],
    ['an empty cursor', { after: '' }, '`after` is "", which is no cursor of securityEvents; take it from'],
    ['a cursor that is none', { after: 'MQ' }, '`after` is "MQ", which is no cursor of securityEvents; take it from'],
    ['an id for a cursor', { before: 'event_00000000000080008000000000000000' }, '`before` is "event_0000000000'],
    ['a cursor with more behind it', { before: cursorOf('e1:00000000-0000-8000-8000-000000000000x') }, '`before` is "'],
    ['a cursor of SQL', { after: cursorOf("e1:' or 1=1 --") }, '`after` is "'],
    [
      'a cursor of many letters',
      { after: 'x'.repeat(10_000) },
      `\`after\` is "${'x'.repeat(60)}…", which is no cursor`,
    ],
    [
      'a range that ends before it starts',
      { filter: { time: { gte: '2024-06-02T00:00:00Z', lt: '2024-06-01T00:00:00Z' } } },
      '`filter.time` ends before it starts (from 2024-06-02T00:00:00Z to 2024-06-01T00:00:00Z); exchange its bounds',
    ],
  ])('(%s) is an error of the asker', async (_, args, message) => {
    const { status, errors } = await server.graphql(QUERY, args);

    expect(status).toBe(200);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]).toMatchObject({
      path: ['securityEvents'],
      extensions: { code: 'BAD_USER_INPUT', retryable: false, requestId: expect.any(String) },
    });
  });

  it.each<[string, object]>([
    ['a size past 2^31', { first: 2_147_483_648 }],
    ['a size with a fraction', { first: 1.5 }],
    ['a size as text', { first: '1' }],
    ['a number for a cursor', { after: 1 }],
    ['an order that there is not', { orderBy: 'SIDEWAYS' }],
    ['a time that is none', { filter: { time: { gte: 'yesterday' } } }],
    ['a time without an offset', { filter: { time: { gte: '2024-06-01T00:00:00' } } }],
    ['a day that there was not', { filter: { time: { gte: '2023-02-29T00:00:00Z' } } }],
    ['a filter that there is not', { filter: { colour: 'red' } }],
  ])('(%s) never begins to run', async (_, args) => {
    const { status, errors } = await server.graphql(QUERY, args);

    expect(status).toBe(400);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', retryable: false } });
  });

  it('is never a mistake of ours, whatever the cursor', async () => {
    const text = fc.oneof(anyText(10), fc.base64String(), fc.string({ maxLength: 300 }).map(cursorOf));

    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('after', 'before'), async (cursor, name) => {
        const { status, errors } = await server.graphql(QUERY, { [name]: cursor });

        expect({ status, code: errors?.[0]?.extensions.code }).toEqual({ status: 200, code: 'BAD_USER_INPUT' });
      }),
      RUNS,
    );
  });
});

function cursorOf(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function spell(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}Z`;
}
