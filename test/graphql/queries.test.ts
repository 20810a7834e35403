import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { simulate } from '../../src/simulator/simulate.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { anyText } from '../support/any-text.js';

const NO_EVENT = 'event_00000000000080008000000000000000';
const FIELDS = 'id time timeSource receivedAt kind formats host { id name } title';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ defaultHost: 'somewhere' });
});

afterAll(() => server.close());

interface Answer {
  readonly id: string;
  readonly time: string;
  readonly timeSource: string;
  readonly receivedAt: string;
  readonly kind: string;
  readonly formats: readonly string[];
  readonly host: { readonly id: string; readonly name: string };
  readonly [field: string]: unknown;
}

let made = 0;

/** Stores one document and answers what a selection of its event shows. */
async function shown(document: object | string, selection = FIELDS, query = ''): Promise<Answer> {
  const title = `shown ${made++}`;
  const text = typeof document === 'string' ? document : JSON.stringify({ ...document, title });
  const { report } = await server.post(text, { query });
  expect(report).toMatchObject({ received: 1, stored: 1, deadLetters: [] });
  const [row] = await server.services.database.query({
    text: 'select id from event order by batch_id desc limit 1',
    values: [],
  });
  return event(`event_${String(row?.['id']).replaceAll('-', '')}`, selection);
}

async function event(id: string, selection = FIELDS): Promise<Answer> {
  const query = `query Event($id: ID!) { securityEvent(id: $id) { ${selection} } }`;
  const { data, errors } = await server.graphql<{ securityEvent: Answer }>(query, { id });
  expect(errors).toBeUndefined();
  return data.securityEvent;
}

async function fails(query: string, variables: object, code: string): Promise<string> {
  const { errors } = await server.graphql(query, variables);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions).toEqual({ code, retryable: false, requestId: expect.any(String) });
  return errors?.[0]?.message as string;
}

describe('the time of an event', () => {
  const at = '2024-03-04T05:06:07.089Z';
  const zero = '0001-01-01T00:00:00Z';
  const nextYear = `${new Date().getUTCFullYear() + 2}-01-01T00:00:00Z`;

  it.each([
    ['its date', { date: '2024-03-04T07:06:07.089999999+02:00' }, at, 'DATE'],
    ['the exec time of its process', { date: zero, process: { exec_time: at, fork_time: zero } }, at, 'EXEC_TIME'],
    ['the exec time where there is no date', { process: { exec_time: at } }, at, 'EXEC_TIME'],
    [
      'the fork time',
      { date: null, process: { exec_time: '1970-01-01T01:00:00+01:00', fork_time: at } },
      at,
      'FORK_TIME',
    ],
    ['the exec time where the date is far ahead', { date: nextYear, process: { exec_time: at } }, at, 'EXEC_TIME'],
  ])('is %s', async (_, document, time, timeSource) => {
    expect(await shown({ evt: {}, ...document })).toMatchObject({ time, timeSource });
  });

  it.each([
    ['no time', {}],
    ['only zero values', { date: zero, process: { exec_time: zero, fork_time: zero } }],
    ['a date far ahead', { date: nextYear }],
    ['a date that is none', { date: 'noon' }],
    ['a process without times', { process: { pid: 1 } }],
  ])('is that of receipt with %s', async (_, document) => {
    const before = Date.now();

    const { time, timeSource, receivedAt } = await shown({ evt: {}, ...document });

    expect(timeSource).toBe('RECEIPT');
    expect(time).toBe(receivedAt);
    expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
  });

  it('may be a little ahead of receipt: no clock is right', async () => {
    const date = new Date(Date.now() + 3_600_000).toISOString();

    expect(await shown({ evt: {}, date })).toMatchObject({ time: date, timeSource: 'DATE' });
  });

  it('of receipt stays that of the first receipt', async () => {
    const document = '{"evt":{},"note":"again and again"}';
    const first = await shown(document);

    const { report } = await server.post(document);

    expect(report).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await event(first.id)).toEqual(first);
  });
});

describe('the kind of an event', () => {
  it.each([
    ['a security event', { evt: { name: 'exec' } }, 'SECURITY_EVENT'],
    ['a security event with an empty evt', { evt: {} }, 'SECURITY_EVENT'],
    ['a report of the agent', { agent: { rule_id: 'heartbeat' } }, 'AGENT_REPORT'],
    ['a report of the agent with an evt of null', { evt: null, agent: { rule_id: 'x' } }, 'AGENT_REPORT'],
  ])('tells %s', async (_, document, kind) => {
    expect(await shown(document)).toMatchObject({ kind });
  });
});

describe('the formats of an event', () => {
  it('are those that accept it strictly', async () => {
    const start = new Date(Date.now() - 3_600_000);
    const documents = [...simulate({ events: 120, hosts: 3, seed: 3, start, duration: 3_600_000 })];
    const strict = documents.filter(({ contract }) => contract !== null);
    const seen = new Set<string>();
    for (const { text, contract } of strict) {
      const format = String(contract).toUpperCase().replace(/[-.]/g, '_');
      if (seen.has(format)) continue;
      seen.add(format);
      expect((await shown(text)).formats).toContain(format);
    }
    expect([...seen].sort()).toEqual(['CSM_7_55', 'CSM_7_57', 'CWS_7_40', 'CWS_7_44']);
  });

  it('are none where a field is unknown to all', async () => {
    expect((await shown({ evt: {}, colour: 'red' })).formats).toEqual([]);
  });

  it('take no offence at the host name that shippers add', async () => {
    const start = new Date(Date.now() - 3_600_000);
    const [first] = simulate({ events: 1, hosts: 1, seed: 8, start, duration: 3_600_000 });
    const document = JSON.parse(first?.text ?? '') as Record<string, unknown>;

    const bare = await shown(document);
    const named = await shown({ ...document, hostname: 'web-9' });

    expect(named.formats).toEqual(bare.formats);
    expect(named.host.name).toBe('web-9');
  });
});

