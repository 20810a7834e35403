import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scopeNames } from '../../src/auth/scopes.js';
import { runCli } from '../support/cli.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { serveSpoor, type ServingSpoor } from '../support/serving.js';
import { bearer } from '../http/test-server.js';

let database: TestDatabase;
const started: ServingSpoor[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(async () => {
  for (const server of started) await server.stop();
  await database.drop();
});

async function serve(): Promise<ServingSpoor> {
  const server = await serveSpoor({ DATABASE_URL: database.url });
  started.push(server);
  return server;
}

describe('spoor serve', () => {
  it('shows a token that may do everything when it starts for the first time, and never again', async () => {
    const first = await serve();
    const answer = await fetch(`${first.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(first.token ?? '') },
      body: '{"query":"{ viewer { name scopes expiresAt } }"}',
    });
    const second = await serve();

    expect(first.output().split(first.token as string)).toHaveLength(2);
    expect(await answer.json()).toMatchObject({ data: { viewer: { name: 'bootstrap', scopes: scopeNames } } });
    expect(second.token).toBeUndefined();
  });

  it('goes on when nobody reads its output any more', async () => {
    const { url, process } = await serve();
    const token = await createToken();
    process.stdout.destroy();

    const sent = { method: 'POST', headers: bearer(token), body: '{"evt":{"name":"exec"}}' };
    const stored = await fetch(`${url}/v1/events`, sent);
    const ready = await fetch(`${url}/health/ready`);

    expect(await stored.json()).toMatchObject({ received: 1, stored: 1 });
    expect(ready.status).toBe(200);
    expect(process.exitCode).toBeNull();
  });
});

async function createToken(): Promise<string> {
  const args = ['token', 'create', '--name', 'test', '--scope', 'events:write'];
  return (await runCli(args, { DATABASE_URL: database.url })).stdout.trim();
}
