import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { PROGRAM } from '../support/cli.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let server: ChildProcessByStdio<null, Readable, null>;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  await database.drop();
});

function startServer(): void {
  const env = { ...process.env, NODE_OPTIONS: '', DATABASE_URL: database.url, SPOOR_PORT: '0' };
  server = spawn(process.execPath, [PROGRAM, 'serve'], { stdio: ['ignore', 'pipe', 'inherit'], env });
}

function address(): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (text) => {
      said += String(text);
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (found) resolve(found);
    });
    server.once('exit', () => reject(new Error(`The server ended before it listened: ${said}`)));
  });
}

describe('spoor serve', () => {
  it('goes on when nobody reads its output any more', async () => {
    startServer();
    const url = await address();
    server.stdout.destroy();

    const stored = await fetch(`${url}/v1/events`, { method: 'POST', body: '{"evt":{"name":"exec"}}' });
    const ready = await fetch(`${url}/health/ready`);

    expect(await stored.json()).toMatchObject({ received: 1, stored: 1 });
    expect(ready.status).toBe(200);
    expect(server.exitCode).toBeNull();
  });
});
