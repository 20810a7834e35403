import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { verifyReferences } from '../../src/database/verify.js';
import { parseLossless, stringifyLossless, type JsonObject } from '../../src/event-format/lossless-json.js';
import {
  AgentClient,
  payloadsOf,
  wrapped,
  type AgentClientOptions,
  type AgentEnvelope,
} from '../support/agent-client.js';
import { sharedFolder } from '../support/shared-folder.js';
import { simulatedLines } from '../support/simulated.js';
import { ForgetfulProxy } from './forgetful-proxy.js';
import { startTestServer, type TestServer } from './test-server.js';

const NOW = Date.now();

let server: TestServer;
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

const fresh = (): string => `{"evt":{"name":"exec"},"number":${made++}}`;

async function post(
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
  path = '/api/v2/secruntime',
): Promise<{ status: number; text: string; retryAfter: string | null }> {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    body: body as BodyInit,
    headers: { 'dd-api-key': server.token, ...headers },
  });
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get('retry-after') };
}

async function rows(text: string, values: unknown[] = []): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return server.services.database.query({ text, values });
}

async function eventsAndLetters(): Promise<{ events: number; letters: number }> {
  const [row] = await rows(
    'select (select count(*) from event)::int as events, (select count(*) from dead_letter)::int as letters',
  );
  return row as { events: number; letters: number };
}

/** What a delivery added. */
async function added(deliver: () => Promise<unknown>): Promise<{ events: number; letters: number }> {
  const before = await eventsAndLetters();
  await deliver();
  const after = await eventsAndLetters();
  return { events: after.events - before.events, letters: after.letters - before.letters };
}

/** The one event of a host, as the API shows it. */
async function eventOf(host: string): Promise<Record<string, unknown> & { id: string }> {
  const { data } = await server.graphql<{ securityEvents: { nodes: (Record<string, unknown> & { id: string })[] } }>(
    `query ($host: String) { securityEvents(filter: { host: { name: { eq: $host } } }) { nodes {
       id time timeSource service tags sentAt host { name } envelope { status source extra }
     } } }`,
    { host },
  );
  expect(data.securityEvents.nodes).toHaveLength(1);
  return data.securityEvents.nodes[0] as Record<string, unknown> & { id: string };
}

