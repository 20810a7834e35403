import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askGraphQL } from '../../src/commands/ask-graphql.js';
import { demoSimulation } from '../../src/commands/demo-events.js';
import { startCli, type CliResult } from '../support/cli.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(() => database.drop());

/** Runs the demo until it says that it serves, asks the server it names something, and stops it. */
async function runDemo(): Promise<CliResult & { readonly health: number; readonly viewer: unknown }> {
  const demo = startCli(['demo'], { DATABASE_URL: database.url, SPOOR_PORT: '0' });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    demo.process.stdout?.on('data', (bytes: Buffer) => {
      output += bytes.toString();
      const [, found] = /(http:\/\/[\d.:]+)\/health\/ready/.exec(output) ?? [];
      if (found) resolve(found);
    });
    demo.result.then(({ stderr }) => reject(new Error(`the demo ended: ${stderr}`)), reject);
  });
  const health = (await fetch(`${url}/health/ready`)).status;
  const [token = ''] = /\bspoor_[0-9A-Za-z]{36}\b/.exec(output) ?? [];
  const viewer = await askGraphQL({ url, token }, '{ viewer { name scopes } }', {});
  demo.process.kill('SIGTERM');
  return { ...(await demo.result), health, viewer };
}

describe('spoor demo', () => {
  it('stores events, answers three questions, serves, and stops when it is told to', async () => {
    const { code, stdout, stderr, health, viewer } = await runDemo();

    expect(stdout).toMatch(/^Stored 5,000 events \(/m);
    expect(stdout).toContain('query NewestEvents');
    expect(stdout).toMatch(/^time +host +event +title +user +program$/m);
    expect(stdout).toContain('query EventWithLineage');
    expect(stdout).toMatch(/^pid 1, root: .*\n└─ pid \d+/m);
    expect(stdout).toContain('query WhoRanWhat');
    expect(stdout).toMatch(/^container [0-9a-f]{64} on \S+\n\ntime +user +terminal +started by +command$/m);
    expect({ code, stderr, health }).toEqual({ code: 0, stderr: '', health: 200 });
    const scopes = ['events:read', 'events:read-sensitive', 'events:write', 'events:acknowledge', 'deadletters:read'];
    expect(viewer).toEqual({ viewer: { name: 'demo', scopes } });
  });

  it('finds the events of an earlier demo, and answers the same', async () => {
    const { code, stdout } = await runDemo();

    expect(stdout).toMatch(/^All 5,000 events were stored already/m);
    expect(stdout).toMatch(/^time +user +terminal +started by +command\n.*\n(.*\n)*.*sh -c '.* \| sh'$/m);
    expect(code).toBe(0);
  });
});

describe('the events of the demo', () => {
  it('are the same all day long, and lie in the past', () => {
    const [morning, evening] = ['2026-11-21T00:00:00.000Z', '2026-11-21T23:59:59.999Z'].map(Date.parse) as [
      number,
      number,
    ];

    expect(demoSimulation(evening)).toEqual(demoSimulation(morning));
    expect(demoSimulation(morning).start.getTime() + demoSimulation(morning).duration).toBe(morning);
  });
});
