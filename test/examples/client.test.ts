import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '../http/eventually.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';
import { buildClient, ClientProcess } from './client-process.js';

/** The program of examples/client, as somebody runs it who has read its README. */
let server: TestServer;
let folder: TemporaryFolder;

beforeAll(async () => {
  [server, folder] = [await startTestServer(), temporaryFolder()];
  await buildClient();
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

function start(args: readonly string[], token = server.token): ClientProcess {
  return new ClientProcess(args, { SPOOR_URL: server.url, SPOOR_TOKEN: token });
}

let posted = 0;

/** Stores events that are asked for, and as many that are not. @returns the titles of the former */
async function post(count: number): Promise<string[]> {
  const titles = Array.from({ length: count }, () => `event ${posted++}`);
  const events = titles.flatMap((title) =>
    ['exec', 'open'].map((name) => ({ title, evt: { name }, date: new Date().toISOString(), hostname: 'web-1' })),
  );
  const { report } = await server.post(events.map((event) => JSON.stringify(event)).join('\n'));
  expect(report.stored).toBe(2 * count);
  return titles;
}

const WHERE = 'evt.name == "exec"';

describe.each(['follow', 'live'])('%s', (command) => {
  it('deals with every event, killed in the middle of ingest or not', async () => {
    const cursor = join(folder.path, command);
    const following = ['--where', WHERE, '--cursor', cursor];
    const clients = [start([command, ...following])];
    const handled = (): string[] => clients.flatMap(({ titles }) => titles);
    await eventually(() => expect(existsSync(cursor)).toBe(true));

    const all: string[] = [];
    let isOver = false;
    const ingest = [0, 1, 2].map(async () => {
      for (; !isOver; await setTimeout(50)) all.push(...(await post(5)));
    });
    for (const enough of [20, 60]) {
      await eventually(() => expect(handled().length).toBeGreaterThan(enough));
      await clients.at(-1)?.end('SIGKILL');
      clients.push(start([command, ...following]));
    }
    isOver = true;
    await Promise.all(ingest);
    const [last] = await post(1);
    all.push(last as string);

    // Nobody else is there to print it.
    await eventually(() => expect(clients.at(-1)?.titles).toContain(last));
    await eventually(() => expect([...new Set(handled())].sort()).toEqual(all.sort()));
    // What each of them had been given when it was killed, and not yet kept the cursor of.
    expect(handled().length - all.length).toBeLessThanOrEqual(2 * 100);
    expect(await clients.at(-1)?.end('SIGTERM')).toBe(0);
  });
});

describe('follow', () => {
  it('writes back what it has done', async () => {
    const client = start([
      'follow',
      '--where',
      WHERE,
      '--cursor',
      join(folder.path, 'back'),
      '--acknowledge',
      'printed',
    ]);
    await eventually(() => expect(existsSync(join(folder.path, 'back'))).toBe(true));

    const [title] = await post(1);

    await eventually(async () => {
      const { data } = await server.graphql(
        'query ($title: String) { securityEvents(filter: { title: { eq: $title }, acknowledgement: {} }) { nodes { acknowledgement { note } } } }',
        { title },
      );
      expect(data).toEqual({ securityEvents: { nodes: [{ acknowledgement: { note: 'printed' } }] } });
    });
    await client.end('SIGTERM');
  });

  it('ends with a sentence when it is not let in', async () => {
    const token = await server.createToken({ scopes: ['events:write'] });
    const client = start(['follow', '--cursor', join(folder.path, 'forbidden')], token);

    expect(await client.end()).toBe(1);
    expect(client.complaints).toContain('needs the scope events:read');
    expect(existsSync(join(folder.path, 'forbidden'))).toBe(false);
  });
});

describe('page', () => {
  it('prints every event of a range of time, over as many pages as there are', async () => {
    const since = new Date().toISOString();
    const titles = [...(await post(150)), ...(await post(150))];
    const client = start(['page', '--where', WHERE, '--since', since]);

    expect(await client.end()).toBe(0);
    expect(client.titles.sort()).toEqual(titles.sort());
  });
});
