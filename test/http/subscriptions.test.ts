import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiToken } from '../../src/auth/token-store.js';
import { eventually } from './eventually.js';
import { TRANSPORTS, type Operation, type Received, type Results } from './subscribers.js';
import { startTestServer, type TestServer } from './test-server.js';

/** What holds for operations whatever they come by, with the official clients. */
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ maxQueryCost: 20_000, pointsPerMinute: 1_000_000 });
});

afterAll(() => server.close());

type Name = keyof typeof TRANSPORTS;

const NAMES = Object.keys(TRANSPORTS) as Name[];

const running: Results[] = [];

afterEach(async () => {
  for (const results of running.splice(0)) await results.stop();
});

function run(transport: Name, operation: Operation, token?: string): Results {
  const results = TRANSPORTS[transport](server, operation, token);
  running.push(results);
  return results;
}

async function only(transport: Name, operation: Operation, token?: string): Promise<Received> {
  const results = run(transport, operation, token);
  const received = (await results.next()) ?? {};
  if (!received.errors) expect(await results.next()).toBeUndefined();
  return received;
}

const FOLLOW = `subscription Follow($after: String! = "NOW", $where: String) {
  eventFeed(after: $after, where: $where) { cursor event { title } }
}`;

interface Item {
  readonly cursor: string;
  readonly event: Readonly<Record<string, unknown>>;
}

function itemIn(received: Received | undefined): Item {
  if (!received?.data) throw new Error(`No item: ${JSON.stringify(received)}`);
  return received.data['eventFeed'] as unknown as Item;
}

/** Follows from now on: what is posted behind it comes. */
async function now(): Promise<string> {
  const { data } = await server.graphql<{ eventFeed: { cursor: string } }>('{ eventFeed { cursor } }');
  return data.eventFeed.cursor;
}

/** Each document a second after the one before: so they are in the order in which they are given, and none is known. */
let time = Date.now() - 3_600_000;
async function post(...documents: object[]): Promise<void> {
  const lines = documents.map((document) => {
    time += 1_000;
    return JSON.stringify({ evt: { name: 'exec' }, date: new Date(time).toISOString(), ...document });
  });
  const { report } = await server.post(lines.join('\n'));
  expect(report.stored).toBe(documents.length);
}