describe('what an agent sends', () => {
  it.each(['/api/v2/secruntime', '/api/v2/logs'])('is taken at %s, and answered by 202', async (path) => {
    const body = JSON.stringify([wrapped(fresh(), 'a', NOW), wrapped(fresh(), 'a', NOW)]);
    let answer;

    const counts = await added(async () => (answer = await post(body, {}, path)));

    expect(answer).toEqual({ status: 202, text: '{}', retryAfter: null });
    expect(counts).toEqual({ events: 2, letters: 0 });
  });

  it.each([
    ['the probe', '{}'],
    ['a probe with blanks', ' {\n } \n'],
    ['an empty list', '[]'],
    ['nothing', ''],
    ['a blank', ' \n'],
  ])('as %s is answered by 202, and leaves nothing', async (_, body) => {
    let answer;

    const counts = await added(async () => (answer = await post(body)));

    expect(answer).toEqual({ status: 202, text: '{}', retryAfter: null });
    expect(counts).toEqual({ events: 0, letters: 0 });
  });

  it('is found again with all that stood around it', async () => {
    const envelope = {
      ...wrapped('{"evt":{"name":"open"},"number":-1}', 'web-1', Date.parse('2025-03-01T10:00:00.123Z')),
      ddtags: 'env:prod, team:blue,,x',
      service: 'payments',
      added: [1, { a: null }],
    };

    await post(JSON.stringify(envelope));

    expect(await eventOf('web-1')).toEqual({
      id: expect.any(String),
      time: '2025-03-01T10:00:00.123Z',
      timeSource: 'ENVELOPE',
      service: 'payments',
      tags: ['env:prod', 'team:blue', 'x'],
      sentAt: '2025-03-01T10:00:00.123Z',
      host: { name: 'web-1' },
      envelope: { status: 'info', source: 'runtime-security', extra: { added: [1, { a: null }] } },
    });
  });

  it('may lack all but the message, or have it wrong', async () => {
    const odd = { message: fresh(), hostname: '', timestamp: '12', ddtags: 7, service: null, status: ['x'] };
    const bare = { message: JSON.stringify({ evt: {}, hostname: 'bare-1' }) };

    expect(await added(() => post(JSON.stringify([odd, bare])))).toEqual({ events: 2, letters: 0 });

    expect(await eventOf('bare-1')).toMatchObject({ service: null, tags: null, sentAt: null, envelope: null });
    const [row] = await rows(
      `select v.extra::text as extra from envelope v where v.extra is not null order by v.id desc`,
    );
    expect(JSON.parse(row?.['extra'] as string)).toEqual({ ddtags: 7, status: ['x'], timestamp: '12' });
  });

  it.each([
    ['a string', (event: string) => `{"hostname":"exact-a","message":${JSON.stringify(event)}}`, 'exact-a'],
    ['an object', (event: string) => `[ {"hostname":"exact-b" , "message" :  ${event} } ]`, 'exact-b'],
    [
      'a string of nothing but escapes',
      (event: string) => `{"hostname":"exact-c","message":"${[...event].map(escaped).join('')}"}`,
      'exact-c',
    ],
  ])('as %s comes back out to the last digit', async (_, write, host) => {
    const event = `{"evt":{"name":"open"},"file":{"inode":18446744073709551615,"path":"/tmp/\\u003c\\"é😀\\\\"},"x":[1.0,-0,1e400,"\\n"]}`;

    await post(write(event));

    const text = await server.eventText((await eventOf(host)).id);
    expect(canonical(text)).toBe(canonical(event));
  });

  it('is the same event whether an agent sent it or a file held it', async () => {
    const event = JSON.stringify({ evt: { name: 'x' }, date: '2025-03-05T10:00:00Z', hostname: 'both', n: 1 });

    expect(await added(() => server.post(event))).toEqual({ events: 1, letters: 0 });
    expect(await added(() => post(JSON.stringify([wrapped(event, 'both', NOW)])))).toEqual({ events: 0, letters: 0 });
  });

  (sharedFolder() ? it : it.skip)('as real serializers wrote it comes back out', async () => {
    const folder = `${sharedFolder()}event-format/real-events/`;
    const events = readdirSync(folder).map((name) => readFileSync(folder + name, 'utf8'));
    const host = 'real-1';

    const counts = await added(() => post(JSON.stringify(events.map((event) => wrapped(event, host, NOW)))));

    expect(counts).toEqual({ events: new Set(events).size, letters: 0 });
    const stored = await rows('select e.id from event e join host h on h.id = e.host_id where h.name = $1', [host]);
    const texts = await Promise.all(
      stored.map(({ id }) => server.eventText(`event_${String(id).replaceAll('-', '')}`)),
    );
    expect(texts.map(canonical).sort()).toEqual(events.map(canonical).sort());
  });
});

