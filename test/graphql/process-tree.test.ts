import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { Family, type Entry } from '../lineage/family.js';

const BOMB = 10_000;

/** The instance itself, ancestry, offspring, counts of children, the other instances, counts of events, sightings (two). */
const MOST_STATEMENTS = 8;

interface Tree {
  readonly nodes: readonly {
    readonly id: string;
    readonly depth: number;
    readonly childCount: number;
    readonly collapsedChildren: number;
    readonly instance: { readonly process: { readonly comm: string } };
    readonly eventCounts: readonly { readonly name: string; readonly count: number }[];
    readonly firstSeen: string;
    readonly lastSeen: string;
  }[];
  readonly edges: readonly { readonly parent: string; readonly child: string }[];
  readonly isComplete: boolean;
  readonly reason: string | null;
}

let server: TestServer;

const { exec, event, time } = new Family('2024-05-01T12:00:00Z');

const systemd = exec('systemd', 1, 0, -100);
const shell = exec('bash', 10, 1, 0);
const bomb = exec('bomb', 20, 10, 10);
const fuse = exec('fuse', 30, 10, 20);
const children = Array.from({ length: BOMB }, (_, i) => exec(`b${i}`, 1000 + i, 20, 100 + i / 10));
const spark = exec('spark', 31, 30, 21);

const circle = [
  { pid: 50, ppid: 52, comm: 'a' },
  { pid: 51, ppid: 50, comm: 'b' },
  { pid: 52, ppid: 51, comm: 'c' },
] as const;

beforeAll(async () => {
  server = await startTestServer();
  await store([
    event(1, shell, systemd),
    event(20, fuse, shell, systemd),
    event(21, spark, fuse, shell, systemd),
    { ...event(22, spark, fuse, shell, systemd), evt: { name: 'connect' } },
    { ...event(23, spark, fuse, shell, systemd), evt: { name: 'connect' } },
    ...children.map((child, i) => event(100 + i / 10, child, bomb, shell, systemd)),
    event(5000, exec('grandchild', 20_000, 1000, 5000), children[0] as Entry, bomb, shell, systemd),
    event(30, circle[0], circle[2], circle[1]),
    event(31, circle[1], circle[0], circle[2]),
    event(32, circle[2], circle[1], circle[0]),
  ]);
});

afterAll(() => server.close());

async function store(events: readonly Entry[]): Promise<void> {
  const { report } = await server.post(events.map((one) => JSON.stringify(one)).join('\n'));
  expect(report.deadLetters).toEqual([]);
}

