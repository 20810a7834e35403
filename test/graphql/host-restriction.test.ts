import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dimensionNames } from '../../src/analytics/dimensions.js';
import { exampleDocument, exampleNames } from '../../src/example-documents.js';
import { simulate } from '../../src/simulator/simulate.js';
import { startTestServer, type TestServer } from '../http/test-server.js';

/**
 * The law: a token that is restricted to a host gets the answers that it would get if nothing else was stored. So there
 * are two servers, one with the events of a fleet and one with those of a single host, whose databases give equal ids.
 */
const HOUR = 3_600_000;
const simulation = { events: 400, hosts: 4, seed: 8, duration: HOUR, start: new Date(Date.now() - HOUR) };

let fleet: TestServer;
let alone: TestServer;
/** Of the host that the token of `fleet` may see. */
let own: string;
let token: string;
let other: { readonly event: string; readonly instance: string; readonly cursor: string; readonly name: string };

beforeAll(async () => {
  [fleet, alone] = await Promise.all([startTestServer(), startTestServer()]);
  const texts = [...simulate(simulation)].map(({ text }) => text);
  const hostOf = (text: string): string => (JSON.parse(text) as { hostname: string }).hostname;
  const alert = texts.find((text) => text.includes('"miner_command_line"')) as string;
  own = hostOf(alert);
  const ownTexts = texts.filter((text) => hostOf(text) === own);
  // The first host to come in gets the first number, here as there.
  await alone.post(ownTexts.join('\n'));
  await fleet.post(ownTexts[0] as string);
  await fleet.post(texts.join('\n'));
  token = await fleet.createToken({ hosts: [own], scopes: ['events:read', 'events:read-sensitive'] });
  other = await somethingOfOthers();
});

afterAll(() => Promise.all([fleet.close(), alone.close()]));

async function somethingOfOthers(): Promise<typeof other> {
  const { data } = await fleet.graphql<{
    securityEvents: {
      edges: [{ cursor: string; node: { id: string; host: { name: string }; process: { instance: { id: string } } } }];
    };
  }>(
    `query ($own: String!) {
      securityEvents(first: 1, filter: { host: { name: { ne: $own } }, process: { exists: true } }) {
        edges { cursor node { id host { name } process { instance { id } } } }
      }
    }`,
    { own },
  );
  const [{ cursor, node }] = data.securityEvents.edges;
  return { cursor, event: node.id, instance: node.process.instance.id, name: node.host.name };
}

/** Without the moments of receipt, which differ between the servers. */
function comparable(text: string): unknown {
  const { data, errors } = JSON.parse(text.replace(/"receivedAt":"[^"]*"/g, '"receivedAt":""')) as {
    data: unknown;
    errors?: { message: string }[];
  };
  return { data, errors: errors?.map(({ message }) => message) };
}

async function expectSame(document: string, variables: object = {}): Promise<string> {
  const [restricted, only] = [
    await fleet.graphql(document, variables, { token }),
    await alone.graphql(document, variables),
  ];
  expect(comparable(restricted.text)).toEqual(comparable(only.text));
  return restricted.text;
}

describe('a token for one host gets the answer that it would get if nothing else was stored', () => {
  it.each(exampleNames())('to the example %s', async (name) => {
    const document = exampleDocument(name);
    const { data } = await alone.graphql<{ securityEvents: { nodes: [{ id: string; process: Instance }] } }>(
      `{ securityEvents(first: 1, filter: { agent: { rule_id: { eq: "miner_command_line" } } }) {
         nodes { id process { instance { id } } } } }`,
    );
    const [alert] = data.securityEvents.nodes;

    await expectSame(document, variablesOf(document, { event: alert.id, instance: alert.process.instance.id }));
  });

  const page =
    'nodes { eventCount { value precision } firstSeen lastSeen events(first: 3) { totalCount { value } nodes { id } } }';

  it.each([
    [
      'a page with its count',
      '{ securityEvents(first: 500) { totalCount { value precision } nodes { id document } pageInfo { hasNextPage } } }',
    ],
    [
      'a page from the other end',
      '{ securityEvents(last: 7, orderBy: OLDEST_FIRST) { nodes { id } pageInfo { hasPreviousPage } } }',
    ],
    [
      'a page with a filter',
      '{ securityEvents(filter: { evt: { name: { in: ["exec", "open", "dns"] } } }) { totalCount { value } nodes { id } } }',
    ],
    ['a rule', '{ securityEvents(where: "process.file.name != \\"\\"") { totalCount { value } nodes { id } } }'],
    ['a count', '{ eventCount { value precision } }'],
    ['a negated filter', '{ eventCount(filter: { not: { host: { name: { eq: "x" } } } }) { value } }'],
    [
      'any of several',
      '{ eventCount(filter: { or: [{ evt: { name: { eq: "exec" } } }, { evt: { exists: false } }] }) { value } }',
    ],
    ['a histogram without a range', '{ eventHistogram(interval: "PT1M") { from to count } }'],
    ['a histogram by rule', '{ eventHistogram(interval: "PT10M", groupBy: RULE) { from groups { value count } } }'],
    ['a histogram by host', '{ eventHistogram(interval: "PT10M", groupBy: HOST) { from groups { value count } } }'],
    [
      'facets',
      `{ eventFacets(dimensions: [${dimensionNames.slice(0, 20).join()}], top: 50) { dimension values { value count } } }`,
    ],
    [
      'more facets',
      `{ eventFacets(dimensions: [${dimensionNames.slice(20).join()}, HOST], top: 50) { dimension values { value count } } }`,
    ],
    ['hosts', `{ hosts(first: 100) { ${page} } }`],
    ['containers', `{ containers(first: 100) { nodes { containerId } ${page} } }`],
    [
      'files',
      `{ files(first: 500) { nodes { value } ${page.replace('events(first: 3) { totalCount { value } nodes { id } }', '')} } }`,
    ],
    ['files by hash', `{ files(by: HASH, first: 50) { nodes { value } ${page} } }`],
    ['files by package', `{ files(by: PACKAGE, first: 50) { nodes { value } ${page} } }`],
    ['endpoints', `{ networkEndpoints(first: 100) { nodes { ip } ${page} } }`],
    ['DNS names', `{ dnsNames(first: 100) { nodes { name } ${page} } }`],
    ['users', `{ users(first: 100) { nodes { name } ${page} } }`],
    ['rules', `{ rules(first: 100) { nodes { ruleId } ${page} } }`],
    [
      'processes',
      '{ processInstances(first: 200) { nodes { id pid host { name } firstSeen children(first: 5) { nodes { id } } } } }',
    ],
  ])('to %s', async (_, document) => {
    const answer = await expectSame(document);

    expect(answer).not.toContain(other.name);
    expect(JSON.parse(answer)).not.toHaveProperty('errors');
  });
});