describe('bad envelopes', () => {
  const surrogate = String.raw`{"message":"{\"evt\":{},\"a\":\"\ud800\"}"}`;

  it.each<[string, string, string, string]>([
    ['a number', '7', 'envelope.not_object', ''],
    ['a string', '"x"', 'envelope.not_object', ''],
    ['a list', '[[]]', 'envelope.not_object', ''],
    ['an empty object', '{}', 'envelope.no_message', ''],
    ['no message', '{"hostname":"a"}', 'envelope.no_message', ''],
    ['null for a message', '{"message":null}', 'envelope.no_message', '/message'],
    ['a number for a message', '{"message":12}', 'envelope.no_message', '/message'],
    ['a message that is no JSON', '{"message":"hello"}', 'document.not_json', ''],
    ['an empty message', '{"message":""}', 'document.not_json', ''],
    ['a message that is a list', '{"message":"[]"}', 'document.not_object', ''],
    [
      'a message of a wrong type',
      `{"message":${JSON.stringify('{"evt":{},"process":{"pid":"x"}}')}}`,
      'field.wrong_type',
      '/process/pid',
    ],
    ['half a surrogate pair', surrogate, 'document.unstorable_text', '/message'],
    ['a NUL around the message', '{"message":"{}","ddtags":"\\u0000"}', 'document.unstorable_text', '/ddtags'],
    ['two messages', '{"message":"{}","message":"{}"}', 'document.duplicate_key', '/message'],
    ['a value missing', '{"message":"{}","a":}', 'document.not_json', ''],
    ['a comma too many', '{"message":"{}",}', 'document.not_json', ''],
    ['a broken value beside the message', '{"message":"{}","a":[1}}', 'document.not_json', ''],
    [
      'a deep value beside the message',
      `{"message":"{}","a":${'['.repeat(600)}${']'.repeat(600)}}`,
      'document.too_deep',
      '/a',
    ],
  ])('%s: its neighbours are stored', async (_, item, code, pointer) => {
    const good = (): string => JSON.stringify(wrapped(fresh(), 'n', NOW));
    let answer;

    const counts = await added(async () => (answer = await post(`[${good()},${item},${good()}]`)));

    expect(answer).toMatchObject({ status: 202 });
    expect(counts).toEqual({ events: 2, letters: 1 });
    const [letter] = await rows('select code, pointer from dead_letter order by batch_id desc limit 1');
    expect(letter).toEqual({ code, pointer });
  });

  it('keep the event as it is, and what stood around it', async () => {
    const around = { hostname: 'letters-1', timestamp: 1_700_000_000_000, ddtags: 'a:b', big: 1 };

    await post(JSON.stringify([{ ...around, message: '{"evt":1}' }]));

    const [letter] =
      await rows(`select h.name, convert_from(d.raw, 'UTF8') as raw, d.envelope::text as envelope, d.is_wrapped
                                   from dead_letter d join host h on h.id = d.host_id where h.name = 'letters-1'`);
    expect(letter).toEqual({
      name: 'letters-1',
      raw: '{"evt":1}',
      envelope: JSON.stringify(around),
      is_wrapped: false,
    });
  });

  it('too large inside or outside are dead letters, too', async () => {
    const large = JSON.stringify({ evt: {}, text: '"'.repeat(1_572_864) });
    const item = JSON.stringify({ message: fresh(), pad: 'x'.repeat(4_000_000) });

    const counts = await added(() => post(`[${JSON.stringify({ message: large })},${item}]`));

    expect(counts).toEqual({ events: 0, letters: 2 });
  });
});

describe('the status', () => {
  it.each<[string, string | Buffer, Record<string, string>, string]>([
    ['gzip that is none', 'hello', { 'content-encoding': 'gzip' }, 'ingest.truncated_body'],
    [
      'gzip that is cut',
      gzipSync(JSON.stringify([{ message: '{}' }])).subarray(0, -9),
      { 'content-encoding': 'gzip' },
      'ingest.truncated_body',
    ],
    ['a list that is not closed', '[{"message":"{}"}', {}, 'ingest.truncated_body'],
    ['an encoding that nobody knows', '[]', { 'content-encoding': 'lzma' }, 'ingest.unreadable_body'],
  ])('of %s is 400: the same bytes would never do', async (_, body, headers, code) => {
    const { status, text } = await post(body, headers);

    expect({ status, code: (JSON.parse(text) as { code: string }).code }).toEqual({ status: 400, code });
  });

  it('is 202 whatever the body is called', async () => {
    const answer = await post(`[{"message":${JSON.stringify(fresh())}}]`, { 'content-type': 'json' });

    expect(answer).toMatchObject({ status: 202 });
  });

  it('of a body that is no JSON at all is 202: it is a dead letter', async () => {
    let answer;

    const counts = await added(async () => (answer = await post('hello')));

    expect(answer).toMatchObject({ status: 202 });
    expect(counts).toEqual({ events: 0, letters: 1 });
  });
});