async function ask<T>(query: string, variables: object = {}): Promise<T> {
  const { data, errors } = await server.graphql<T>(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

async function id(comm: string): Promise<string> {
  const query = 'query Find($comm: String) { processInstances(filter: { comm: $comm }) { nodes { id } } }';
  const { processInstances } = await ask<{ processInstances: { nodes: { id: string }[] } }>(query, { comm });
  return processInstances.nodes[0]?.id as string;
}

async function tree(comm: string, limits = ''): Promise<Tree> {
  const query = `query Tree($id: ID!) { processTree(instance: $id${limits && `, ${limits}`}) {
    nodes { id depth childCount collapsedChildren firstSeen lastSeen eventCounts { name count }
      instance { process { comm } } }
    edges { parent child } isComplete reason } }`;
  return (await ask<{ processTree: Tree }>(query, { id: await id(comm) })).processTree;
}

function drawn({ nodes }: Tree): string[] {
  return nodes.map(({ depth, collapsedChildren, instance }) => {
    return `${depth} ${instance.process.comm}${collapsedChildren ? ` +${collapsedChildren}` : ''}`;
  });
}

describe('the tree around a process', () => {
  it('goes from the top down, and counts the siblings of the way', async () => {
    const found = await tree('fuse');

    expect(drawn(found)).toEqual(['-2 systemd', '-1 bash +1', '0 fuse', '1 spark']);
    expect(found).toMatchObject({ isComplete: true, reason: null });
  });

  it('says of every process what happened, and when', async () => {
    const { nodes } = await tree('fuse', 'ancestors: 1');

    expect(nodes.map(({ eventCounts, firstSeen, lastSeen }) => ({ eventCounts, firstSeen, lastSeen }))).toEqual([
      { eventCounts: [{ name: 'open', count: 1 }], firstSeen: time(1), lastSeen: time(5000) },
      { eventCounts: [{ name: 'open', count: 1 }], firstSeen: time(20), lastSeen: time(23) },
      {
        eventCounts: [
          { name: 'connect', count: 2 },
          { name: 'open', count: 1 },
        ],
        firstSeen: time(21),
        lastSeen: time(23),
      },
    ]);
  });

  it('names both ends of every edge, and has one edge for every node but the topmost', async () => {
    const { nodes, edges } = await tree('bash', 'children: 50, depth: 3');
    const depths = new Map(nodes.map((node) => [node.id, node.depth]));

    expect(depths.size).toBe(nodes.length);
    expect(edges).toHaveLength(nodes.length - 1);
    expect(new Set(edges.map(({ child }) => child)).size).toBe(edges.length);
    for (const { parent, child } of edges) expect(depths.get(child)).toBe((depths.get(parent) as number) + 1);
  });

  it.each([
    ['depth: 1', ['-1 systemd', '0 bash', '1 bomb +10000', '1 fuse +1'], 'DEPTH_LIMIT'],
    ['depth: 0', ['-1 systemd', '0 bash +2'], 'DEPTH_LIMIT'],
    ['ancestors: 0, depth: 0', ['0 bash +2'], 'DEPTH_LIMIT'],
    ['children: 1, depth: 2', ['-1 systemd', '0 bash +1', '1 bomb +9999', '2 b0 +1'], 'FAN_OUT_LIMIT'],
    ['maxNodes: 1', ['-1 systemd', '0 bash +2'], 'NODE_LIMIT'],
    ['maxNodes: 3', ['-1 systemd', '0 bash +1', '1 bomb +10000'], 'NODE_LIMIT'],
  ])('says what kept it from being whole: %s', async (limits, expected, reason) => {
    const found = await tree('bash', limits);

    expect(drawn(found)).toEqual(expected);
    expect(found).toMatchObject({ isComplete: false, reason });
  });

  it('of a grandchild of a bomb shows the way down to it', async () => {
    const found = await tree('grandchild');

    expect(drawn(found)).toEqual(['-4 systemd', '-3 bash +1', '-2 bomb +9999', '-1 b0', '0 grandchild']);
    expect(found.isComplete).toBe(true);
    expect(drawn(await tree('grandchild', 'ancestors: 1'))).toEqual(['-1 b0', '0 grandchild']);
    expect((await tree('grandchild', 'ancestors: 1')).reason).toBe('DEPTH_LIMIT');
  });

  it('of a circle shows everyone once', async () => {
    const found = await tree('a');

    expect(drawn(found).map((line) => line.replace(/ \+.*/, ''))).toEqual(['-2 b', '-1 c', '0 a']);
  });

  it.each(['fuse', 'bomb', 'systemd', 'grandchild'])('of %s costs eight statements at most', async (comm) => {
    const instance = await id(comm);
    const statements: string[] = [];
    const stop = server.services.database.onStatement(({ name, text }) => statements.push(name ?? text));

    await ask(
      `query Tree($id: ID!) { processTree(instance: $id, maxNodes: 1000, children: 500) { nodes { instance { id pid host
        { name } } eventCounts { name count } firstSeen lastSeen childCount } edges { parent child } } }`,
      { id: instance },
    );

    stop();
    expect(statements.length).toBeLessThanOrEqual(MOST_STATEMENTS);
  });

  it.each([
    ['ancestors: -1', '`ancestors` is -1; it must be 0 to 100'],
    ['depth: 101', '`depth` is 101; it must be 0 to 100'],
    ['children: 0', '`children` is 0; it must be 1 to 500'],
    ['maxNodes: 0', '`maxNodes` is 0; it must be 1 to 1000'],
    ['maxNodes: 2147483647', '`maxNodes` is 2147483647; it must be 1 to 1000'],
  ])('cannot be asked for with %s', async (limits, message) => {
    const query = `query Tree($id: ID!) { processTree(instance: $id, ${limits}) { isComplete } }`;
    const { errors } = await server.graphql(query, { id: await id('bash') });

    expect(errors).toEqual([expect.objectContaining({ message })]);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('a fork bomb', () => {
  it('has all its children, by pages', async () => {
    const bombId = await id('bomb');
    const found = new Set<string>();
    let after: string | null = null;
    do {
      const { childCount, children: page } = await childrenPage(bombId, after);
      const { nodes, pageInfo } = page;
      expect({ childCount, isComplete: page.isComplete }).toEqual({ childCount: BOMB, isComplete: true });
      for (const node of nodes) found.add(node.id);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);

    expect(found.size).toBe(BOMB);
  });

  it.each(['bomb', 'systemd'])(
    'has the nearest thousand descendants of %s, and says that there are more',
    async (comm) => {
      const query = `query Descendants($id: ID!) { processInstance(id: $id) {
      descendants(first: 2) { nodes { pid } isComplete reason pageInfo { hasNextPage } }
      last: descendants(last: 1) { edges { depth } } } }`;
      const { processInstance } = await ask<{ processInstance: object }>(query, { id: await id(comm) });

      expect(processInstance).toMatchObject({
        descendants: { isComplete: false, reason: 'NODE_LIMIT', pageInfo: { hasNextPage: true } },
      });
    },
  );

  it('of one generation is cut by its size as well', async () => {
    const query = `query Descendants($id: ID!) { processInstance(id: $id) {
      descendants(first: 1, maxDepth: 1) { isComplete reason } } }`;
    const { processInstance } = await ask<{ processInstance: object }>(query, { id: await id('bomb') });

    expect(processInstance).toEqual({ descendants: { isComplete: false, reason: 'NODE_LIMIT' } });
  });

  it('leaves a child its siblings', async () => {
    const query = `query Siblings($id: ID!) { processInstance(id: $id) {
      siblings(first: 500) { nodes { pid } pageInfo { hasNextPage } } } }`;
    const { processInstance } = await ask<{ processInstance: { siblings: { nodes: { pid: number }[] } } }>(query, {
      id: await id('b7'),
    });

    const pids = processInstance.siblings.nodes.map(({ pid }) => pid);
    expect(pids).toEqual(Array.from({ length: 501 }, (_, i) => 1000 + i).filter((pid) => pid !== 1007));
  });
});

async function childrenPage(instance: string, after: string | null): Promise<Children> {
  const query = `query Children($id: ID!, $after: String) { processInstance(id: $id) { childCount
    children(first: 500, after: $after) { nodes { id } isComplete pageInfo { hasNextPage endCursor } } } }`;
  return (await ask<{ processInstance: Children }>(query, { id: instance, after })).processInstance;
}

interface Children {
  readonly childCount: number;
  readonly children: {
    readonly nodes: readonly { readonly id: string }[];
    readonly isComplete: boolean;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}
