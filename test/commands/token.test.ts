import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator } from '../../src/auth/authenticator.js';
import { ApiTokenStore } from '../../src/auth/token-store.js';
import { Database } from '../../src/database/database.js';
import { runCli, type CliResult } from '../support/cli.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';

const DAY = 86_400_000;

let cloned: TestDatabase;
let database: Database;
let tokens: ApiTokenStore;

beforeAll(async () => {
  cloned = await cloneDatabase();
  database = new Database(cloned.url, { connections: 2, statementTimeout: 10_000 });
  tokens = new ApiTokenStore(database);
});

afterAll(async () => {
  await database.close();
  await cloned.drop();
});

function token(...args: readonly string[]): Promise<CliResult> {
  return runCli(['token', ...args], { DATABASE_URL: cloned.url });
}

const create = (...args: readonly string[]): Promise<CliResult> => token('create', '--name', 'x', ...args);

describe('spoor token', () => {
  it('creates a token, whose secret alone it writes to standard output', async () => {
    const args = ['--scope', 'events:read', 'deadletters:*', '--host', 'web-1', 'web-2', '--expires', '30d'];

    const { code, stdout, stderr } = await token('create', '--name', 'Grafana, "prod"', ...args);
    const principal = await new Authenticator(tokens, undefined).authenticate(stdout.trimEnd());

    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^spoor_[0-9A-Za-z]{36}\n$/) });
    expect(stderr).toMatch(
      /^token_[0-9a-f]{32}, "Grafana, \\"prod\\"": events:read, deadletters:read, deadletters:replay for web-1, web-2, until 20\S+Z\.\nIts secret is shown only now:\n$/,
    );
    expect(principal).toMatchObject({ name: 'Grafana, "prod"', hosts: ['web-1', 'web-2'] });
    expect(Math.abs((principal.expiresAt?.getTime() as number) - Date.now() - 30 * DAY)).toBeLessThan(60_000);
  });

  it('lists tokens without their secrets, and revokes one at once, for a program that runs', async () => {
    const [forEver, other] = await Promise.all([
      create('--scope', 'events:*', '--expires', 'never'),
      create('--scope', 'tokens:admin'),
    ]);
    const authenticator = new Authenticator(tokens, undefined);
    const secret = forEver.stdout.trim();
    await authenticator.authenticate(secret);
    const [id = ''] = /token_\w+/.exec(forEver.stderr) ?? [];
    const defaultExpiry = /until (20\S+Z)/.exec(other.stderr)?.[1] as string;

    const revoked = await token('revoke', id);
    const refused = authenticator.authenticate(secret);
    await expect(refused).rejects.toMatchObject({ code: 'auth.unauthenticated' });
    const [again, list] = await Promise.all([token('revoke', id), token('list')]);

    expect(forEver.stderr).toMatch(/, until it is revoked\.$/m);
    expect(Math.abs(Date.parse(defaultExpiry) - Date.now() - 90 * DAY)).toBeLessThan(60_000);
    expect([revoked, again].map(({ code, stdout }) => ({ code, stdout }))).toEqual(
      Array(2).fill({ code: 0, stdout: '"x" is revoked: nobody gets in with it from now on.\n' }),
    );
    expect(list.code).toBe(0);
    expect(list.stdout).toMatch(/^id +name +state +last used +hosts +scopes$/m);
    expect(list.stdout).toMatch(
      new RegExp(
        `^${id} +x +revoked 20\\S+Z +20\\S+Z +all +events:read events:read-sensitive events:write events:acknowledge$`,
        'm',
      ),
    );
    expect(list.stdout).toMatch(/ x +valid until 20\S+Z +never +all +tokens:admin$/m);
    for (const { stdout } of [forEver, other]) expect(list.stdout).not.toContain(stdout.trim().slice(6, 36));
  });

  it('refuses what does not do with a sentence, and makes nothing', async () => {
    const before = (await tokens.list()).length;
    const unknown = `token_${'0'.repeat(32)}`;
    const cases: [Promise<CliResult>, number, RegExp][] = [
      [create('--scope', 'events:reed'), 1, /^`scopes` has "events:reed"; the scopes are events:read, /],
      [
        create('--scope', 'events:read', '--expires', '0d'),
        1,
        /^--expires is "0d"; give days, such as 30d, or never$/m,
      ],
      [create('--scope', 'events:read', '--expires', 'soon'), 1, /^--expires is "soon"/],
      [
        create('--scope', 'tokens:admin', '--host', 'a'),
        1,
        /^`scopes` has tokens:admin, for which `hosts` cannot hold/,
      ],
      [create(), 1, /required option '--scope <scopes\.\.\.>' not specified/],
      [token('create', '--name', ' ', '--scope', 'events:read'), 1, /^`name` is " "; give 1 to 200 characters/],
      [
        token('revoke', unknown),
        1,
        new RegExp(`^No API token has the id "${unknown}"; \`spoor token list\` lists them$`, 'm'),
      ],
      [token('revoke', 'host_1'), 1, /^The id "host_1" is the id of a host, not of an API token$/m],
    ];

    for (const [result, code, sentence] of cases) {
      const { stdout, stderr, code: ended } = await result;
      expect({ ended, stdout, stderr }).toEqual({ ended: code, stdout: '', stderr: expect.stringMatching(sentence) });
      expect(stderr).not.toMatch(/^ +at /m);
    }
    expect(await tokens.list()).toHaveLength(before);
  });
});
