import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Statement } from '../../src/database/database.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { Family, lineage, type Entry } from '../lineage/family.js';

const NOBODY = 'instance_00000000000080008000000000000000';
const DAY = 86_400;

interface Instance {
  readonly id: string;
  readonly process: { readonly comm: string | null };
  readonly [field: string]: unknown;
}

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly depth: number | null; readonly node: Instance }[];
  readonly nodes: readonly Instance[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; endCursor: string | null };
  readonly isComplete: boolean;
  readonly reason: string | null;
}

let server: TestServer;

const { exec, event, time } = new Family('2024-05-01T12:00:00Z');

const systemd = exec('systemd', 1, 0, -3 * DAY);
const sshd = exec('sshd', 100, 1, -DAY);
const shell = exec('bash', 200, 100, 10, { exit_time: time(5000) });
const script = exec('sh', 300, 200, 20);
/** One pid, three images. */
const python = exec('python3', 300, 200, 30, { is_exec_child: true });
const miner = exec('xmrig', 300, 200, 40, { is_exec_child: true });
const curl = exec('curl', 400, 300, 35, { executable: { path: '/usr/bin/Curl' }, container: { id: 'c0ffee' } });
const cat = exec('cat', 401, 300, 36);
const way = [shell, sshd, systemd];

/** Known by one event without its lineage, by another with it. */
const orphan = exec('orphan', 500, 200, 100);
const lost = exec('lost', 600, 599, 110);
const kworker = { pid: 12, comm: 'kworker/0:1', is_kworker: true };
const stray = { pid: 13, comm: 'stray' };

const chicken = { pid: 50, ppid: 51, comm: 'chicken' };
const egg = { pid: 51, ppid: 50, comm: 'egg' };

const deep = Array.from({ length: 250 }, (_, i) => exec(`deep${i}`, 10_000 + i, i === 0 ? 1 : 9_999 + i, 1000 + i));
const nearest = [...deep].reverse();

/** A day's last and the next day's first second. */
const nightly = exec('nightly', 700, 1, 12 * 3600 - 1);
const early = exec('early', 701, 700, 12 * 3600 + 1);

/** Its parent as one agent sees it, and another. */
const adopted = exec('adopted', 800, 200, 200);

beforeAll(async () => {
  server = await startTestServer();
  await store(
    event(11, shell, sshd, systemd),
    { ...event(21, script, ...way), evt: { name: 'exec' } },
    { ...event(31, python, script, ...way), evt: { name: 'exec' } },
    event(35, curl, python, script, ...way),
    event(36, cat, python, script, ...way),
    event(37, curl, python, script, ...way),
    event(41, miner, python, script, ...way),
    event(4 * DAY, miner, python, script, ...way),
    event(100, orphan),
    event(101, orphan, shell, sshd, systemd),
    event(110, lost),
    event(111, kworker),
    event(112, stray),
    event(120, chicken, egg),
    event(121, egg, chicken),
    event(2000, exec('leaf', 20_000, 10_249, 2000), ...nearest),
    { ...event(2001, nearest[0] as Entry, ...nearest.slice(1, 101), ...nearest.slice(150)), process: cut() },
    event(12 * 3600 - 1, nightly, systemd),
    event(12 * 3600 + 1, early, nightly, systemd),
    event(200, adopted, shell, sshd, systemd),
    event(201, adopted, systemd),
    {
      ...event(300, curl, python, script, ...way),
      signal: { type: 'SIGKILL', pid: 900, target: lineage(exec('victim', 900, 1, 250), python, script, ...way) },
    },
  );
});

afterAll(() => server.close());

/** The hundred nearest and the hundred furthest ancestors, as an agent leaves them of a lineage that is too long. */
function cut(): Entry {
  const [process, ...ancestors] = nearest as [Entry, ...Entry[]];
  const kept = [...ancestors.slice(0, 100), ...ancestors.slice(149), systemd];
  return { ...lineage({ ...process, comm: 'deep249' }, ...kept), truncated_ancestors: true };
}

