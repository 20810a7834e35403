import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { follow } from '../../src/feed/follow.js';
import type { FeedItem } from '../../src/feed/feed-reader.js';
import { Follower, type FeedSource } from '../../src/feed/follower.js';
import type { FeedPosition } from '../../src/feed/feed-position.js';
import { EVERYTHING, type Filter } from '../../src/search/filter.js';
import { compileSecl } from '../../src/secl/compile-secl.js';
import { eventually } from '../http/eventually.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { rules } from '../secl/rules.js';
import { simulatedLines } from '../support/simulated.js';

/** What one sees who stays. */
let server: TestServer;

const CAPACITY = 20;

beforeAll(async () => (server = await startTestServer({ feedQueue: CAPACITY })));

afterAll(() => server.close());

const source = (hosts?: readonly string[]): FeedSource => {
  const { readers, liveFeed: live } = server.services;
  const principal = {
    kind: 'API_TOKEN',
    id: '',
    name: '',
    scopes: new Set<never>(),
    hosts,
    expiresAt: undefined,
  } as const;
  return { reader: async () => (await readers.of(principal)).feed, live, hosts };
};

const now = (): Promise<FeedPosition> => server.services.readers.all.feed.start('NOW');

const lines = (titles: readonly string[], hostname = 'web-1'): string =>
  titles.map((title) => JSON.stringify({ title, hostname, evt: { name: 'exec' } })).join('\n');

const titled = (title: string): Filter => ({ kind: 'value', key: 'title', test: { operator: 'eq', value: title } });

const titleOf = ({ event }: FeedItem): unknown => event.fragment['title'];

/** Takes so many, one by one. */
async function take(items: AsyncIterableIterator<FeedItem>, count: number): Promise<FeedItem[]> {
  const taken: FeedItem[] = [];
  while (taken.length < count) taken.push((await items.next()).value as FeedItem);
  return taken;
}

/** Statements that run meanwhile. */
async function statementsDuring(work: () => Promise<void>): Promise<string[]> {
  const statements: string[] = [];
  const stop = server.services.database.onStatement(({ name, text }) => statements.push(name ?? text));
  await work();
  stop();
  return statements;
}

const live = (followers: number): Promise<void> =>
  eventually(() => expect(server.services.liveFeed.size.followers).toBe(followers));

