import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { webSocketClient } from '../http/subscribers.js';
import { startTestServer, type As, type GraphQLAnswer, type TestServer } from '../http/test-server.js';

let server: TestServer;
/** Ids of five events, a second after one another. `d` and `e` are of another host. */
const ids = new Map<string, string>();

const DAY = 86_400_000;
const start = Math.floor(Date.now() / DAY) * DAY - DAY;

beforeAll(async () => {
  server = await startTestServer();
  const events = [...'abcde'].map((letter, i) => ({
    evt: { name: 'exec' },
    title: letter,
    date: new Date(start + i * 1000).toISOString(),
    hostname: letter < 'd' ? 'web' : 'db',
  }));
  await server.post(events.map((event) => JSON.stringify(event)).join('\n'));
  const { data } = await server.graphql<Page>('{ securityEvents { nodes { id title } } }');
  for (const { id, title } of data.securityEvents.nodes) ids.set(title, id);
});

afterAll(() => server.close());

beforeEach(async () => {
  await server.services.database.query({ text: 'truncate event_acknowledgement, current_acknowledgement', values: [] });
});

interface Page {
  readonly securityEvents: { readonly nodes: readonly { readonly id: string; readonly title: string }[] };
}

interface Payload {
  readonly acknowledgeEvents: { readonly acknowledged: number; readonly changed: number; readonly unknown: string[] };
}

const ACKNOWLEDGE = `mutation ($input: AcknowledgeEventsInput!) {
  acknowledgeEvents(input: $input) { acknowledged changed unknown }
}`;

const idsOf = (letters: string): string[] => [...letters].map((letter) => ids.get(letter) as string);

function acknowledge(letters: string, input: object = {}, as?: As): Promise<GraphQLAnswer<Payload>> {
  return server.graphql(ACKNOWLEDGE, { input: { ids: idsOf(letters), ...input } }, as);
}

async function find(acknowledgement: object): Promise<string> {
  return findBy({ acknowledgement });
}

async function findBy(filter: object): Promise<string> {
  const { data, errors } = await server.graphql<Page>(
    'query ($filter: SecurityEventFilter) { securityEvents(filter: $filter, orderBy: OLDEST_FIRST) { nodes { id title } } }',
    { filter },
  );
  expect(errors).toBeUndefined();
  return data.securityEvents.nodes.map(({ title }) => title).join('');
}

interface Said {
  readonly status: string;
  readonly note: string | null;
  readonly at: string;
  readonly by: { readonly kind: string; readonly id: string; readonly name: string };
}

interface Event {
  readonly acknowledgement: Said | null;
  readonly acknowledgements: readonly Said[];
}

async function said(letter: string, first = 20): Promise<Event> {
  const { data, errors } = await server.graphql<{ securityEvent: Event }>(
    `query ($id: ID!, $first: Int!) { securityEvent(id: $id) { acknowledgement { ...S } acknowledgements(first: $first) { ...S } } }
     fragment S on Acknowledgement { status note at by { kind id name } }`,
    { id: ids.get(letter), first },
  );
  expect(errors).toBeUndefined();
  return data.securityEvent;
}

const NOTHING_SAID = { acknowledgement: null, acknowledgements: [] };