async function store(...events: Entry[]): Promise<void> {
  const { report } = await server.post(events.map((one) => JSON.stringify(one)).join('\n'), { query: '?host=web-1' });
  expect(report.deadLetters).toEqual([]);
}

async function ask<T>(query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await server.graphql<T>(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

async function fails(query: string, variables: object = {}): Promise<{ message: string; code: unknown }> {
  const { errors } = await server.graphql(query, variables);
  expect(errors).toHaveLength(1);
  return { message: errors?.[0]?.message as string, code: errors?.[0]?.extensions.code };
}

/** The id of the process of that comm. */
async function id(comm: string): Promise<string> {
  const { processInstances } = await ask<{ processInstances: Connection }>(
    'query Find($comm: String) { processInstances(filter: { comm: $comm }, first: 2) { nodes { id } } }',
    { comm },
  );
  expect(processInstances.nodes).toHaveLength(1);
  return processInstances.nodes[0]?.id as string;
}

async function shown(comm: string, selection: string): Promise<Instance> {
  const query = `query Instance($id: ID!) { processInstance(id: $id) { ${selection} } }`;
  return (await ask<{ processInstance: Instance }>(query, { id: await id(comm) })).processInstance;
}

const LIST = `{ edges { cursor depth node { id process { comm } } } nodes { id }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } isComplete reason }`;

async function list(comm: string, field: string): Promise<Connection> {
  return (await shown(comm, `${field} ${LIST}`))[field.split('(')[0] as string] as Connection;
}

function names({ edges }: Connection): (string | null)[] {
  return edges.map(({ node }) => node.process.comm);
}

describe('a process instance', () => {
  it('is what all snapshots of it say together', async () => {
    const selection = `identity host { name } pid startTime exitTime firstSeen lastSeen process { comm pid exit_time }
      parent { process { comm } } childCount eventCounts { name count }`;

    expect(await shown('xmrig', selection)).toEqual({
      identity: 'EXACT',
      host: { name: 'web-1' },
      pid: 300,
      startTime: '2024-05-01T12:00:40Z',
      exitTime: null,
      firstSeen: '2024-05-01T12:00:41.000Z',
      lastSeen: '2024-05-05T12:00:00.000Z',
      process: { comm: 'xmrig', pid: 300, exit_time: null },
      parent: { process: { comm: 'python3' } },
      childCount: 0,
      eventCounts: [{ name: 'open', count: 2 }],
    });
  });

  it('is seen where it acts and where others name it', async () => {
    expect(await shown('systemd', 'firstSeen lastSeen startTime')).toEqual({
      firstSeen: '2024-05-01T12:00:11.000Z',
      lastSeen: '2024-05-05T12:00:00.000Z',
      startTime: '2024-04-28T12:00:00Z',
    });
    expect(await shown('victim', 'firstSeen lastSeen')).toEqual({
      firstSeen: '2024-05-01T12:05:00.000Z',
      lastSeen: '2024-05-01T12:05:00.000Z',
    });
  });

  it('knows its end and counts its events by name', async () => {
    expect(await shown('sh', 'eventCounts { name count } exitTime')).toMatchObject({
      eventCounts: [{ name: 'exec', count: 1 }],
    });
    expect(await shown('bash', 'exitTime')).toEqual({ exitTime: '2024-05-01T13:23:20Z' });
  });

  it('that no event timed is approximate and has no start', async () => {
    expect(await shown('stray', 'identity startTime')).toEqual({ identity: 'APPROXIMATE', startTime: null });
  });

  it('is found by its id as a node', async () => {
    const query = 'query Node($id: ID!) { node(id: $id) { __typename id ... on ProcessInstance { pid } } }';
    const curlId = await id('curl');

    expect(await ask(query, { id: curlId })).toEqual({
      node: { __typename: 'ProcessInstance', id: curlId, pid: 400 },
    });
    expect(await fails(query, { id: NOBODY })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    ['of nobody', NOBODY, 'NOT_FOUND', `No process has the id "${NOBODY}"; it may be past the retention`],
    [
      'of an event',
      'event_00000000000080008000000000000000',
      'BAD_USER_INPUT',
      'The id "event_00000000000080008000000000000000" is the id of an event, not of a process instance',
    ],
    ['of a host', 'host_1', 'BAD_USER_INPUT', 'The id "host_1" is the id of a host, not of a process instance'],
    ['of nothing', 'x', 'BAD_USER_INPUT', 'The id "x" is not one of Spoor\'s; take an `id` from an answer of this API'],
  ])('is not found by the id %s', async (_, wrong, code, message) => {
    expect(await fails('query P($id: ID!) { processInstance(id: $id) { id } }', { id: wrong })).toEqual({
      code,
      message,
    });
    expect(await fails('query P($id: ID!) { processTree(instance: $id) { isComplete } }', { id: wrong })).toEqual({
      code,
      message,
    });
  });

  it('is not an event', async () => {
    const { message } = await fails('query E($id: ID!) { securityEvent(id: $id) { id } }', { id: NOBODY });

    expect(message).toBe(`The id "${NOBODY}" is the id of a process instance, not of an event`);
  });

  it('stands behind every process of an event, whatever its part', async () => {
    const part = 'instance { process { comm } }';
    const { securityEvents } = await ask<{ securityEvents: { nodes: { signal: object | null }[] } }>(
      `{ securityEvents(filter: { time: { gte: "${time(300)}", lt: "${time(301)}" } }) { nodes {
        process { ${part} parent { ${part} } ancestors { ${part} } } signal { target { ${part} parent { ${part} } } } } } }`,
    );
    const is = (comm: string) => ({ instance: { process: { comm } } });

    expect(securityEvents.nodes).toEqual([
      {
        process: {
          ...is('curl'),
          parent: is('python3'),
          ancestors: ['python3', 'sh', 'bash', 'sshd', 'systemd'].map(is),
        },
        signal: { target: { ...is('victim'), parent: is('python3') } },
      },
    ]);
  });
});

describe('kin', () => {
  it.each<[string, string, string[]]>([
    ['ancestors', 'xmrig', ['python3', 'sh', 'bash', 'sshd', 'systemd']],
    ['ancestors', 'orphan', ['bash', 'sshd', 'systemd']],
    ['ancestors', 'lost', []],
    ['ancestors', 'chicken', ['egg']],
    ['ancestors', 'early', ['nightly', 'systemd']],
    ['children', 'python3', ['curl', 'cat', 'xmrig']],
    ['children', 'bash', ['sh', 'orphan', 'adopted']],
    ['children', 'nightly', ['early']],
    ['children', 'xmrig', []],
    ['siblings', 'cat', ['curl', 'xmrig']],
    ['siblings', 'lost', []],
    ['siblings', 'egg', []],
    ['descendants', 'bash', ['sh', 'python3', 'curl', 'cat', 'xmrig', 'orphan', 'adopted']],
    ['descendants', 'egg', ['chicken']],
    ['descendants(maxDepth: 1)', 'bash', ['sh', 'orphan', 'adopted']],
    ['descendants(maxDepth: 2)', 'bash', ['sh', 'python3', 'orphan', 'adopted']],
    ['ancestors(maxDepth: 2)', 'xmrig', ['python3', 'sh']],
  ])('%s of %s', async (field, comm, expected) => {
    expect(names(await list(comm, field))).toEqual(expected);
  });

  it('of the target of a signal is not that of the sender', async () => {
    expect(names(await list('victim', 'ancestors'))).toEqual([]);
    expect(await shown('victim', 'parent { id } lineage { isComplete missingParent }')).toEqual({
      parent: null,
      lineage: { isComplete: false, missingParent: true },
    });
  });

  it('says how far away it is', async () => {
    const depths = async (comm: string, field: string) =>
      (await list(comm, field)).edges.map(({ node, depth }) => `${node.process.comm} ${depth}`);

    expect(await depths('xmrig', 'ancestors(first: 2)')).toEqual(['python3 1', 'sh 2']);
    expect(await depths('sh', 'descendants')).toEqual(['python3 1', 'curl 2', 'cat 2', 'xmrig 2']);
    expect(await depths('python3', 'children')).toEqual(['curl 1', 'cat 1', 'xmrig 1']);
    expect(await depths('cat', 'siblings')).toEqual(['curl null', 'xmrig null']);
  });

  it('says what kept it from being whole', async () => {
    const whole = async (comm: string, field: string) => {
      const { isComplete, reason } = await list(comm, field);
      return isComplete ? 'whole' : reason;
    };

    expect(await whole('bash', 'descendants')).toBe('whole');
    expect(await whole('bash', 'descendants(maxDepth: 3)')).toBe('whole');
    expect(await whole('bash', 'descendants(maxDepth: 2)')).toBe('DEPTH_LIMIT');
    expect(await whole('xmrig', 'ancestors(maxDepth: 5)')).toBe('whole');
    expect(await whole('xmrig', 'ancestors(maxDepth: 4)')).toBe('DEPTH_LIMIT');
    expect(await whole('leaf', 'ancestors')).toBe('whole');
  });

  it('with two parents stands below each, and its parent is that of the newest report', async () => {
    const { parent, lineage: known } = await shown('adopted', 'parent { process { comm } } lineage { contradictory }');

    expect(names(await list('systemd', 'children(first: 500)'))).toContain('adopted');
    expect(names(await list('bash', 'children'))).toContain('adopted');
    expect(['bash', 'systemd']).toContain((parent as Instance).process.comm);
    expect(known).toEqual({ contradictory: true });
  });

  it.each(['ancestors', 'children', 'siblings', 'descendants'])(
    'walked by pages in either direction gives every one of %s once',
    async (field) => {
      const comm = { ancestors: 'leaf', children: 'systemd', siblings: 'cat', descendants: 'bash' }[field] as string;
      const all = (await list(comm, `${field}(first: 500)`)).edges.map(({ cursor }) => cursor);
      const place = fc.option(fc.nat({ max: all.length - 1 }), { nil: undefined });

      await fc.assert(
        fc.asyncProperty(
          place,
          place,
          fc.integer({ min: 0, max: 5 }),
          fc.boolean(),
          async (from, to, count, forward) => {
            const between = all.slice(from === undefined ? 0 : from + 1, to);
            const bounds = [
              `${forward ? 'first' : 'last'}: ${count}`,
              ...(from === undefined ? [] : [`after: "${all[from]}"`]),
              ...(to === undefined ? [] : [`before: "${all[to]}"`]),
            ];

            const { edges, pageInfo } = await list(comm, `${field}(${bounds.join(', ')})`);

            const expected = forward ? between.slice(0, count) : between.slice(Math.max(0, between.length - count));
            expect(edges.map(({ cursor }) => cursor)).toEqual(expected);
            expect(forward ? pageInfo.hasNextPage : pageInfo.hasPreviousPage).toBe(between.length > count);
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it.each([
    ['maxDepth: 0', '`maxDepth` is 0; it must be 1 to 500'],
    ['maxDepth: -1', '`maxDepth` is -1; it must be 1 to 500'],
    ['maxDepth: 2147483647', '`maxDepth` is 2147483647; it must be 1 to 500'],
    ['first: -1', '`first` is -1; it must be 0 to 500, further pages come by cursor'],
    ['after: "x"', '`after` is "x", which is no cursor of processes; take it from `pageInfo` or `edges.cursor` of an'],
  ])('cannot be asked for by %s', async (bound, message) => {
    const bash = await id('bash');
    for (const field of ['ancestors', 'descendants']) {
      const query = `query P($id: ID!) { processInstance(id: $id) { ${field}(${bound}) { isComplete } } }`;
      const failure = await fails(query, { id: bash });
      expect(failure.code).toBe('BAD_USER_INPUT');
      expect(failure.message).toContain(message);
    }
  });

  it('is not found from a place in another list', async () => {
    const [first] = (await list('bash', 'children')).edges;
    const query = `query P($id: ID!) { processInstance(id: $id) { ancestors(after: "${first?.cursor}") { isComplete } } }`;

    expect((await fails(query, { id: await id('bash') })).message).toContain('a cursor of another list');
  });
});

describe('the lineage of an instance', () => {
  it.each([
    ['curl', { isComplete: true, truncated: false, missingParent: false, contradictory: false }],
    ['systemd', { isComplete: true, truncated: false, missingParent: false, contradictory: false }],
    ['orphan', { isComplete: true, truncated: false, missingParent: false, contradictory: false }],
    ['lost', { isComplete: false, truncated: false, missingParent: true, contradictory: false }],
    ['kworker/0:1', { isComplete: true, truncated: false, missingParent: false, contradictory: false }],
    ['stray', { isComplete: false, truncated: false, missingParent: false, contradictory: false }],
    ['chicken', { isComplete: false, truncated: false, missingParent: false, contradictory: false }],
    // Another event filled the gap.
    ['deep249', { isComplete: true, truncated: true, missingParent: false, contradictory: false }],
  ])('of %s says what is missing', async (comm, expected) => {
    const { lineage: known } = await shown(comm, 'lineage { isComplete truncated missingParent contradictory }');

    expect(known).toEqual(expected);
  });

  it('that an event carried is told from what all events know', async () => {
    const { securityEvents } = await ask<{ securityEvents: { nodes: object[] } }>(
      `{ securityEvents(orderBy: OLDEST_FIRST, first: 500) { nodes { process { pid
        lineage { isComplete truncated missingParent } instance { lineage { isComplete } } } } } }`,
    );
    const of = (pid: number) =>
      (securityEvents.nodes as { process: { pid: number; lineage: object; instance: { lineage: object } } }[])
        .filter(({ process }) => process.pid === pid)
        .map(({ process }) => ({ ...process.lineage, inAll: process.instance.lineage }));
    const inAll = { isComplete: true };

    expect(of(500)).toEqual([
      { isComplete: false, truncated: false, missingParent: true, inAll },
      { isComplete: true, truncated: false, missingParent: false, inAll },
    ]);
    expect(of(10_249)).toEqual([{ isComplete: false, truncated: true, missingParent: false, inAll }]);
    expect(of(600)).toEqual([
      { isComplete: false, truncated: false, missingParent: true, inAll: { isComplete: false } },
    ]);
  });
});

describe('the events of an instance', () => {
  it('are those in which it acts, by pages and filters', async () => {
    const page = 'edges { cursor node { time } } pageInfo { hasNextPage endCursor }';
    interface Events {
      events: { edges: { cursor: string; node: { time: string } }[]; pageInfo: { hasNextPage: boolean } };
    }
    const times = async (args: string) => {
      const { events } = (await shown('curl', `events(${args}) { ${page} }`)) as unknown as Events;
      return { times: events.edges.map(({ node }) => node.time.slice(14, 19)), ...events };
    };

    const all = await times('first: 10');
    expect(all.times).toEqual(['05:00', '00:37', '00:35']);
    expect((await times('orderBy: OLDEST_FIRST')).times).toEqual(['00:35', '00:37', '05:00']);
    expect(await times('first: 1')).toMatchObject({ times: ['05:00'], pageInfo: { hasNextPage: true } });
    expect((await times(`first: 1, after: "${all.edges[0]?.cursor}"`)).times).toEqual(['00:37']);
    expect((await times(`last: 1, before: "${all.edges[2]?.cursor}"`)).times).toEqual(['00:37']);
    expect((await times(`filter: { time: { lt: "${time(37)}" } }`)).times).toEqual(['00:35']);
  });

  it('are none for one that only others name', async () => {
    expect(await shown('systemd', 'events { nodes { id } } eventCounts { name }')).toEqual({
      events: { nodes: [] },
      eventCounts: [],
    });
  });
});

describe('the snapshots of an instance', () => {
  it('are its states by days, the newest first', async () => {
    const { snapshots } = (await shown(
      'xmrig',
      'snapshots { edges { day node { comm instance { pid } } } nodes { pid } pageInfo { hasNextPage } }',
    )) as unknown as { snapshots: object };
    const node = { comm: 'xmrig', instance: { pid: 300 } };

    expect(snapshots).toEqual({
      edges: [
        { day: '2024-05-05T00:00:00.000Z', node },
        { day: '2024-05-01T00:00:00.000Z', node },
      ],
      nodes: [{ pid: 300 }, { pid: 300 }],
      pageInfo: { hasNextPage: false },
    });
  });
});

describe('the list of instances', () => {
  it.each([
    ['a comm', '{ comm: "sshd" }', ['sshd']],
    ['a pid, newest first', '{ pid: 300 }', ['xmrig', 'python3', 'sh']],
    ['a pid and a host', '{ pid: 400, host: "web-1" }', ['curl']],
    ['another host', '{ pid: 400, host: "web-2" }', []],
    ['an executable', '{ executablePath: "/usr/bin/Curl" }', ['curl']],
    ['an executable in other letters', '{ executablePath: "/usr/bin/curl" }', []],
    ['a container', '{ containerId: "c0ffee" }', ['curl']],
    ['a container and a day', `{ containerId: "c0ffee", seen: { gte: "${time(DAY)}" } }`, []],
    ['null', '{ comm: "curl", pid: null, started: null, host: null }', ['curl']],
    ['an identity', '{ identity: APPROXIMATE, comm: "egg" }', ['egg']],
    ['a start', `{ started: { gte: "${time(20)}", lt: "${time(36)}" } }`, ['curl', 'python3', 'sh']],
    ['a day', `{ seen: { gte: "${time(3 * DAY)}" } }`, ['xmrig', 'python3', 'sh', 'bash', 'sshd', 'systemd']],
    ['a day before all', `{ seen: { lt: "${time(-4 * DAY)}" } }`, []],
  ])('may be narrowed by %s', async (_, filter, expected) => {
    const { processInstances } = await ask<{ processInstances: Connection }>(
      `{ processInstances(filter: ${filter}) ${LIST} }`,
    );

    expect(names(processInstances)).toEqual(expected);
  });

  it('is walked by pages', async () => {
    const walked: (string | null)[] = [];
    let after: string | null = null;
    do {
      const { processInstances }: { processInstances: Connection } = await ask(
        `query Walk($after: String) { processInstances(first: 100, after: $after, orderBy: OLDEST_FIRST) ${LIST} }`,
        { after },
      );
      walked.push(...names(processInstances));
      after = processInstances.pageInfo.hasNextPage ? processInstances.pageInfo.endCursor : null;
    } while (after !== null);

    expect(new Set(walked).size).toBe(walked.length);
    expect(walked.length).toBe(250 + 19);
  });

  it('cannot be asked for a text that no event can hold', async () => {
    const query = 'query L($comm: String) { processInstances(filter: { comm: $comm }) { isComplete } }';

    expect(await fails(query, { comm: 'a\0b' })).toEqual({
      code: 'BAD_USER_INPUT',
      message: '`filter.comm` is "a\\u0000b"; no event holds a NUL, so leave it out',
    });
  });
});

describe('a page of fifty events', () => {
  it('costs a fixed number of statements however many instances it asks for', async () => {
    const selection = `process { instance { parent { pid process { comm } } firstSeen lastSeen childCount
      lineage { isComplete } eventCounts { count } children(first: 3) { nodes { pid } } siblings(first: 2) { nodes { pid } }
      descendants(first: 3) { nodes { pid } } events(first: 2) { nodes { title } } snapshots { nodes { comm } } } }`;
    const count = async (first: number) => {
      const statements: string[] = [];
      const stop = server.services.database.onStatement(({ name, text }: Statement) => statements.push(name ?? text));
      await ask(`{ securityEvents(first: ${first}) { nodes { ${selection} } } }`);
      stop();
      return statements.length;
    };

    // Instances found by different fields may or may not come in time for one statement.
    expect(await count(50)).toBeLessThanOrEqual(24);
    expect(await count(2)).toBeLessThanOrEqual(24);
  });

  it('with parents and sightings costs seven', async () => {
    const statements: string[] = [];
    const stop = server.services.database.onStatement(({ name, text }: Statement) => statements.push(name ?? text));
    await ask('{ securityEvents(first: 50) { nodes { process { instance { parent { pid } firstSeen lastSeen } } } } }');
    stop();

    expect(statements).toHaveLength(7);
  });
});
