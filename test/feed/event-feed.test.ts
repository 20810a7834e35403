import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BatchStore } from '../../src/feed/batch-store.js';
import { FeedCursors } from '../../src/feed/feed-cursors.js';
import { EVERYTHING } from '../../src/search/filter.js';
import { eventually } from '../http/eventually.js';
import { startTestServer, type GraphQLAnswer, type TestServer } from '../http/test-server.js';
import { eventsOf, feed, followToEnd, PAGE, type Page } from './feed-client.js';

/** What a machine sees that follows the feed by asking again and again. */
let server: TestServer;

beforeAll(async () => (server = await startTestServer()));

afterAll(() => server.close());

const post = async (...titles: string[]): Promise<void> => {
  const { report } = await server.post(titles.map((title) => JSON.stringify(document(title))).join('\n'));
  expect(report.stored).toBe(titles.length);
};

/** A document a day earlier than the one before: the order of the feed is not that of time. */
let day = Date.UTC(2026, 10, 20);
function document(title: string, hostname = 'web-1'): object {
  day -= 3_600_000;
  return { title, hostname, date: new Date(day).toISOString(), evt: { name: 'exec' } };
}

const titles = ({ items }: Page): string[] => items.map(({ event }) => event.title);

describe('eventFeed', () => {
  it('gives events in the order in which they were committed, from a cursor on', async () => {
    const { cursor: start } = await feed(server);
    for (const title of ['one', 'two', 'three']) await post(title);

    const first = await feed(server, { after: start, first: 2 });
    const second = await feed(server, { after: first.cursor, first: 2 });

    expect([titles(first), titles(second)]).toEqual([['one', 'two'], ['three']]);
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    expect(first.lag).toBeGreaterThan(0);
    expect(second.lag).toBe(0);
  });

  it('goes on from inside a batch, with the cursor of any item', async () => {
    const { cursor: start } = await feed(server);
    await post('a', 'b', 'c', 'd', 'e');
    const whole = await feed(server, { after: start });

    for (const [i, { cursor }] of whole.items.entries()) {
      const rest = await feed(server, { after: cursor });
      expect(titles(rest)).toEqual(titles(whole).slice(i + 1));
    }
    for (const first of [1, 2, 3, 5]) expect(await followToEnd(server, start, { first })).toEqual(eventsOf(whole));
  });

  it('gives a cursor when there is nothing, too, with which the next one is found', async () => {
    const { cursor: start } = await feed(server);
    const empty = await feed(server, { after: start, where: 'exec.file.name == "never"' });
    await post('later');

    expect(empty).toMatchObject({ items: [], hasMore: false, lag: 0 });
    expect(titles(await feed(server, { after: empty.cursor }))).toEqual(['later']);
  });

  it('gives only what passes filter and where, and its cursor is past all the rest', async () => {
    const { cursor: start } = await feed(server);
    await post('keep', 'drop', 'keep', 'drop');

    const kept = await feed(server, { after: start, filter: { title: { eq: 'keep' } } });
    const both = await feed(server, { after: start, filter: { title: { eq: 'keep' } }, where: 'evt.name == "open"' });

    expect(titles(kept)).toEqual(['keep', 'keep']);
    expect(both).toMatchObject({ items: [], hasMore: false });
    expect((await feed(server, { after: both.cursor })).items).toEqual([]);
  });

  it('waits for an item', async () => {
    const { cursor: start } = await feed(server);
    const waiting = feed(server, { after: start, waitSeconds: 10, filter: { title: { eq: 'awaited' } } });
    await post('not it');
    await post('awaited');
    const page = await waiting;

    expect(titles(page)).toEqual(['awaited']);
    expect(page).toMatchObject({ hasMore: false, lag: 0 });
  });

  it('does not wait while there is more to look through', async () => {
    const { cursor: start } = await feed(server);
    const text = `insert into ingest_batch (received, stored, duplicates, dead_letters, committed_at)
                  select 1, 0, 1, 0, now() from generate_series(1, 2000)`;
    await server.services.database.query({ text, values: [] });
    await post('behind them');

    const first = await feed(server, { after: start, waitSeconds: 10 });
    const second = await feed(server, { after: first.cursor, waitSeconds: 10 });

    expect(first).toMatchObject({ items: [], hasMore: true });
    expect(titles(second)).toEqual(['behind them']);
  });

  it('shows all of an event for which a token waited whose host is new to the store', async () => {
    const { cursor: after } = await feed(server);
    const token = await server.createToken({ hosts: ['new-to-all'], scopes: ['events:read'] });
    const query = `query($after: String!) {
      eventFeed(after: $after, waitSeconds: 10) { items { event { process { instance { pid } } } } }
    }`;
    const waiting = server.graphql(query, { after }, { token });
    await eventually(() => expect(server.services.liveFeed.size.followers).toBe(1));
    const process = { pid: 7, ppid: 1, executable: { path: '/bin/x' } };
    await server.post(JSON.stringify({ ...document('first of its host', 'new-to-all'), process }));

    const { data } = await waiting;
    expect(data).toEqual({ eventFeed: { items: [{ event: { process: { instance: { pid: 7 } } } }] } });
  });

  it('ends its waiting with a cursor past what was looked through', async () => {
    const { cursor: start } = await feed(server);
    const waiting = feed(server, { after: start, waitSeconds: 2, filter: { title: { eq: 'never' } } });
    await post('something else');
    const empty = await waiting;

    expect(empty).toMatchObject({ items: [], hasMore: false });
    expect(titles(await feed(server, { after: empty.cursor }))).toEqual([]);
  });

  it('begins with what is kept, now, or at a time', async () => {
    const before = new Date();
    await post('after the time');
    const oldest = await followToEnd(server, 'OLDEST', { first: 500 });
    const timed = await feed(server, { after: before.toISOString() });
    const offset = before.toISOString().replace('Z', '+00:00');

    const { data } = await server.graphql<{ eventCount: { value: number } }>('{ eventCount { value } }');
    expect(oldest).toHaveLength(data.eventCount.value);
    expect(titles(timed)).toEqual(['after the time']);
    expect(titles(await feed(server, { after: offset }))).toEqual(['after the time']);
    expect((await feed(server)).items).toEqual([]);
    expect((await feed(server, { after: '2999-01-01T00:00:00Z' })).items).toEqual([]);
  });

  it('does not give an event again that was sent again', async () => {
    const again = JSON.stringify(document('sent twice'));
    const { cursor: start } = await feed(server);
    await server.post(again);
    await server.post(again);

    expect(titles(await feed(server, { after: start }))).toEqual(['sent twice']);
  });

  it('gives a token with hosts only theirs', async () => {
    const { cursor: start } = await feed(server);
    await server.post([document('mine', 'db-1'), document('theirs')].map((each) => JSON.stringify(each)).join('\n'));
    const token = await server.createToken({ hosts: ['db-1'], scopes: ['events:read'] });

    expect(titles(await feed(server, { after: start }, token))).toEqual(['mine']);
  });
});

