import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { automationNames, exampleDocument } from '../../src/example-documents.js';
import { simulate } from '../../src/simulator/simulate.js';
import { webSocketClient } from '../http/subscribers.js';
import { startTestServer, type TestServer } from '../http/test-server.js';

const FOLDER = new URL('../../schema/examples/', import.meta.url);
const examples = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'));
const HOUR = 3_600_000;

/** Three hosts, and on one of them the attack that the investigation is about. */
const simulation = { events: 300, hosts: 3, seed: 8, duration: HOUR };

let server: TestServer;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  server = await startTestServer();
  const documents = simulate({ ...simulation, start: new Date(Date.now() - HOUR) });
  await server.post([...documents].map(({ text }) => text).join('\n'));
  ids = await idsOfInvestigation();
});

afterAll(() => server.close());

/** What the first two queries of the investigation give to the others: an alert, and the shell behind it. */
async function idsOfInvestigation(): Promise<Record<string, string>> {
  const { data } = await server.graphql<{ securityEvents: { nodes: [Alert] } }>(`{
    securityEvents(first: 1, filter: { agent: { rule_id: { eq: "miner_command_line" } }, process: { exists: true } }) {
      nodes { id process { parent { instance { id } } } }
    }
  }`);
  const [{ id, process }] = data.securityEvents.nodes;
  return { event: id, instance: process.parent.instance.id };
}

interface Alert {
  readonly id: string;
  readonly process: { readonly parent: { readonly instance: { readonly id: string } } };
}

/** Values for the variables that an example cannot do without. */
function variablesFor(document: string): Record<string, string | undefined> {
  const operations = parse(document).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const required = operations
    .flatMap(({ variableDefinitions }) => variableDefinitions ?? [])
    .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue)
    .map(({ variable }) => variable.name.value);
  return Object.fromEntries(required.map((name) => [name, ids[name]]));
}

/** Whether an answer tells anything: a list has elements, a count is not 0, and what was asked for by its id is there. */
function tells(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.some(tells);
  if (typeof answer !== 'object' || answer === null) return Boolean(answer);
  for (const key of ['nodes', 'edges', 'values', 'count', 'value']) {
    if (key in answer) return tells((answer as Record<string, unknown>)[key]);
  }
  return Object.values(answer).some(tells);
}

describe('the example document', () => {
  it.each(examples)('%s finds something with everything that it asks', async (name) => {
    const document = readFileSync(new URL(name, FOLDER), 'utf8');

    const { data, errors } = await server.graphql(document, variablesFor(document));

    expect(errors).toBeUndefined();
    expect(Object.keys(data)).not.toEqual([]);
    expect(Object.entries(data).filter(([, answer]) => !tells(answer))).toEqual([]);
  });
});