describe('who stays', () => {
  it('gets what is there, then what comes, each once and in order', async () => {
    const after = await now();
    await server.post(lines(['before 1', 'before 2']));
    const items = follow(source(), { filter: EVERYTHING, after });
    const first = await take(items, 2);
    const next = take(items, 3);
    await live(1);
    await server.post(lines(['live 1']));
    await server.post(lines(['live 2', 'live 3']));

    expect([...first, ...(await next)].map(titleOf).sort()).toEqual(
      ['before 1', 'before 2', 'live 1', 'live 2', 'live 3'].sort(),
    );
    await items.return?.();
    await live(0);
  });

  it('shares one reading and one judgement with all who ask for the same', async () => {
    const after = await now();
    const followers = Array.from({ length: 100 }, (_, i) =>
      follow(source(), { filter: titled(`shared ${i % 4}`), after }),
    );
    const taken = followers.map((items) => take(items, 1));
    await live(100);
    expect(server.services.liveFeed.size).toMatchObject({ followers: 100, filters: 4 });

    const statements = await statementsDuring(async () => {
      await server.post(lines(['shared 0', 'shared 1', 'shared 2', 'shared 3', 'nobody asks']));
      await Promise.all(taken);
    });

    for (const [i, items] of taken.entries()) expect((await items).map(titleOf)).toEqual([`shared ${i % 4}`]);
    const [[one], [other]] = [await taken[0], await taken[4]] as [FeedItem[], FeedItem[]];
    expect(one).toBe(other);
    expect(statements.length).toBeLessThan(10);
    for (const items of followers) await items.return?.();
  });

  it('and takes slowly has nothing kept for it past the queue, and misses nothing', async () => {
    const follower = new Follower(source(), { filter: EVERYTHING, after: await now() });
    const never = new AbortController();
    const waiting = follower.next(1, never.signal);
    await live(1);
    const titles = Array.from({ length: 10 * CAPACITY }, (_, i) => `slow ${i}`);
    for (const title of titles) await server.post(lines([title]));

    const seen = [...(await waiting)];
    while (seen.length < titles.length) seen.push(...(await follower.next(7, never.signal)));

    expect(seen.map(titleOf)).toEqual(titles);
    follower.close();
  });

  it('with hosts gets what a host of theirs sends that is new to the store', async () => {
    const items = follow(source(['not-there-yet']), { filter: EVERYTHING, after: await now() });
    const taken = take(items, 1);
    await live(1);
    await server.post([lines(['of others']), lines(['mine'], 'not-there-yet')].join('\n'));

    expect((await taken).map(titleOf)).toEqual(['mine']);
    await items.return?.();
  });

  it('goes on when the connection that tells the news is cut', async () => {
    const items = follow(source(), { filter: titled('after the cut'), after: await now() });
    const taken = take(items, 1);
    await live(1);
    await server.services.database.query({
      text: `select pg_terminate_backend(a.pid) from pg_stat_activity a
              where a.datname = current_database() and a.query ilike 'listen%'`,
      values: [],
    });
    await server.post(lines(['after the cut']));

    expect((await taken).map(titleOf)).toEqual(['after the cut']);
    await items.return?.();
  });

  it('asks the database nothing while nothing comes but dead letters', async () => {
    const items = follow(source(), { filter: titled('after the letters'), after: await now() });
    const taken = take(items, 1);
    await live(1);
    await server.post('{"pid": ');
    await server.post('[[]]');
    await eventually(() => expect(server.services.feedNews.newest).toBeGreaterThan(0n));
    const statements = await statementsDuring(() => new Promise((resolve) => setTimeout(resolve, 300)));

    expect(statements.length).toBeLessThan(8);
    await server.post(lines(['after the letters']));
    expect((await taken).map(titleOf)).toEqual(['after the letters']);
    await items.return?.();
  });

  it('waits while what is new cannot be read, which is told once, and misses nothing', async () => {
    const rename = (from: string, to: string): Promise<unknown> =>
      server.services.database.query({ text: `alter table installation rename ${from} to ${to}`, values: [] });
    const failures: unknown[] = [];
    server.services.liveFeed.onFailure((error) => failures.push(error));
    const items = follow(source(), { filter: EVERYTHING, after: await now() });
    const taken = take(items, 2);
    await live(1);
    let tries = 0;
    const stop = server.services.database.onStatement(({ name }) => (tries += Number(name === 'feed_batches')));

    await rename('forgotten_batch', 'away');
    await server.post(lines(['meanwhile 1']));
    await eventually(() => expect(tries).toBeGreaterThan(2));
    await rename('away', 'forgotten_batch');
    await server.post(lines(['meanwhile 2']));

    expect((await taken).map(titleOf)).toEqual(['meanwhile 1', 'meanwhile 2']);
    expect(failures).toHaveLength(1);
    stop();
    await items.return?.();
  });

  it('is let go when the feed closes', async () => {
    const other = await startTestServer();
    const { readers, liveFeed } = other.services;
    const mine = { reader: async () => readers.all.feed, live: liveFeed, hosts: undefined };
    const items = follow(mine, { filter: EVERYTHING, after: await readers.all.feed.start('NOW') });
    const waiting = items.next();
    await eventually(() => expect(liveFeed.size.followers).toBe(1));
    await other.close();

    expect(await waiting).toEqual({ value: undefined, done: true });
  });
});

describe('whatever the filter', () => {
  it('who stays gets what who asks gets', async () => {
    const after = await now();
    const filters: Filter[] = [
      ...rules.map((rule) => compileSecl(rule)),
      compileSecl('process.file.path =~ "/usr/**"'),
      compileSecl('process.ancestors.file.name in ["systemd", "bash", "sh"]'),
      // No function says what this means: the database has to.
      compileSecl('process.file.path == r"^/usr/(s?bin|lib(?!exec))/[^/]+$"'.replace('(?!exec)', '')),
      EVERYTHING,
    ];
    const followers = filters.map((filter) => new Follower(source(), { filter, after }));
    const seen = followers.map((): string[] => []);
    const stops = followers.map(() => new AbortController());
    const ended = followers.map(async (follower, i) => {
      const { signal } = stops[i] as AbortController;
      while (!signal.aborted) for (const { event } of await follower.next(1000, signal)) seen[i]?.push(event.id);
      follower.close();
    });
    await live(filters.length);
    const all = simulatedLines(400, 11);
    for (let i = 0; i < all.length; i += 20) await server.post(all.slice(i, i + 20).join('\n'));
    const end = await now();
    const { feed } = server.services.readers.all;
    const asked = await Promise.all(filters.map((filter) => feed.read({ filter, after, limit: 1000 })));
    const [everything] = asked.slice(-1);

    await eventually(() => {
      for (const follower of followers) expect(follower.position.batch).toBe(end.batch);
    });
    for (const [i, ids] of seen.entries()) {
      expect([i, ids]).toEqual([i, asked[i]?.items.map(({ event }) => event.id)]);
    }
    for (const stop of stops) stop.abort();
    await Promise.all(ended);
    expect(everything?.items.length).toBeGreaterThan(350);
    expect(asked.filter(({ items }) => items.length > 0 && items.length < 350).length).toBeGreaterThan(5);
  });
});