describe.each(NAMES)('by %s', (transport) => {
  it('a subscription gets what was there behind its cursor, then what comes, and goes on elsewhere', async () => {
    const after = await now();
    await post({ title: 'one' }, { title: 'two' });
    const results = run(transport, { query: FOLLOW, variables: { after } });
    const first = [itemIn(await results.next()), itemIn(await results.next())];
    const waiting = results.next();

    await post({ title: 'three' });
    const third = itemIn(await waiting);
    const again = run(transport, { query: FOLLOW, variables: { after: first[0]?.cursor } });
    const resumed = [itemIn(await again.next()), itemIn(await again.next())];

    expect(first.map(({ event }) => event['title'])).toEqual(['one', 'two']);
    expect(third.event['title']).toBe('three');
    expect(resumed).toEqual([first[1], third]);
  });

  it('a subscription can be left while nothing comes', async () => {
    const results = run(transport, { query: FOLLOW, variables: { where: 'exec.file.name == "never"' } });
    const waiting = results.next();
    await eventually(async () => expect(await gauge(transport)).toBe(1));

    await results.stop();
    await waiting;

    await eventually(async () => expect(await gauge(transport)).toBe(0));
  });

  it('only what one may see comes: fields and hosts', async () => {
    const after = await now();
    const token = await server.createToken({ scopes: ['events:read'], hosts: ['mine'] });
    const query = `subscription($after: String!) { eventFeed(after: $after) { event { host { name } process { args } } } }`;
    const whole = run(transport, { query, variables: { after } });
    const restricted = run(transport, { query, variables: { after } }, token);

    const process = { pid: 1, args: ['--password=x'], executable: { path: '/bin/x' } };
    await post({ hostname: 'other', process }, { hostname: 'mine', process });
    const seen = [await whole.next(), await whole.next()];
    const restrictedSeen = await restricted.next();

    expect(seen.map((item) => item?.extensions)).toEqual([undefined, undefined]);
    expect(seen.map((item) => itemIn(item).event['process'])).toEqual(Array(2).fill({ args: ['--password=x'] }));
    expect(itemIn(restrictedSeen).event).toEqual({ host: { name: 'mine' }, process: { args: null } });
    expect(restrictedSeen?.extensions).toEqual({ withheld: ['ProcessContext.args'] });
  });

  it('all of an event comes whose host is new to the store, however soon after another', async () => {
    const hosts = ['old', 'new'].map((name) => `${name} by ${transport}`);
    const token = await server.createToken({ scopes: ['events:read'], hosts });
    const query = `subscription($after: String!) { eventFeed(after: $after) { event { process { instance { pid } } } } }`;
    const results = run(transport, { query, variables: { after: await now() } }, token);

    const seen = [];
    for (const [i, hostname] of hosts.entries()) {
      const waiting = results.next();
      await eventually(() => expect(server.services.liveFeed.size.followers).toBeGreaterThan(0));
      await post({ hostname, process: { pid: i, ppid: 1, executable: { path: '/bin/x' } } });
      seen.push(itemIn(await waiting).event['process']);
    }

    expect(seen).toEqual([{ instance: { pid: 0 } }, { instance: { pid: 1 } }]);
  });

  it('what sensitive fields a subscription shows can be read by auditors, once', async () => {
    const after = await now();
    const token = await server.createToken({ name: `reader by ${transport}` });
    const query = 'subscription Args($after: String!) { eventFeed(after: $after) { event { process { args } } } }';
    const process = { pid: 1, args: ['a'] };
    await post({ process, title: 'x' }, { process, title: 'y' });

    const results = run(transport, { query, variables: { after } }, token);
    await results.next();
    await results.next();

    const { data } = await server.graphql<{ auditLog: { nodes: { principalName: string }[] } }>(
      '{ auditLog(first: 200) { nodes { principalName action details } } }',
    );
    expect(data.auditLog.nodes.filter(({ principalName }) => principalName === `reader by ${transport}`)).toEqual([
      expect.objectContaining({
        action: 'SENSITIVE_READ',
        details: { operationName: 'Args', fields: ['ProcessContext.args'] },
      }),
    ]);
  });

  it('what is refused in an item is told to each by their own name, and can be read by auditors', async () => {
    const after = await now();
    const names = ['ana', 'ben'].map((name) => `${name} by ${transport}`);
    const tokens = await Promise.all(names.map((name) => server.createToken({ name, scopes: ['events:read'] })));
    const query = `subscription Narrow($after: String!) {
      eventFeed(after: $after) { event { process { instance { events(where: "exec.args == \\"x\\"") { nodes { id } } } } } }
    }`;
    const process = { pid: 1, exec_time: '2026-01-01T00:00:00Z', comm: 'x' };
    const all = tokens.map((token) => run(transport, { query, variables: { after } }, token));
    await post({ process, title: 'x' }, { process, title: 'y' });

    const got = await Promise.all(all.map(async (results) => [await results.next(), await results.next()]));

    const told = got.map((items) => items.map((item) => item?.errors?.[0]?.message));
    const sentence = (name: string): string =>
      `A condition on \`args\` needs the scope events:read-sensitive, and "${name}" has events:read; use an API token with that scope`;
    expect(told).toEqual(names.map((name) => [sentence(name), sentence(name)]));
    await eventually(async () => {
      const { data } = await server.graphql<{ auditLog: { nodes: { principalName: string; details: object }[] } }>(
        '{ auditLog(first: 100, filter: { actions: [REQUEST_REFUSED] }) { nodes { principalName details } } }',
      );
      const noted = data.auditLog.nodes.filter(({ principalName }) => names.includes(principalName));
      expect(noted.sort((a, b) => a.principalName.localeCompare(b.principalName))).toEqual(
        names.map((name) => ({
          principalName: name,
          details: { code: 'auth.forbidden', reason: sentence(name), operationName: 'Narrow' },
        })),
      );
    });
  });

  it('a subscription ends when its token expires or is revoked, with its cursor', async () => {
    const [short, secret] = await Promise.all(['short', 'revoked'].map((name) => server.createToken({ name })));
    const [expiring, { id }] = (await Promise.all(
      [short, secret].map((token) => server.services.tokens.withSecret(token as string)),
    )) as [ApiToken, ApiToken];
    const after = await now();
    const all = [short, secret].map((token) => run(transport, { query: FOLLOW, variables: { after } }, token));
    await eventually(async () => expect(await gauge(transport)).toBe(2));

    await server.services.tokens.revoke(id, {});
    await server.services.database.query({
      text: 'update api_token set expires_at = now() where id = $1',
      values: [expiring.id],
    });
    // Tokens are looked up again whenever the connection that tells of them has been away.
    server.services.notifications.sever();
    const ends = await Promise.allSettled(all.map((results) => results.next()));

    const told = ends.map((end) => (end.status === 'fulfilled' ? end.value?.errors?.[0] : (end.reason as object)));
    if (transport === 'sse') {
      const extensions = expect.objectContaining({
        code: 'UNAUTHENTICATED',
        retryable: false,
        cursor: after,
      }) as object;
      expect(told).toEqual([
        { message: expect.stringContaining('"short" expired at') as unknown, extensions },
        { message: expect.stringContaining('"revoked" was revoked') as unknown, extensions },
      ]);
      expect(await all[0]?.next()).toBeUndefined();
    } else {
      expect(told).toEqual([
        expect.objectContaining({ code: 4401, reason: expect.stringContaining('expired at') as unknown }),
        expect.objectContaining({ code: 4401, reason: expect.stringContaining('was revoked') as unknown }),
      ]);
    }
    await eventually(async () => expect(await gauge(transport)).toBe(0));
  });

  it('a document that many follow is followed by each', async () => {
    const after = await now();
    const many = Array.from({ length: 20 }, () => run(transport, { query: FOLLOW, variables: { after } }));
    await eventually(async () => expect(await gauge(transport)).toBe(many.length));

    await post({ title: 'for all' });
    const got = await Promise.all(many.map((results) => results.next()));

    expect(new Set(got.map((item) => itemIn(item).event['title']))).toEqual(new Set(['for all']));
  });
});