describe('the automation example', () => {
  const run = async (name: string, variables: object): Promise<unknown> => {
    done.add(`automation/${name}`);
    const { data, errors } = await server.graphql(exampleDocument(`automation/${name}`), variables);
    expect(errors).toBeUndefined();
    return data;
  };
  const done = new Set<string>();

  it('follow-feed gives events, and goes on behind them', async () => {
    const asked = { after: 'OLDEST', where: 'exec.file.path != ""', first: 5, waitSeconds: 10 };

    const { eventFeed: first } = (await run('follow-feed', asked)) as Feed;
    const { eventFeed: second } = (await run('follow-feed', { ...asked, after: first.cursor })) as Feed;

    const found = [...first.items, ...second.items].map(({ event }) => event.id);
    expect(new Set(found).size).toBe(10);
    expect(first).toMatchObject({ hasMore: true, cursor: first.items.at(-1)?.cursor });
  });

  it('follow-feed-live gives the same by a subscription', async () => {
    const name = 'automation/follow-feed-live';
    done.add(name);
    const variables = { after: 'OLDEST', where: 'exec.file.path != ""' };
    const { eventFeed } = (await run('follow-feed', { ...variables, first: 20 })) as Feed;
    const socket = webSocketClient(server);
    const found: string[] = [];

    for await (const { data, errors } of socket.iterate<{ eventFeed: Feed['eventFeed']['items'][number] }>({
      query: exampleDocument(name),
      variables,
    })) {
      expect(errors).toBeUndefined();
      if (found.push(data?.eventFeed.cursor as string) === 20) break;
    }

    await socket.dispose();
    expect(found).toEqual(eventFeed.items.map(({ cursor }) => cursor));
  });

  it('acknowledge-events writes back, and unresolved-events and event-with-history know of it', async () => {
    const unresolved = async (): Promise<string[]> => {
      const { securityEvents } = (await run('unresolved-events', { first: 500 })) as Listed;
      return securityEvents.nodes.map(({ id }) => id);
    };
    const before = await unresolved();

    const asked = { ids: [ids['event']], status: 'RESOLVED', note: 'The pod is gone' };
    const said = await run('acknowledge-events', asked);

    expect(said).toEqual({ acknowledgeEvents: { acknowledged: 1, changed: 1, unknown: [] } });
    expect(await unresolved()).toEqual(before.filter((id) => id !== ids['event']));
    expect(await run('event-with-history', { event: ids['event'] })).toMatchObject({
      securityEvent: { acknowledgements: [{ status: 'RESOLVED', note: 'The pod is gone', by: { name: 'test' } }] },
    });
  });

  it('is none that has not been run', () => {
    const others = automationNames().filter((name) => !done.has(name));

    // Those run in webhook-examples.test.ts.
    expect(others.filter((name) => !name.includes('webhook'))).toEqual([]);
  });

  interface Feed {
    readonly eventFeed: {
      readonly items: readonly { readonly cursor: string; readonly event: { readonly id: string } }[];
      readonly cursor: string;
    };
  }

  interface Listed {
    readonly securityEvents: { readonly nodes: readonly { readonly id: string }[] };
  }
});

describe('the investigation', () => {
  interface Row {
    readonly [column: string]: unknown;
    readonly id: string;
  }

  const run = async (number: number, variables = {}): Promise<Record<string, { readonly nodes: readonly Row[] }>> => {
    const name = examples.find((example) => example.startsWith(`investigation-${number}-`)) as string;
    const { data, errors } = await server.graphql(readFileSync(new URL(name, FOLDER), 'utf8'), variables);
    expect(errors).toBeUndefined();
    return data as never;
  };

  it('begins with the alert', async () => {
    const { securityEvents } = await run(1);

    expect(securityEvents?.nodes.map(({ id }) => id)).toContain(ids['event']);
  });

  it('finds the process that started it all above the one of the alert', async () => {
    const { securityEvent } = await run(2, { event: ids['event'] });
    const { process } = securityEvent as unknown as { process: { instance: { id: string } } };

    const { processTree } = await run(3, { instance: process.instance.id });

    const parent = processTree?.nodes.find(({ depth }) => depth === -1);
    expect(parent?.id).toBe(ids['instance']);
  });

  it('lists what happened below it in order, the alert included', async () => {
    const { securityEvents } = await run(4, { instance: ids['instance'] });

    const rules = securityEvents?.nodes.map(({ title }) => title);
    expect(rules?.[0]).toBe('A network service started a shell');
    expect(securityEvents?.nodes.map(({ id }) => id)).toContain(ids['event']);
  });

  it('finds the alert again by the rule', async () => {
    const { securityEvents } = await run(5);

    expect(securityEvents?.nodes.map(({ id }) => id)).toContain(ids['event']);
  });

  it('finds the file, and the name that it asked for', async () => {
    const { files } = await run(6);
    const { dnsNames } = await run(7);

    expect(files?.nodes).toContainEqual(expect.objectContaining({ value: '/tmp/.w' }));
    expect(dnsNames?.nodes).toContainEqual(expect.objectContaining({ name: 'pool.coin-farm.example' }));
  });
});