describe('acknowledgeEvents', () => {
  it('says something of each event, and who said it when', async () => {
    const token = await server.createToken({ name: 'playbook', scopes: ['events:acknowledge'] });
    const before = Date.now();

    const { data } = await acknowledge('ab', { status: 'RESOLVED', note: 'Cut off\nfrom the network' }, { token });
    const { acknowledgement, acknowledgements } = await said('a');

    expect(data).toEqual({ acknowledgeEvents: { acknowledged: 2, changed: 2, unknown: [] } });
    expect(acknowledgement).toEqual({
      status: 'RESOLVED',
      note: 'Cut off\nfrom the network',
      at: expect.any(String),
      by: { kind: 'API_TOKEN', id: expect.stringMatching(/^token_[0-9a-f]{32}$/), name: 'playbook' },
    });
    expect(Math.abs(Date.parse(acknowledgement?.at as string) - before)).toBeLessThan(60_000);
    expect(acknowledgements).toEqual([acknowledgement]);
    expect(await said('c')).toEqual(NOTHING_SAID);
  });

  it('keeps all that was said, the newest first', async () => {
    await acknowledge('a');
    await acknowledge('ab', { status: 'IN_PROGRESS', note: 'Ada' });
    await acknowledge('a', { status: 'FALSE_POSITIVE' });

    const { acknowledgement, acknowledgements } = await said('a');

    expect(acknowledgements.map(({ status, note }) => [status, note])).toEqual([
      ['FALSE_POSITIVE', null],
      ['IN_PROGRESS', 'Ada'],
      ['ACKNOWLEDGED', null],
    ]);
    expect(acknowledgement).toEqual(acknowledgements[0]);
    expect((await said('a', 2)).acknowledgements).toEqual(acknowledgements.slice(0, 2));
  });

  it('adds nothing when the same is said again, also at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => acknowledge('abc', { note: 'seen' })));
    const again = await acknowledge('cb', { note: 'seen' });

    expect(answers.map(({ data }) => data.acknowledgeEvents.changed).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 3]);
    expect(again.data).toEqual({ acknowledgeEvents: { acknowledged: 2, changed: 0, unknown: [] } });
    expect((await said('a')).acknowledgements).toHaveLength(1);
  });

  it.each([
    ['the note', { note: 'else' }, 'test'],
    ['the status', { status: 'RESOLVED', note: 'seen' }, 'test'],
    ['who says it', { note: 'seen' }, 'somebody else'],
  ])('adds an entry when %s differs', async (_what, input, name) => {
    await acknowledge('a', { note: 'seen' });
    const token = name === 'test' ? server.token : await server.createToken({ name });

    const { data } = await acknowledge('a', input, { token });

    expect(data.acknowledgeEvents.changed).toBe(1);
    expect((await said('a')).acknowledgements).toHaveLength(2);
  });

  it('keeps one order of an event where many speak at once, whichever way they list the events', async () => {
    const notes = Array.from({ length: 20 }, (_, i) => `${i}`);

    const answers = await Promise.all(notes.map((note, i) => acknowledge(i % 2 ? 'abcde' : 'edcba', { note })));
    const { acknowledgement, acknowledgements } = await said('c', 100);

    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    expect(acknowledgements.map(({ note }) => Number(note)).sort((a, b) => a - b)).toEqual(notes.map(Number));
    expect(acknowledgement).toEqual(acknowledgements[0]);
    const times = acknowledgements.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('lists the ids that no event has, and writes nothing for them', async () => {
    const gone = `event_${'0'.repeat(32)}`;

    const { data } = await server.graphql<Payload>(ACKNOWLEDGE, {
      input: { ids: [gone, ...idsOf('aa'), gone] },
    });
    const [row] = await server.services.database.query({
      text: 'select count(*)::int as rows from event_acknowledgement',
      values: [],
    });

    expect(data.acknowledgeEvents).toEqual({ acknowledged: 1, changed: 1, unknown: [gone] });
    expect(row).toEqual({ rows: 1 });
  });

  it('takes events of hosts that do not exist for the asker for unknown', async () => {
    const token = await server.createToken({ hosts: ['web'], scopes: ['events:read', 'events:acknowledge'] });

    const { data } = await acknowledge('cd', {}, { token });

    expect(data.acknowledgeEvents).toEqual({ acknowledged: 1, changed: 1, unknown: idsOf('d') });
    expect(await said('d')).toEqual(NOTHING_SAID);
  });

  it('changes nothing of the event, which may come again', async () => {
    const before = await server.eventText(ids.get('a') as string);
    await acknowledge('a');

    const { report } = await server.post(before);

    expect(report).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await server.eventText(ids.get('a') as string)).toBe(before);
    expect((await said('a')).acknowledgement).toMatchObject({ status: 'ACKNOWLEDGED' });
  });

  it('does nothing for no ids, and takes a blank note for none', async () => {
    expect((await acknowledge('')).data.acknowledgeEvents).toEqual({ acknowledged: 0, changed: 0, unknown: [] });
    await acknowledge('a', { note: ' \n' });

    expect((await said('a')).acknowledgement?.note).toBeNull();
  });

  it('takes a thousand ids and a note of 2,000 characters', async () => {
    const many = Array.from({ length: 999 }, (_, i) => `event_${i.toString(16).padStart(32, '0')}`);

    const { data } = await acknowledge('', { ids: [...idsOf('a'), ...many], note: '🐾'.repeat(2000) });

    expect(data.acknowledgeEvents.unknown).toEqual(many);
    expect((await said('a')).acknowledgement?.note).toBe('🐾'.repeat(2000));
  });

  it.each<[string, object, RegExp]>([
    ['an id that is none', { ids: ['x'] }, /^The id "x" is not one of Spoor's/],
    ['the id of a host', { ids: ['host_1'] }, /^The id "host_1" is the id of a host, not of an event/],
    ['a note that is too long', { note: 'x'.repeat(2001) }, /^`note` has 2001 characters; give at most 2000/],
    ['a note with a NUL', { note: 'a\0b' }, /^`note` is "a\\u0000b", which has a control character/],
    ['a note with an escape', { note: '\x1b[2J' }, /^`note` is .* control character/],
    ['a note with half a letter', { note: '\ud800' }, /^`note` is .* half of a surrogate pair/],
  ])('refuses %s', async (_what, input, sentence) => {
    const { errors } = await acknowledge('', input);

    expect(errors).toMatchObject([
      { message: expect.stringMatching(sentence), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('refuses a list that is too long', async () => {
    const many = Array.from({ length: 1001 }, (_, i) => `event_${i.toString(16).padStart(32, '0')}`);

    const { errors } = await acknowledge('', { ids: many });

    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'list', found: 1001 } }]);
  });
});

describe('the history', () => {
  it.each([0, 101])('is not shown with %i entries', async (first) => {
    const { errors } = await server.graphql(
      `{ securityEvents { nodes { acknowledgements(first: ${first}) { status } } } }`,
    );

    expect(errors?.[0]).toMatchObject({ message: `\`first\` is ${first}; give 1 to 100` });
  });

  it('of a page costs a statement, and the last word on each another', async () => {
    await acknowledge('abcde');
    const statements: string[] = [];
    const stop = server.services.database.onStatement(({ name, text }) => statements.push(name ?? text));

    await server.graphql(
      '{ securityEvents { nodes { acknowledgement { status } a: acknowledgement { at } acknowledgements { note } } } }',
    );

    stop();
    expect(statements).toHaveLength(3);
    expect(statements.slice(1).sort()).toEqual(['acknowledgement_histories', 'current_acknowledgements']);
  });
});

/** `e` was reopened, nobody said anything of `d`. */
async function sayThings(): Promise<void> {
  await acknowledge('abe');
  await acknowledge('b', { status: 'RESOLVED' });
  await acknowledge('c', { status: 'FALSE_POSITIVE' });
  await acknowledge('e', { status: 'RESOLVED' });
  await acknowledge('e', { status: 'REOPENED' });
}

const DONE = { in: ['RESOLVED', 'FALSE_POSITIVE'] };

describe('a filter by what was said last', () => {
  it('finds the events', async () => {
    await sayThings();
    const range = { gte: new Date(Date.now() - DAY).toISOString() };

    const found = await Promise.all(
      [
        { status: { eq: 'ACKNOWLEDGED' } },
        { status: { eq: 'IN_PROGRESS' } },
        { status: DONE },
        { status: { notIn: DONE.in } },
        { status: { ne: 'RESOLVED', in: DONE.in } },
        { status: { eq: null } },
        { status: null },
        { exists: true },
        { exists: false },
        { exists: false, status: DONE },
        { at: range },
        { at: { lt: range.gte } },
        { at: range, status: DONE },
        {},
      ].map(find),
    );

    expect(found).toEqual(['a', '', 'bc', 'ae', 'c', '', 'abce', 'abce', 'd', '', 'abce', '', 'bc', 'abce']);
  });

  it('finds what is not done yet, silence included, also among other conditions', async () => {
    await sayThings();
    const open = { not: { acknowledgement: { status: DONE } } };

    expect(await findBy(open)).toBe('ade');
    expect(await findBy({ ...open, host: { name: { eq: 'db' } } })).toBe('de');
    expect(await findBy({ or: [{ title: { eq: 'b' } }, open] })).toBe('abde');
    expect(await findBy({ ...open, time: { lt: new Date(start + 3000).toISOString() } })).toBe('a');
  });

  it('finds the same where so much was said that it is not listed beforehand', async () => {
    await sayThings();
    // Of events that are not there, around the times of those that are.
    await server.services.database.query({
      text: `insert into current_acknowledgement
             select (lpad(to_hex($1::int8 + i), 12, '0') || repeat('0', 20))::uuid, 1, 'RESOLVED', null, now(), 'PERSON', 'x', 'x'
               from generate_series(1, 2500) i`,
      values: [start],
    });

    expect(await find({ status: DONE })).toBe('bc');
    expect(await findBy({ not: { acknowledgement: { status: DONE } } })).toBe('ade');
  });

  it('is counted event by event, since ingest has counted nothing of it', async () => {
    await sayThings();
    const time = { gte: new Date(start).toISOString(), lt: new Date(start + DAY).toISOString() };

    const { data, errors } = await server.graphql(
      `query ($filter: SecurityEventFilter) {
        eventCount(filter: $filter) { value precision }
        securityEvents(filter: $filter) { totalCount { value } }
        eventFacets(filter: $filter, dimensions: [HOST]) { values { value count } }
        eventHistogram(filter: $filter, interval: "P1D") { count }
      }`,
      { filter: { time, acknowledgement: { status: DONE } } },
    );

    expect(errors).toBeUndefined();
    expect(data).toEqual({
      eventCount: { value: 2, precision: 'EXACT' },
      securityEvents: { totalCount: { value: 2 } },
      eventFacets: [{ values: [{ value: 'web', count: 2 }] }],
      eventHistogram: [{ count: 2 }],
    });
  });

  it('filters the feed by what was said until it is read', async () => {
    await sayThings();

    const { data, errors } = await server.graphql<{ eventFeed: { items: { event: { title: string } }[] } }>(
      `query ($filter: SecurityEventFilter) {
        eventFeed(after: "OLDEST", filter: $filter) { items { event { title acknowledgement { status } } } }
      }`,
      { filter: { acknowledgement: { status: { in: ['RESOLVED', 'REOPENED'] } } } },
    );

    expect(errors).toBeUndefined();
    expect(data.eventFeed.items.map(({ event }) => event)).toEqual([
      { title: 'b', acknowledgement: { status: 'RESOLVED' } },
      { title: 'e', acknowledgement: { status: 'REOPENED' } },
    ]);
  });

  it('filters a subscription, too: of what is new, nobody has said anything', async () => {
    const filter = { not: { acknowledgement: { status: DONE } }, evt: { name: { eq: 'open' } } };
    const socket = webSocketClient(server);
    const events = socket.iterate<{ eventFeed: { event: object } }>({
      query: `subscription ($filter: SecurityEventFilter) {
        eventFeed(after: "OLDEST", filter: $filter) { event { title acknowledgement { status } } }
      }`,
      variables: { filter },
    });
    const waiting = events.next();
    await server.post(JSON.stringify({ title: 'new', evt: { name: 'open' }, date: new Date().toISOString() }));

    expect((await waiting).value).toEqual({ data: { eventFeed: { event: { title: 'new', acknowledgement: null } } } });
    await socket.dispose();
  });

  it('refuses a range that ends before it starts', async () => {
    const { errors } = await server.graphql(
      'query ($filter: SecurityEventFilter) { eventCount(filter: $filter) { value } }',
      {
        filter: { acknowledgement: { at: { gte: '2026-01-02T00:00:00Z', lt: '2026-01-01T00:00:00Z' } } },
      },
    );

    expect(errors).toMatchObject([{ message: expect.stringContaining('`filter.acknowledgement.at` ends before it') }]);
  });
});