describe('what belongs to another host does not exist for it', () => {
  it.each([
    ['an event', 'event', '{ id }'],
    ['a process', 'instance', '{ id }'],
  ] as const)('%s by node', async (_, kind, fields) => {
    const document = `query ($id: ID!) { node(id: $id) ${fields} }`;

    expect(await fleet.graphql(document, { id: other[kind] })).toMatchObject({ data: { node: { id: other[kind] } } });
    expect((await fleet.graphql(document, { id: other[kind] }, { token })).errors?.[0]?.extensions.code).toBe(
      'NOT_FOUND',
    );
  });

  it('the host itself', async () => {
    const { data } = await fleet.graphql<{ hosts: { nodes: { id: string; name: string }[] } }>(
      '{ hosts { nodes { id name } } }',
    );
    const ids = data.hosts.nodes.filter(({ name }) => name !== own).map(({ id }) => id);

    expect(ids).toHaveLength(3);
    for (const id of ids) {
      const { errors } = await fleet.graphql('query ($id: ID!) { node(id: $id) { id } }', { id }, { token });
      expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    }
  });

  it.each([
    ['securityEvent', 'query ($event: ID!) { securityEvent(id: $event) { id } }'],
    ['processInstance', 'query ($instance: ID!) { processInstance(id: $instance) { id } }'],
    ['processTree', 'query ($instance: ID!) { processTree(instance: $instance) { nodes { id } } }'],
  ])('%s', async (_, document) => {
    const { errors } = await fleet.graphql(document, variablesOf(document, other), { token });

    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('GET /v1/events', async () => {
    expect((await fleet.get(`/v1/events/${other.event}`)).status).toBe(200);
    expect((await fleet.get(`/v1/events/${other.event}`, { token })).status).toBe(404);
  });

  it.each([
    ['by its name', (): object => ({ host: { name: { eq: other.name } } })],
    ['by a process', (): object => ({ process: { instance: other.instance } })],
    ['by descendants', (): object => ({ process: { descendantOf: other.instance } })],
    ['by ancestors', (): object => ({ process: { ancestorOf: other.instance } })],
    [
      'together with its own',
      (): object => ({ or: [{ host: { name: { eq: other.name } } }, { kind: { eq: 'AGENT_REPORT' } }] }),
    ],
  ])('a filter for its events %s', async (_, filter) => {
    const document =
      'query ($filter: SecurityEventFilter) { securityEvents(filter: $filter) { totalCount { value } nodes { host { name } } } }';

    const { text, errors } = await fleet.graphql(document, { filter: filter() }, { token });

    expect(errors).toBeUndefined();
    expect(text).not.toContain(other.name);
  });

  it('a cursor of its events is a place in time, and nothing else', async () => {
    const document = 'query ($after: String) { securityEvents(first: 100, after: $after) { nodes { host { name } } } }';
    const { text, errors } = await fleet.graphql(document, { after: other.cursor }, { token });

    expect(errors).toBeUndefined();
    expect(text).not.toContain(other.name);
  });
});

describe('a token for hosts that have sent nothing', () => {
  it('sees nothing', async () => {
    const nobody = await fleet.createToken({ hosts: ['not-yet'], scopes: ['events:read'] });
    const { data } = await fleet.graphql(
      '{ eventCount { value } hosts { nodes { name } } rules { nodes { ruleId } } eventHistogram(interval: "P1D") { count } }',
      {},
      { token: nobody },
    );

    expect(data).toEqual({ eventCount: { value: 0 }, hosts: { nodes: [] }, rules: { nodes: [] }, eventHistogram: [] });
  });
});

interface Instance {
  readonly instance: { readonly id: string };
}

function variablesOf(document: string, ids: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const names = [...document.matchAll(/\$(event|instance)\b[^)]*ID!/g)].map(([, name]) => name as string);
  return Object.fromEntries(names.map((name): [string, string | undefined] => [name, ids[name]]));
}
