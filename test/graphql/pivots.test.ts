import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { simulatedLines } from '../support/simulated.js';

type Document = Readonly<Record<string, unknown>>;

interface Page {
  readonly nodes: readonly Seen[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
}

interface Seen {
  readonly value: string;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly eventCount: { readonly value: number; readonly precision: string };
  readonly events: {
    readonly totalCount: { readonly value: number };
    readonly nodes: readonly { readonly time: string }[];
  };
}

/** A document with the paths at which one pivot's values stand in it. */
interface Case {
  readonly query: string;
  readonly field: string;
  readonly paths: readonly string[];
}

const FILES = ['file', 'file.destination', 'process.executable'];

const PIVOTS: readonly Case[] = [
  { query: 'hosts', field: 'name', paths: ['hostname'] },
  { query: 'containers', field: 'containerId', paths: ['container.id'] },
  { query: 'files', field: 'value', paths: FILES.map((file) => `${file}.path`) },
  { query: 'files(by: HASH)', field: 'value', paths: FILES.map((file) => `${file}.hashes`) },
  { query: 'files(by: PACKAGE)', field: 'value', paths: FILES.map((file) => `${file}.package_name`) },
  { query: 'networkEndpoints', field: 'ip', paths: ['network.source.ip', 'network.destination.ip'] },
  { query: 'dnsNames', field: 'name', paths: ['dns.question.name'] },
  { query: 'users', field: 'name', paths: ['process.user'] },
  { query: 'rules', field: 'ruleId', paths: ['agent.rule_id'] },
];

/** As `files(by: HASH, first: 2)`. */
function call(query: string, given: string): string {
  const [name, rest] = query.split('(');
  const inner = [rest?.replace(')', ''), given].filter(Boolean).join(', ');
  return inner ? `${name}(${inner})` : (name as string);
}

const COUNT = 'value precision';

let server: TestServer;
let documents: readonly Document[];

beforeAll(async () => {
  server = await startTestServer();
  const lines = simulatedLines(800);
  documents = lines.map((line) => JSON.parse(line) as Document);
  const { report } = await server.post(lines.join('\n'));
  expect(report).toMatchObject({ stored: lines.length, deadLetters: [] });
});

afterAll(() => server.close());

async function page({ query, field }: Pick<Case, 'query' | 'field'>, given: string, selection = ''): Promise<Page> {
  const { data, errors } = await server.graphql<Record<string, Page>>(
    `{ list: ${call(query, given)} {
         nodes { value: ${field} ${selection} } edges { cursor }
         pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
  );
  expect(errors).toBeUndefined();
  return data['list'] as Page;
}

async function mistake(query: string): Promise<string> {
  const { errors } = await server.graphql(`{ ${query} { pageInfo { hasNextPage } } }`);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', retryable: false });
  return errors?.[0]?.message as string;
}

function valuesAt(document: Document, path: string): string[] {
  const value = path.split('.').reduce<unknown>((inner, key) => (inner as Document | undefined)?.[key], document);
  return [value ?? []].flat().map(String);
}

/** Times of the documents in which a value stands, in order. */
function seenByHand({ paths }: Case, value: string): string[] {
  const having = documents.filter((document) => paths.some((path) => valuesAt(document, path).includes(value)));
  return having.map(timeOf).sort();
}

function timeOf(document: Document): string {
  const process = document['process'] as Document | undefined;
  const dates = [document['date'], process?.['exec_time'], process?.['fork_time']];
  const usable = dates.find((date) => typeof date === 'string' && Date.parse(date) > 0);
  return new Date(usable as string).toISOString();
}

describe.each(PIVOTS)('$query', (pivot) => {
  it('lists every value that events have, once, in order, with when and how often they have it', async () => {
    const everything = await page(pivot, 'first: 500', `firstSeen lastSeen eventCount { ${COUNT} }`);

    const values = everything.nodes.map(({ value }) => value);
    const ofEvents = [
      ...new Set(documents.flatMap((document) => pivot.paths.flatMap((path) => valuesAt(document, path)))),
    ];
    expect(values.length).toBeGreaterThan(1);
    expect(values).toEqual([...new Set(values)].sort((a, b) => (a < b ? -1 : 1)));
    if (values.length < 500) expect(values).toEqual(expect.arrayContaining(ofEvents));
    for (const { value, firstSeen, lastSeen, eventCount } of everything.nodes) {
      const times = seenByHand(pivot, value);
      expect({ value, firstSeen, lastSeen, eventCount }).toEqual({
        ...{ value, firstSeen: times[0] ?? null, lastSeen: times.at(-1) ?? null },
        eventCount: { value: times.length, precision: 'EXACT' },
      });
    }
  });

  it('leads to the events of a value, which a selection narrows', async () => {
    const selection = `eventCount { ${COUNT} } events(first: 1) { totalCount { value } nodes { time } }`;
    const { nodes } = await page(pivot, 'first: 3', selection);

    for (const { eventCount, events } of nodes) expect(events.totalCount.value).toBe(eventCount.value);
    const nothing = 'events(filter: { title: { eq: "no such title" } }) { totalCount { value } nodes { time } }';
    expect((await page(pivot, 'first: 1', nothing)).nodes[0]?.events).toEqual({ totalCount: { value: 0 }, nodes: [] });
  });

  it('pages in both directions without losing or repeating a value', async () => {
    const all = (await page(pivot, 'first: 7')).nodes.map(({ value }) => value);
    const first = await page(pivot, 'first: 2');
    const next = await page(pivot, `first: 5, after: "${first.pageInfo.endCursor}"`);

    expect([...first.nodes, ...next.nodes].map(({ value }) => value)).toEqual(all);
    expect(next.pageInfo.hasPreviousPage).toBe(true);
    const back = await page(pivot, `last: 1, before: "${first.edges[1]?.cursor}"`);
    expect(back.nodes).toEqual([first.nodes[0]]);
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('asks the database once for the list and for a page’s sightings', async () => {
    let statements = 0;
    const stop = server.services.database.onStatement(() => void statements++);
    await page(pivot, 'first: 20');
    const forList = statements;
    await page(pivot, 'first: 20', `firstSeen lastSeen eventCount { ${COUNT} }`);
    stop();

    expect(forList).toBe(1);
    expect(statements - forList).toBeLessThanOrEqual(3);
  });

  it('finds values by a part and by a beginning, in either case', async () => {
    const { nodes } = await page(pivot, 'first: 500');
    const one = nodes.at(-1)?.value as string;
    const [part, beginning] = [one.slice(1, 6).toUpperCase(), one.slice(0, 3).toUpperCase()];

    const bySearch = await page(pivot, `first: 500, search: ${JSON.stringify(part)}`);
    const byBeginning = await page(pivot, `first: 500, startsWith: ${JSON.stringify(beginning)}`);

    expect(bySearch.nodes.map(({ value }) => value)).toContain(one);
    for (const { value } of bySearch.nodes) expect(value.toUpperCase()).toContain(part);
    for (const { value } of byBeginning.nodes) expect(value.toUpperCase().startsWith(beginning)).toBe(true);
    expect((await page(pivot, 'search: "%"')).nodes).toEqual([]);
  });

  it('keeps to a range of time', async () => {
    const times = documents.map(timeOf).sort();
    const [from, to] = [times[300] as string, times[600] as string];
    const selection = `eventCount { ${COUNT} } events(first: 1) { totalCount { value } }`;

    const { nodes } = await page(pivot, `first: 5, time: { gte: "${from}", lt: "${to}" }`, selection);

    for (const { value, eventCount, events } of nodes) {
      const inside = seenByHand(pivot, value).filter((time) => time >= from && time < to);
      expect([eventCount.value, events.totalCount.value]).toEqual([inside.length, inside.length]);
    }
    expect((await page(pivot, 'time: { lt: "1999-01-01T00:00:00Z" }')).nodes).toEqual([]);
  });
});

describe('a host', () => {
  it('that comes from an event has the same', async () => {
    const { data } = await server.graphql<{ securityEvents: { nodes: readonly { readonly host: Seen }[] } }>(
      `{ securityEvents(first: 5) { nodes { host { value: name firstSeen eventCount { ${COUNT} } events(last: 1) { nodes { time } } } } } }`,
    );

    for (const { host } of data.securityEvents.nodes) {
      const times = seenByHand(PIVOTS[0] as Case, host.value);
      expect(host).toMatchObject({
        firstSeen: times[0],
        eventCount: { value: times.length },
        events: { nodes: [{ time: times[0] }] },
      });
    }
  });
});

describe('bad arguments of a pivot', () => {
  it.each([
    ['first: -1', /^`first` is -1; it must be 0 to 500/],
    ['after: "bm8"', /^`after` is "bm8", which is no cursor of containers; take it from `pageInfo`/],
    ['time: { gte: "2026-01-02T00:00:00Z", lt: "2026-01-01T00:00:00Z" }', /^`time` ends before it starts/],
    ['search: "a\\u0000"', /^`search` is "a\\u0000", and no stored text has a NUL character/],
    ['startsWith: "\\u0000"', /^`startsWith` is "\\u0000", and no stored text/],
  ])('%s', async (given, message) => {
    expect(await mistake(`containers(${given})`)).toMatch(message);
  });

  it('are a cursor of another list', async () => {
    const { edges } = await page({ query: 'files', field: 'value' }, 'first: 1');

    expect(await mistake(`files(by: HASH, after: "${edges[0]?.cursor}")`)).toMatch(
      /which is no cursor of files by hash/,
    );
  });
});