describe('what is no place in the feed', () => {
  const refused = async (variables: object): Promise<GraphQLAnswer<unknown>> => server.graphql(PAGE, variables);

  it.each([
    ['a word', 'yesterday'],
    ['nothing', ''],
    ['a time without an offset', '2026-01-31T12:00:00'],
    ['base64 of nothing', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['a cursor of another list', Buffer.from('e1:019a0000-0000-8000-8000-000000000000').toString('base64url')],
  ])('is refused by name: %s', async (_what, after) => {
    const { errors } = await refused({ after });

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', retryable: false });
    expect(errors?.[0]?.message).toBe(
      `\`after\` is ${JSON.stringify(after)}, which is no cursor of this feed; take \`cursor\` from an answer of ` +
        '`eventFeed` of this installation, or begin with "NOW", "OLDEST" or a time such as "2026-01-31T12:00:00Z"',
    );
  });

  it('is refused when it is a cursor of another installation, or was changed', async () => {
    const elsewhere = new FeedCursors(Buffer.alloc(32, 7)).format({ batch: 1n, event: undefined });
    expect((await refused({ after: elsewhere })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const { cursor } = await feed(server);
    const bytes = Buffer.from(cursor, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] as number) ^ 1;
      const { errors } = await refused({ after: changed.toString('base64url') });
      expect([i, errors?.[0]?.extensions.code]).toEqual([i, 'BAD_USER_INPUT']);
    }
  });

  it.each([
    [{ first: 0 }, '`first` is 0; it must be 1 to 500, the rest comes by `cursor`'],
    [{ first: 501 }, '`first` is 501; it must be 1 to 500, the rest comes by `cursor`'],
    [{ waitSeconds: -1 }, '`waitSeconds` is -1; it must be 0 to 10, ask again with `cursor` to wait longer'],
    [{ waitSeconds: 11 }, '`waitSeconds` is 11; it must be 0 to 10, ask again with `cursor` to wait longer'],
  ])('is refused with %j', async (variables, message) => {
    const { errors } = await refused(variables);

    expect(errors).toEqual([expect.objectContaining({ message })]);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('says where a where does not compile', async () => {
    const { errors } = await refused({ where: 'exec.file.name == ' });

    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain('where');
  });

  it('is expired when events behind it were removed, and the error says where to go on', async () => {
    const { cursor: old } = await feed(server, { after: 'OLDEST', first: 1 });
    const { database } = server.services;
    const { report } = await server.post(`${JSON.stringify(document('kept by its dead letter'))}\n{ "broken": `);
    expect(report.deadLetterCount).toBe(1);
    await post('the last batch stays for ever');
    await database.query({
      text: "update ingest_batch set committed_at = now() - interval '400 days' where stored > 0",
      values: [],
    });
    await database.query({ text: 'delete from event', values: [] });
    await post('still there');
    await server.services.retention.run(Date.now());

    const { errors } = await refused({ after: old });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_EXPIRED', retryable: false });
    const { oldestCursor } = errors?.[0]?.extensions as unknown as { oldestCursor: string };
    expect(titles(await feed(server, { after: oldestCursor }))).toEqual(['still there']);
    expect(titles(await feed(server, { after: 'OLDEST' }))).toEqual(['still there']);
    expect(titles(await feed(server, { after: '2020-01-01T00:00:00Z' }))).toEqual(['still there']);
    // So it is for one who was in the midst of reading.
    const { feed: reader } = server.services.readers.all;
    const page = reader.read({ filter: EVERYTHING, after: reader.cursors.parse(old), limit: 1 });
    await expect(page).rejects.toMatchObject({ code: 'feed.cursor_expired', details: { oldestCursor } });
  });

  it('is expired when the store is older than it', async () => {
    const { cursors } = server.services.readers.all.feed;
    const { errors } = await refused({ after: cursors.format({ batch: 10n ** 12n, event: undefined }) });

    expect(errors?.[0]?.extensions.code).toBe('CURSOR_EXPIRED');
    expect(errors?.[0]?.message).toContain('the store is older than it');
  });

  it('is one again after the numbers that a restored backup has lost were left out', async () => {
    const { database } = server.services;
    const before = await feed(server);
    await post('lost with the batch');
    const { cursor } = await feed(server, { after: before.cursor });
    // As it was before.
    const lost =
      'delete from ingest_batch where number = (select max(number) from ingest_batch) returning number::text';
    const [row] = await database.query({ text: lost, values: [] });
    await database.query({
      text: "select setval(pg_get_serial_sequence('ingest_batch', 'number'), $1::bigint - 1)",
      values: [row?.['number']],
    });

    await new BatchStore(database).skipLostNumbers();
    await post('first');
    await post('second');

    expect(titles(await feed(server, { after: cursor }))).toEqual(['first', 'second']);
  });
});