/** The same mistake is the same error by every transport. */
describe('an operation that is refused', () => {
  const deep = (levels: number): string => '{ process '.repeat(levels) + '{ pid }' + ' }'.repeat(levels);
  const CASES: readonly (readonly [string, Operation, string])[] = [
    ['has a mistake in its syntax', { query: '{ viewer {' }, 'GRAPHQL_PARSE_FAILED'],
    ['asks for what there is not', { query: '{ viewer { nope } }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['is empty', { query: '' }, 'BAD_REQUEST'],
    [
      'names no operation of the document',
      { query: 'query A { __typename }', operationName: 'B' },
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['is too deep', { query: `{ securityEvents { nodes ${deep(20)} } }` }, 'QUERY_TOO_COMPLEX'],
    [
      'has too many values',
      { query: '{ __typename }', variables: { list: Array(2_000).fill(1) } },
      'QUERY_TOO_COMPLEX',
    ],
    [
      'costs too much',
      {
        query:
          '{ securityEvents(first: 500) { nodes { document } } more: securityEvents(first: 500) { nodes { document } } }',
      },
      'QUERY_TOO_COMPLEX',
    ],
    [
      'has a wrong value',
      { query: 'query($first: Int) { securityEvents(first: $first) { nodes { id } } }', variables: { first: 'x' } },
      'BAD_USER_INPUT',
    ],
    [
      'may have nothing to follow',
      {
        query:
          'subscription($yes: Boolean!) { ...Some } fragment Some on Subscription { eventFeed @skip(if: $yes) { cursor } }',
        variables: { yes: true },
      },
      'BAD_USER_INPUT',
    ],
    [
      'certainly has nothing to follow',
      { query: 'subscription { ... @include(if: false) { eventFeed { cursor } } }' },
      'BAD_USER_INPUT',
    ],
    ['needs a scope that one has not', { query: '{ apiTokens { name } }' }, 'FORBIDDEN'],
  ];

  it.each(CASES)('since it %s', async (_what, operation, code) => {
    const token = await server.createToken({ scopes: ['events:read'] });
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(operation),
    });
    const received = [(await answer.json()) as Received];
    for (const name of NAMES) received.push(await only(name, operation, token));

    expect(received.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([code, code, code]);
    const [first] = received.map(({ errors }) => errors?.[0]?.message);
    for (const { errors } of received) {
      expect(errors?.[0]?.message).toBe(first);
      expect(errors?.[0]?.extensions.requestId).toMatch(/^[\da-f-]{36}$/);
    }
  });
});

describe('a subscription that is refused', () => {
  const item = (selection: string, given = ''): Operation => ({
    query: `subscription Some($after: String) { eventFeed(after: $after ${given}) { ${selection} } }`,
  });
  const CASES: readonly (readonly [string, Operation, string])[] = [
    ['asks for what there is not', item('nope'), 'GRAPHQL_VALIDATION_FAILED'],
    ['begins at no cursor', { ...item('cursor'), variables: { after: 'x' } }, 'BAD_USER_INPUT'],
    ['has a wrong value', { ...item('cursor'), variables: { after: 1 } }, 'BAD_USER_INPUT'],
    ['has a filter that does not compile', item('cursor', 'where: "nope =="'), 'BAD_USER_INPUT'],
    ['filters by what may not be seen', item('cursor', 'where: "exec.args == \\"x\\""'), 'FORBIDDEN'],
  ];

  it.each(CASES)('since it %s', async (_what, operation, code) => {
    const token = await server.createToken({ scopes: ['events:read'] });

    const received = await Promise.all(NAMES.map((name) => only(name, operation, token)));

    expect(received.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([code, code]);
    expect(received.map(({ data }) => data)).toEqual([undefined, undefined]);
  });

  it('since it is one, over plain HTTP', async () => {
    const { status, errors } = await server.graphql(FOLLOW);

    expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'SUBSCRIPTION_NEEDS_STREAM']);
  });
});

async function gauge(transport: Name): Promise<number> {
  const text = await (await server.get('/metrics')).text();
  return Number(new RegExp(`^spoor_subscriptions\\{transport="${transport}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