describe('an agent that tries until it is told that it got through', () => {
  const DAY = 86_400_000;

  /** Half of the events with a date, half with no more time than what their envelopes say; a tenth not as strings, a tenth with all that is heavy. */
  function delivery(count: number, seed: number): AgentEnvelope[] {
    return simulatedLines(count, seed).map((line, number) => {
      const { date, process, ...event } = JSON.parse(line) as Record<string, unknown>;
      const document = { ...event, seed, number, ...(number % 2 && { date }), ...(number % 10 === 5 && { process }) };
      const message = number % 10 ? JSON.stringify(document) : document;
      const timestamp = Math.floor(NOW / DAY) * DAY + number;
      return { ...wrapped('', event['hostname'] as string, timestamp), message };
    });
  }

  it.each<[number, AgentClientOptions]>([
    [2_100, { encoding: 'gzip', connections: 4 }],
    [1_050, { encoding: 'zstd', path: '/api/v2/logs' }],
  ])('loses none of %d messages and doubles none: %j', async (count, options) => {
    const seed = 1000 + made++;
    const envelopes = delivery(count, seed);
    const bad = Array.from({ length: 3 }, (_, i) => ({ message: `no event ${seed} ${i}`, hostname: 'bad' }));
    const all = envelopes.flatMap((envelope, i) =>
      i % 500 ? [envelope] : [envelope, ...bad.slice(i / 500, i / 500 + 1)],
    );
    const again = all.slice(0, 1000);
    const proxy = await ForgetfulProxy.start(server.url, 2);
    const client = new AgentClient(proxy.url, { ...options, apiKey: server.token });

    const counts = await added(async () => {
      await client.deliver(all);
      // A payload that got through may come again all the same.
      await client.deliver(again);
    });

    client.close();
    await proxy.close();
    expect(client.lostAnswers).toBeGreaterThan(0);
    expect(client.statuses.every((status) => status === 202)).toBe(true);
    const payloads = payloadsOf(all).length + payloadsOf(again).length;
    expect(client.attempts).toBe(client.lostAnswers + payloads);
    expect(counts).toEqual({ events: count, letters: bad.length });
    const stored = await rows(
      `select (e.payload ->> 'number')::int as number, h.name as host, e.sent_at as sent
         from event e join host h on h.id = e.host_id join envelope v on v.id = e.envelope_id
        where e.payload ->> 'seed' = $1 order by 1`,
      [String(seed)],
    );
    expect(stored).toEqual(
      envelopes.map(({ hostname, timestamp }, number) => ({
        ...{ number, host: hostname },
        sent: new Date(timestamp as number),
      })),
    );
  });

  it('leaves no reference that leads nowhere', async () => {
    const { database, catalog } = server.services;
    for await (const { column, references, dangling } of verifyReferences(database, catalog)) {
      expect({ column, dangling }).toEqual({ column, dangling: 0 });
      if (column === 'envelope_id') expect(references).toBeGreaterThan(3000);
    }
  });

  it('stores what it stores once in the counts, too', async () => {
    const [row] = await rows(
      `select (select sum(c.events)::int from event_count c where c.dimension = 'TOTAL') as counted,
              (select count(*)::int from event) as stored`,
    );
    expect(row?.['counted']).toBe(row?.['stored']);
  });
});

function canonical(text: string): string {
  const sort = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sort);
    if (typeof value !== 'object' || value === null || value.constructor !== Object) return value;
    const object = value as JsonObject;
    return Object.fromEntries(
      Object.keys(object)
        .sort()
        .map((key) => [key, sort(object[key])]),
    );
  };
  return stringifyLossless(sort(parseLossless(text)));
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('');
}
