import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wrapped } from '../support/agent-client.js';
import { eventually } from '../http/eventually.js';
import { startTestServer, type TestServer } from '../http/test-server.js';

interface Letter {
  readonly id: string;
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly host: { readonly name: string };
  readonly receivedAt: string;
  readonly byteLength: number;
  readonly isComplete: boolean;
  readonly envelope: unknown;
  readonly raw: { readonly encoding: string; readonly content: string; readonly isCut: boolean } | null;
}

interface Replayed {
  readonly replayDeadLetters: {
    readonly replayed: number;
    readonly stored: number;
    readonly duplicates: number;
    readonly stillRefused: readonly { readonly id: string; readonly code: string; readonly message: string }[];
    readonly remaining: number;
  };
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const LIST = `query ($filter: DeadLetterFilter, $first: Int, $after: String, $last: Int, $before: String) {
  deadLetters(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    nodes { id code pointer message host { name } receivedAt byteLength isComplete envelope raw { encoding content isCut } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface Listed {
  readonly deadLetters: {
    readonly nodes: readonly Letter[];
    readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  };
}

async function list(filter: object, more: object = {}, token = server.token): Promise<Listed['deadLetters']> {
  const { data, errors } = await server.graphql<Listed>(LIST, { filter, ...more }, { token });
  expect(errors).toBeUndefined();
  return data.deadLetters;
}

const ofHost = (host: string): object => ({ host: { name: { eq: host } } });

const REPLAY = `mutation ($input: ReplayDeadLettersInput!) {
  replayDeadLetters(input: $input) { replayed stored duplicates stillRefused { id code message } remaining }
}`;

async function replay(input: object, token = server.token): Promise<Replayed['replayDeadLetters']> {
  const { data, errors } = await server.graphql<Replayed>(REPLAY, { input }, { token });
  expect(errors).toBeUndefined();
  return data.replayDeadLetters;
}

async function rows(text: string, values: unknown[] = []): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return server.services.database.query({ text, values });
}

/** Letters whose fault is gone: what a fix of ours, or a new contract, does to letters. */
async function mend(host: string, from: string, to: string): Promise<void> {
  await rows(
    `update dead_letter d set raw = convert_to(replace(convert_from(d.raw, 'UTF8'), $2, $3), 'UTF8'),
            byte_length = octet_length(replace(convert_from(d.raw, 'UTF8'), $2, $3))
       from host h where h.id = d.host_id and h.name = $1`,
    [host, from, to],
  );
}

function wrong(number: number, more: object = {}): string {
  return JSON.stringify({ evt: { name: 'exec' }, number, process: { pid: 'x' }, ...more });
}

describe('dead letters', () => {
  it('are listed with their reason, their bytes and what came around them', async () => {
    await server.post(Buffer.from([0x7b, 0xff, 0x7d]), { query: '?host=list-1' });
    const around = { hostname: 'list-1', ddtags: 'a:b' };
    await server.agent([{ ...around, message: '{"evt":{},"process":{"pid":"é"}}' }]);

    const { nodes } = await list(ofHost('list-1'));

    expect(nodes).toEqual([
      {
        id: expect.stringMatching(/^letter_[0-9a-f]{32}$/),
        code: 'field.wrong_type',
        pointer: '/process/pid',
        message: expect.stringContaining('must be an integer'),
        host: { name: 'list-1' },
        receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        byteLength: 33,
        isComplete: true,
        envelope: around,
        raw: { encoding: 'UTF8', content: '{"evt":{},"process":{"pid":"é"}}', isCut: false },
      },
      expect.objectContaining({
        code: 'document.not_utf8',
        envelope: { hostname: 'list-1' },
        raw: { encoding: 'BASE64', content: 'e/99', isCut: false },
      }),
    ]);
  });

  it('come page by page, the newest first, in either direction', async () => {
    for (let i = 0; i < 3; i++) await server.post(`x${i}\ny${i}`, { query: '?host=pages' });
    const all = (await list(ofHost('pages'))).nodes.map(({ id }) => id);

    const first = await list(ofHost('pages'), { first: 4 });
    const second = await list(ofHost('pages'), { first: 4, after: first.pageInfo.endCursor });
    const back = await list(ofHost('pages'), { last: 4, before: second.pageInfo.startCursor });

    expect(all).toHaveLength(6);
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(all);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(back.nodes).toEqual(first.nodes);
  });

  it.each([
    [{ code: { eq: 'document.not_object' } }, ['document.not_object']],
    [{ code: { in: ['field.wrong_type', 'x'] } }, ['field.wrong_type']],
    [{ code: { ne: 'field.wrong_type' } }, ['document.not_json', 'document.not_object']],
    [{ message: { contains: 'is a list' } }, ['document.not_object']],
    [{ message: { matches: '^/process' } }, ['field.wrong_type']],
    [{ pointer: { startsWith: '/process' } }, ['field.wrong_type']],
    [{ receivedAt: { lt: '2020-01-01T00:00:00Z' } }, []],
    [{ receivedAt: { gte: '2020-01-01T00:00:00Z' } }, ['document.not_json', 'document.not_object', 'field.wrong_type']],
  ])('are found by %j', async (filter, codes) => {
    await server.post(`x\n[]\n${wrong(0)}`, { query: '?host=filters' });

    const { nodes } = await list({ ...ofHost('filters'), ...filter });

    expect(nodes.map(({ code }) => code).sort()).toEqual(codes);
  });

  it('are counted by reason', async () => {
    await server.post('1\n2\nx', { query: '?host=counts' });

    const { data } = await server.graphql(
      `query ($filter: DeadLetterFilter) { deadLetterCounts(filter: $filter) { code count oldest newest } }`,
      { filter: ofHost('counts') },
    );

    const time = expect.stringMatching(/Z$/);
    expect(data['deadLetterCounts']).toEqual([
      { code: 'document.not_object', count: 2, oldest: time, newest: time },
      { code: 'document.not_json', count: 1, oldest: time, newest: time },
    ]);
  });

  it('show the beginning of a large document, cut between two characters', async () => {
    await server.post(`"${'é'.repeat(40_000)}"`, { query: '?host=large' });

    const [letter] = (await list(ofHost('large'))).nodes;

    expect(letter?.raw).toEqual({ encoding: 'UTF8', content: `"${'é'.repeat(32_767)}`, isCut: true });
  });

  it.each([
    ['{ deadLetters(after: "x") { nodes { id } } }', /`after` is "x", which is no cursor of deadLetters/],
    [
      '{ deadLetter(id: "event_00000000000080008000000000000000") { id } }',
      /is the id of an event, not of a dead letter/,
    ],
    ['{ deadLetters(filter: { message: { matches: "(" } }) { nodes { id } } }', /does not compile/],
    ['mutation { replayDeadLetters(input: {}) { replayed } }', /Neither `ids` nor `filter` is given/],
    ['mutation { replayDeadLetters(input: { filter: {}, limit: 0 }) { replayed } }', /`limit` is 0; give 1 to 1000/],
    ['{ node(id: "letter_00000000000080008000000000000000") { id } }', /ask `deadLetter` for it/],
  ])('%s is answered with a sentence about the mistake', async (query, message) => {
    const { errors } = await server.graphql(query);

    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('a replay', () => {
  it('stores what is an event now, and keeps the rest with its new reason', async () => {
    const documents = [1, 2, 3].map((number) => wrong(number, { date: '2025-06-01T00:00:00Z' }));
    await server.post([...documents, 'QQ'].join('\n'), { query: '?host=replay-1' });
    await mend('replay-1', '"pid":"x"', '"pid":7');
    await mend('replay-1', 'QQ', '[]');

    const report = await replay({ filter: ofHost('replay-1') });

    expect(report).toEqual({
      ...{ replayed: 4, stored: 3, duplicates: 0, remaining: 0 },
      stillRefused: [
        { id: expect.any(String), code: 'document.not_object', message: expect.stringContaining('is a list') },
      ],
    });
    const { nodes } = await list(ofHost('replay-1'));
    expect(nodes.map(({ id, code }) => ({ id, code }))).toEqual([
      { id: report.stillRefused[0]?.id, code: 'document.not_object' },
    ]);
    expect(await replay({ filter: ofHost('replay-1') })).toMatchObject({ replayed: 1, stored: 0, remaining: 0 });
  });

  it('gives an event what its agent said of it: host, time, service, tags', async () => {
    const sentAt = Date.parse('2025-06-02T03:04:05.678Z');
    await server.agent([wrapped(wrong(4), 'replay-2', sentAt), wrapped(wrong(5, { hostname: 'x' }), '', sentAt)]);
    await mend('replay-2', '"pid":"x"', '"pid":7');
    await mend('unknown', '"pid":"x"', '"pid":8');

    expect(await replay({ filter: ofHost('replay-2') })).toMatchObject({ replayed: 1, stored: 1 });
    expect(await replay({ filter: ofHost('unknown') })).toMatchObject({ stored: 1 });

    const { data } = await server.graphql(
      `{ securityEvents(filter: { process: { pid: { in: [7, 8] } }, sentAt: { gte: "2025-06-02T00:00:00Z" } }) {
           nodes { host { name } time timeSource sentAt service tags process { pid } } } }`,
    );
    const time = '2025-06-02T03:04:05.678Z';
    const common = { time, timeSource: 'ENVELOPE', sentAt: time, service: 'runtime-security-agent' };
    expect((data['securityEvents'] as { nodes: object[] }).nodes).toEqual(
      expect.arrayContaining([
        { ...common, host: { name: 'replay-2' }, tags: ['host:replay-2', 'env:test'], process: { pid: 7 } },
        { ...common, host: { name: 'x' }, tags: ['host:', 'env:test'], process: { pid: 8 } },
      ]),
    );
  });

  it('takes a document without any time for one of when it first came', async () => {
    await server.post(wrong(6), { query: '?host=replay-3' });
    await rows(`update dead_letter d set received_at = '2025-05-05T05:05:05.005Z' from host h
                 where h.id = d.host_id and h.name = 'replay-3'`);
    await mend('replay-3', '"pid":"x"', '"pid":7');

    await replay({ filter: ofHost('replay-3') });

    const { data } = await server.graphql(`{ securityEvents(filter: { host: { name: { eq: "replay-3" } } }) {
      nodes { time timeSource } } }`);
    expect(data['securityEvents']).toEqual({ nodes: [{ time: '2025-05-05T05:05:05.005Z', timeSource: 'RECEIPT' }] });
  });

  it('goes on where it stopped: what was stored before a crash is a duplicate, and its letter goes', async () => {
    const document = wrong(7, { date: '2025-06-03T00:00:00Z' });
    await server.post(document, { query: '?host=replay-4' });
    await mend('replay-4', '"pid":"x"', '"pid":7');
    await server.post(document.replace('"pid":"x"', '"pid":7'), { query: '?host=replay-4' });

    expect(await replay({ filter: ofHost('replay-4') })).toMatchObject({ replayed: 1, stored: 0, duplicates: 1 });

    expect((await list(ofHost('replay-4'))).nodes).toEqual([]);
  });

  it('stores nothing twice beside another one', async () => {
    const documents = Array.from({ length: 60 }, (_, i) => wrong(100 + i));
    await server.post(documents.join('\n'), { query: '?host=replay-5' });
    await mend('replay-5', '"pid":"x"', '"pid":7');

    const reports = await Promise.all([1, 2, 3].map(() => replay({ filter: ofHost('replay-5') })));

    expect(reports.reduce((sum, { stored }) => sum + stored, 0)).toBe(60);
    const [row] = await rows(
      'select count(*)::int as events from event e join host h on h.id = e.host_id where h.name = $1',
      ['replay-5'],
    );
    expect(row).toEqual({ events: 60 });
    expect((await list(ofHost('replay-5'))).nodes).toEqual([]);
  });

  it('is done bit by bit, and what was tried in vain waits behind the others', async () => {
    await server.post('1\n2\n3', { query: '?host=replay-6' });
    const input = { filter: ofHost('replay-6'), limit: 2 };

    const first = await replay(input);
    const second = await replay(input);

    expect(first).toMatchObject({ replayed: 2, remaining: 1 });
    expect(second).toMatchObject({ replayed: 2, remaining: 1 });
    const tried = [...first.stillRefused, ...second.stillRefused].map(({ id }) => id);
    expect(new Set(tried).size).toBe(3);
  });

  it('of letters by id tries only these', async () => {
    await server.post('1\n2', { query: '?host=replay-7' });
    const [letter] = (await list(ofHost('replay-7'))).nodes;

    const report = await replay({ ids: [letter?.id] });

    expect(report.stillRefused.map(({ id }) => id)).toEqual([letter?.id]);
  });

  it('says of a letter whose bytes were cut that it cannot be', async () => {
    await server.post('1', { query: '?host=replay-8' });
    await rows(`update dead_letter d set byte_length = 9 from host h where h.id = d.host_id and h.name = 'replay-8'`);

    const { stillRefused } = await replay({ filter: ofHost('replay-8') });

    expect(stillRefused[0]?.message).toMatch(/Only its first 1 of 9 bytes are kept: it cannot be tried again$/);
    expect((await list(ofHost('replay-8'))).nodes[0]).toMatchObject({ isComplete: false });
  });

  it('is written down for auditors', async () => {
    await replay({ filter: ofHost('nobody') });

    await eventually(async () => {
      const [entry] = await rows(
        `select a.details from audit_entry a where a.action = 'DEAD_LETTERS_REPLAYED' order by a.id desc limit 1`,
      );
      expect(entry?.['details']).toEqual({ replayed: 0, stored: 0, duplicates: 0, stillRefused: 0, remaining: 0 });
    });
  });
});

describe('a token for some hosts', () => {
  let writer: string;

  beforeAll(async () => {
    writer = await server.createToken({ scopes: ['events:write'], hosts: ['mine-1', 'mine-2'] });
  });

  it.each<[string, (document: string) => Promise<unknown>]>([
    ['a stream', (document) => server.post(document, { token: writer })],
    ['a stream with a host of its own', (document) => server.post(document, { token: writer, query: '?host=theirs' })],
    ['an agent', (document) => server.agent([{ message: document, hostname: 'theirs' }], writer)],
    ['an agent that names no host', (document) => server.agent([{ message: document }], writer)],
  ])('cannot write events of others by way of %s', async (_, send) => {
    const document = JSON.stringify({ evt: {}, hostname: 'theirs', number: Math.random() });

    await send(document);

    const [letter] = (await list(ofHost('mine-1'), { first: 1 })).nodes;
    expect(letter).toMatchObject({ code: 'document.host_not_allowed', raw: { content: document } });
    expect(await rows(`select 1 from host h where h.name = 'theirs'`)).toEqual([]);
  });

  it('writes those of its own', async () => {
    const { report } = await server.post(`{"evt":{},"hostname":"mine-2"}`, { token: writer });

    expect(report).toMatchObject({ stored: 1, deadLetterCount: 0 });
  });

  it('does not get them in by way of somebody who replays them', async () => {
    await server.post(wrong(200, { hostname: 'theirs' }), { token: writer });
    await mend('mine-1', '"pid":"x"', '"pid":7');

    const report = await replay({ filter: ofHost('mine-1') });

    expect(report).toMatchObject({ stored: 0 });
    expect(new Set(report.stillRefused.map(({ code }) => code))).toEqual(new Set(['document.host_not_allowed']));
  });

  it('sees and replays the dead letters of its hosts only', async () => {
    const token = await server.createToken({ scopes: ['deadletters:read', 'deadletters:replay'], hosts: ['mine-9'] });
    await server.post(wrong(201), { query: '?host=mine-9' });
    await server.post(wrong(202), { query: '?host=theirs-9' });
    const [other] = (await list(ofHost('theirs-9'))).nodes;

    const seen = await list({}, {}, token);
    const one = await server.graphql(`{ deadLetter(id: "${other?.id}") { id } }`, {}, { token });
    const replayed = await replay({ filter: {} }, token);
    const exported = await (await server.get('/v1/dead-letters', { token })).text();

    expect(seen.nodes.map(({ host }) => host.name)).toEqual(['mine-9']);
    expect(seen.nodes[0]?.raw).toBeNull();
    expect(one.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(replayed).toMatchObject({ replayed: 1, remaining: 0 });
    expect(exported.trim().split('\n')).toHaveLength(1);
  });
});

describe('the export', () => {
  async function lines(query: string, token = server.token): Promise<Record<string, unknown>[]> {
    const answer = await server.get(`/v1/dead-letters${query}`, { token });
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const text = await answer.text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  it('has every letter once, over many pages, the oldest first', async () => {
    const documents = Array.from({ length: 1_203 }, (_, i) => String(i));
    await server.post(documents.join('\n'), { query: '?host=export-1' });

    const exported = await lines('?host=export-1&code=document.not_object');

    const contents = exported.map(({ raw }) => (raw as { content: string }).content);
    expect(contents.sort()).toEqual(documents.sort());
    expect(exported[0]).toEqual({
      id: expect.stringMatching(/^letter_/),
      code: 'document.not_object',
      pointer: '',
      message: expect.any(String),
      host: 'export-1',
      receivedAt: expect.any(String),
      byteLength: expect.any(Number),
      isComplete: true,
      isWrapped: false,
      envelope: { hostname: 'export-1' },
      batch: expect.any(Number),
      raw: { encoding: 'UTF8', content: expect.any(String) },
    });
  });

  it('leaves the documents out for whoever may not see them', async () => {
    const token = await server.createToken({ scopes: ['deadletters:read'] });

    const [letter] = await lines('?host=export-1', token);

    expect(letter).not.toHaveProperty('raw');
    const { headers } = await server.get('/v1/dead-letters?host=nobody', { token });
    expect(headers.get('spoor-withheld')).toBe('raw');
  });

  it.each([
    ['?since=yesterday', /`since` is "yesterday"; give a time in RFC 3339/],
    ['?hosts=a', /"hosts" is no parameter/],
    ['?host=a&host=b', /`host` is given 2 times/],
  ])('%s is answered with a sentence', async (query, detail) => {
    const answer = await server.get(`/v1/dead-letters${query}`);

    expect({ status: answer.status, ...((await answer.json()) as object) }).toMatchObject({
      status: 400,
      detail: expect.stringMatching(detail),
    });
  });
});
