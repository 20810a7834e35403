import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../http/eventually.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { isThere, shown } from './shown.js';

const folder = temporaryFolder();

afterAll(() => folder.remove());

const hasTools = ['bash', 'curl', 'jq'].every(isThere);

(hasTools ? describe : describe.skip)('follow.sh', () => {
  let server: TestServer;
  const script = join(folder.path, 'follow.sh');

  beforeAll(async () => {
    writeFileSync(script, shown('follow.sh'));
    server = await startTestServer();
  });

  afterAll(() => server.close());

  class Script {
    printed = '';
    complained = '';
    readonly exited: Promise<[number | null]>;
    private readonly child: ChildProcess;

    constructor(cursor: string, token: string, { url }: TestServer = server) {
      const env = { PATH: process.env['PATH'], SPOOR_URL: url, SPOOR_TOKEN: token, CURSOR_FILE: cursor };
      this.child = spawn('bash', [script], {
        env: { ...env, WHERE: 'evt.name == "exec"' },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      this.child.stdout?.on('data', (bytes: Buffer) => (this.printed += bytes.toString()));
      this.child.stderr?.on('data', (bytes: Buffer) => (this.complained += bytes.toString()));
      this.exited = once(this.child, 'exit') as Promise<[number | null]>;
    }

    /** With the programs that it runs. */
    async kill(): Promise<void> {
      process.kill(-(this.child.pid as number), 'SIGKILL');
      await this.exited;
    }

    get titles(): string[] {
      return [...this.printed.matchAll(/^event_\w+ web-1: (.*)$/gm)].map(([, title]) => title as string);
    }
  }

  let posted = 0;
  async function post(count: number): Promise<string[]> {
    const titles = Array.from({ length: count }, () => `event ${posted++}`);
    const documents = titles.map((title) => ({ title, evt: { name: 'exec' }, hostname: 'web-1', date: NOW }));
    await server.post(documents.map((document) => JSON.stringify(document)).join('\n'));
    return titles;
  }
  const NOW = new Date().toISOString();

  it('acts on every event though it is killed, and writes back', async () => {
    const cursor = join(folder.path, 'cursor');
    const token = await server.createToken({ name: 'script', scopes: ['events:read', 'events:acknowledge'] });
    const first = new Script(cursor, token);
    await eventually(() => expect(existsSync(cursor)).toBe(true));
    const titles = await post(150);
    await eventually(() => expect(first.titles.length).toBeGreaterThan(0));
    await first.kill();
    titles.push(...(await post(20)));

    const second = new Script(cursor, token);
    const acted = (): string[] => [...new Set([...first.titles, ...second.titles])];
    await eventually(() => expect(acted().sort()).toEqual(titles.sort()));

    const count = 'query ($filter: SecurityEventFilter) { eventCount(filter: $filter) { value } }';
    await eventually(async () => {
      const { data } = await server.graphql(count, { filter: { acknowledgement: { status: { eq: 'ACKNOWLEDGED' } } } });
      expect(data).toEqual({ eventCount: { value: 170 } });
    });
    await second.kill();
  });

  it('goes on from the oldest cursor, and says so, when its own has expired', async () => {
    const cursor = join(folder.path, 'expired');
    const { data } = await server.graphql<{ eventFeed: { cursor: string } }>(
      '{ eventFeed(after: "OLDEST", first: 1) { cursor } }',
    );
    writeFileSync(cursor, data.eventFeed.cursor);
    await post(1);
    await server.services.database.query({
      text: 'update installation set forgotten_batch = (select max(number) from ingest_batch)',
      values: [],
    });

    const running = new Script(cursor, server.token);
    await eventually(() => expect(running.complained).toContain('has expired'));
    const titles = await post(3);

    await eventually(() => expect(running.titles.sort()).toEqual(titles));
    await running.kill();
  });

  it('ends with a sentence when it is not let in', async () => {
    const running = new Script(join(folder.path, 'none'), await server.createToken({ scopes: ['events:write'] }));

    expect((await running.exited)[0]).toBe(1);
    expect(running.complained).toContain('FORBIDDEN: Query.eventFeed needs the scope events:read');
  });

  it('waits when it has asked too much, and when nobody answers', async () => {
    const poor = await startTestServer({ maxQueryCost: 150, pointsPerMinute: 150 });
    const running = new Script(join(folder.path, 'poor'), poor.token, poor);

    await eventually(() => expect(running.complained).toContain('RATE_LIMITED: '));
    await running.kill();
    await poor.close();
    const alone = new Script(join(folder.path, 'poor'), poor.token, poor);

    await eventually(() => expect(alone.complained).toContain('NO_ANSWER: No answer'));
    await alone.kill();
  });
});