describe('the host of an event', () => {
  it.each([
    ['the sender', { hostname: 'b' }, '?host=a', 'a'],
    ['the document', { hostname: 'b' }, '', 'b'],
    ['nobody', {}, '', 'somewhere'],
  ])('is the one that %s names', async (_, document, query, name) => {
    expect((await shown({ evt: {}, ...document }, FIELDS, query)).host.name).toBe(name);
  });

  it('has an id of its own, by which it can be asked for', async () => {
    const { host } = await shown({ evt: {} }, FIELDS, '?host=named');
    const again = await shown({ evt: {} }, FIELDS, '?host=named');

    const query = 'query Host($id: ID!) { node(id: $id) { id __typename ... on Host { name } } }';
    const { data, errors } = await server.graphql(query, { id: host.id });

    expect(errors).toBeUndefined();
    expect(data).toEqual({ node: { id: host.id, __typename: 'Host', name: 'named' } });
    expect(again.host).toEqual(host);
  });
});

describe('integers of events', () => {
  it('of 32 bits are numbers, of 64 bits are decimal text, and all are exact', async () => {
    const file = '{"inode":18446744073709551615,"uid":-1,"gid":4294967295,"mode":4294967295,"mount_id":4294967295}';
    const document = `{"evt":{},"file":${file},"process":{"pid":4294967295,"credentials":{"auid":4294967295}},
      "mmap":{"offset":9007199254740993,"length":0},"dd":{"span_id":18446744073709551615,"trace_id":9007199254740993},
      "syscall":{"open":{"dirfd":-100,"path":"x"}}}`;
    const selection = `file { inode uid gid mode mount_id } process { pid credentials { auid } } mmap { offset length }
      dd { span_id trace_id } syscall { open { dirfd } }`;

    expect(await shown(document, selection)).toEqual({
      file: { inode: '18446744073709551615', uid: -1, gid: 4294967295, mode: 4294967295, mount_id: 4294967295 },
      process: { pid: 4294967295, credentials: { auid: 4294967295 } },
      mmap: { offset: '9007199254740993', length: '0' },
      dd: { span_id: '18446744073709551615', trace_id: '9007199254740993' },
      syscall: { open: { dirfd: -100 } },
    });
  });
});

describe('anything with an id', () => {
  it('can be asked for by it', async () => {
    const { id } = await shown({ evt: { name: 'chmod' } });

    const query = 'query Node($id: ID!) { node(id: $id) { id __typename ... on SecurityEvent { evt { name } kind } } }';
    const { data } = await server.graphql(query, { id });

    expect(data).toEqual({
      node: { id, __typename: 'SecurityEvent', evt: { name: 'chmod' }, kind: 'SECURITY_EVENT' },
    });
  });

  const asked = {
    securityEvent: 'query Event($id: ID!) { securityEvent(id: $id) { id } }',
    node: 'query Node($id: ID!) { node(id: $id) { id } }',
  };

  it.each(Object.entries(asked))('is not found by %s under an id that nothing has', async (_, query) => {
    expect(await fails(query, { id: NO_EVENT }, 'NOT_FOUND')).toMatch(`has the id "${NO_EVENT}"; it may be past the`);
  });

  it('is not found under the id of no host', async () => {
    expect(await fails(asked.node, { id: 'host_2147483647' }, 'NOT_FOUND')).toMatch('has the id "host_2147483647"');
  });

  it('is no event under the id of a host', async () => {
    const message = await fails(asked.securityEvent, { id: 'host_1' }, 'BAD_USER_INPUT');

    expect(message).toBe('The id "host_1" is the id of a host, not of an event');
  });

  it.each(['host_0x1', 'host_2147483648', 'host_99999999999', 'host_', 'host_-1', 'file_1', 'event_', '_', ''])(
    'cannot be asked for by %j',
    async (id) => {
      const message = await fails(asked.node, { id }, 'BAD_USER_INPUT');

      expect(message).toBe(
        `The id ${JSON.stringify(id)} is not one of Spoor's; take an \`id\` from an answer of this API`,
      );
    },
  );

  it('is never a mistake of ours, whatever the id', async () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 30, maxLength: 34 });
    const id = fc.oneof(
      anyText(50),
      fc.tuple(fc.constantFrom('event_', 'host_', 'Event_', 'batch_', ''), hex).map((parts) => parts.join('')),
      fc.integer().map((number) => `host_${number}`),
      fc.uuid().map((uuid) => `event_${uuid}`),
      fc.integer(),
    );

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(asked)), id, async (query, wrong) => {
        const { status, data, errors } = await server.graphql(query, { id: wrong });

        expect(status).toBe(200);
        // Some host may be hit upon.
        if (errors) expect(['BAD_USER_INPUT', 'NOT_FOUND']).toContain(errors[0]?.extensions.code);
        else expect(data).toEqual({ node: { id: expect.stringMatching(/^host_\d+$/) } });
      }),
      { numRuns: 80 },
    );
  });
});
