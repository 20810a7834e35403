import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { buildServices } from '../../src/services.js';
import { behind } from '../../src/feed/feed-position.js';
import { follow } from '../../src/feed/follow.js';
import { serveTest, type TestServer } from '../http/test-server.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { feed, eventsOf } from './feed-client.js';

/** Two processes' worth of Spoor on one database: both write, and both are read. */
let database: TestDatabase;
let servers: readonly TestServer[];

const [WRITERS, BATCHES, EVENTS] = [16, 4, 2];
const ALL = WRITERS * BATCHES * EVENTS;

beforeAll(async () => {
  database = await cloneDatabase();
  const config = {
    ...readConfig({}),
    databaseUrl: database.url,
    ingestWorkers: 0,
    ingestConnections: 8,
    pointsPerMinute: 2 ** 40,
  };
  const services = () => buildServices({ ...config, logLevel: 'silent' }, { url: database.url, stop: async () => {} });
  servers = [await serveTest(await services()), await serveTest(await services())];
  await servers[0]?.services.database.query({ text: SLOW_COMMITS, values: [] });
});

afterAll(async () => {
  for (const server of servers) await server.close();
  await database.drop();
});

/** Every commit takes a while after all of its statements have run, each another while. */
const SLOW_COMMITS = `
  create function linger() returns trigger language plpgsql as
    $$ begin perform pg_sleep(random() * 0.01); return null; end $$;
  create constraint trigger linger after insert on ingest_batch deferrable initially deferred
    for each row execute function linger()`;

async function write(server: TestServer, writer: number): Promise<void> {
  for (let batch = 0; batch < BATCHES; batch++) {
    const documents = Array.from({ length: EVENTS }, (_, i) => ({ title: `${writer} ${batch} ${i}`, hostname: 'h' }));
    const { report } = await server.post(documents.map((each) => JSON.stringify(each)).join('\n'));
    expect(report.stored).toBe(EVENTS);
  }
}

/** Asks for page after page until it has seen as many as there are. */
async function poll(server: TestServer, after: string, first: number, waitSeconds: number): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor = after; seen.length < ALL;) {
    const page = await feed(server, { after: cursor, first, waitSeconds });
    seen.push(...eventsOf(page));
    cursor = page.cursor;
  }
  return seen;
}

async function followAll({ services }: TestServer): Promise<string[]> {
  const seen: string[] = [];
  const source = { reader: async () => services.readers.all.feed, live: services.liveFeed, hosts: undefined };
  const following = { filter: { kind: 'all', filters: [] }, after: behind(0n) } as const;
  for await (const { event } of follow(source, following)) {
    seen.push(`event_${event.id.replaceAll('-', '')}`);
    if (seen.length === ALL) break;
  }
  return seen;
}

describe('while many write at once', () => {
  it('no reader skips an event, and all see them in one order', async () => {
    const start = (await feed(servers[0] as TestServer)).cursor;
    const readers = servers.flatMap((server) => [
      ...[1, 7].map((first) => poll(server, start, first, 1)),
      ...[500].map((first) => poll(server, start, first, 0)),
      followAll(server),
    ]);
    const writers = Array.from({ length: WRITERS }, (_, i) => write(servers[i % 2] as TestServer, i));

    await Promise.all(writers);
    const [first, ...others] = await Promise.all(readers);

    expect(new Set(first).size).toBe(ALL);
    for (const other of others) expect(other).toEqual(first);
    expect(await poll(servers[1] as TestServer, start, 500, 0)).toEqual(first);
  });
});
