import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '../../src/database/connect.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { isAlive, postmasterOf, untilGone } from '../support/postmaster.js';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.js';

let folder: TemporaryFolder;
const servers: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  folder.remove();
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(folder.path);
  servers.push(server);
  return server;
}

async function stop(server: EmbeddedPostgres): Promise<void> {
  servers.splice(servers.indexOf(server), 1);
  await server.stop();
}

async function run(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = await connect(server.url('postgres'));
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts the same server; resolves once it has. */
async function startElsewhere(): Promise<{ process: ChildProcess; url: string }> {
  const program = fileURLToPath(new URL('../support/embedded-server.js', import.meta.url));
  const child = spawn(process.execPath, [program, folder.path], { env: { ...process.env, NODE_OPTIONS: '' } });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, url: line.toString().trim() };
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
}

describe('the embedded PostgreSQL', () => {
  it('finds its data at a second start, with files that nobody else may read', async () => {
    const first = await start();
    await run(first, 'create table kept as select 1 as one');
    await stop(first);

    const second = await start();

    expect(await run(second, 'select one from kept')).toEqual([{ one: 1 }]);
    expect(readFileSync(join(folder.path, 'password'), 'utf8')).toMatch(/^[\w-]{32}$/);
  });

  it('recovers what was committed when the server was killed', async () => {
    const first = await start();
    await run(first, 'create table kept as select n from generate_series(1, 1000) n');
    await kill(postmasterOf(folder.path));

    const second = await start();

    expect(await run(second, 'select count(*)::int as kept from kept')).toEqual([{ kept: 1000 }]);
  });

  it('starts although its lock file names a process that is another program by now', async () => {
    const first = await start();
    await kill(postmasterOf(folder.path));
    const lockFile = join(folder.path, 'cluster/postmaster.pid');
    writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace(/^\d+/, String(process.ppid)));

    const second = await start();

    expect(await run(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(first.url('postgres')).toBe(second.url('postgres'));
  });

  it('goes to the next process when the one that started it was killed', async () => {
    const { process: owner, url } = await startElsewhere();
    await kill(owner.pid as number);
    const postmaster = postmasterOf(folder.path);
    expect(isAlive(postmaster)).toBe(true);

    const adopted = await start();
    expect(adopted.url('postgres')).toBe(url);
    await stop(adopted);

    await untilGone(postmaster);
  });

  it('is one server for all that start it at once, and stops with the last of them', async () => {
    const [elsewhere, first, second] = await Promise.all([startElsewhere(), start(), start()]);
    const postmaster = postmasterOf(folder.path);

    expect(first.url('postgres')).toBe(elsewhere.url);
    expect(second.url('postgres')).toBe(elsewhere.url);
    await stop(first);
    await kill(elsewhere.process.pid as number);
    expect(await run(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    await stop(second);
    await untilGone(postmaster);
  });
});
