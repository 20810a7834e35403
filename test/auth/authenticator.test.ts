import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Authenticator } from '../../src/auth/authenticator.js';
import { createSecret } from '../../src/auth/token-secret.js';
import { scopeNames, type Scope } from '../../src/auth/scopes.js';
import type { ApiToken } from '../../src/auth/token-store.js';
import type { Services } from '../../src/services.js';
import { createTestToken, type TestTokenOptions } from '../http/test-server.js';
import { startTestServices } from '../support/database.js';
import { eventually } from '../http/eventually.js';

let services: Services;
const statements: (string | undefined)[] = [];
/** Ids of tokens whose use was written down. */
const touched: unknown[] = [];

beforeAll(async () => {
  services = await startTestServices();
  services.control.onStatement(({ name, values: [ids] }) => {
    if (name === 'touch_api_tokens') touched.push(...(ids as string[]));
    // The feed's, when its connection is there.
    else if (name !== 'feed_newest') statements.push(name);
  });
});

afterAll(() => services.close());

const create = (options?: TestTokenOptions): Promise<string> => createTestToken(services, options);

/** An authenticator of its own, as another process has one, by a clock of its own. */
function at(time: () => number): Authenticator {
  return new Authenticator(services.tokens, undefined, () => new Date(time()));
}

function refusal(credential: string, authenticator = services.authenticator): Promise<unknown> {
  return authenticator.authenticate(credential).then(
    () => 'let in',
    (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
  );
}

describe('a credential', () => {
  it('that differs in one character is refused without a look into the database', async () => {
    const secret = await create();
    statements.length = 0;
    const changed = fc
      .tuple(fc.nat(secret.length - 1), fc.constantFrom(...'0123456789ABCXYZabcxyz_-.~+/='))
      .filter(([place, character]) => secret[place] !== character)
      .map(([place, character]) => secret.slice(0, place) + character + secret.slice(place + 1));

    await fc.assert(
      fc.asyncProperty(changed, async (text) => {
        expect(await refusal(text)).toMatch(/^auth.unauthenticated: The credential is not an API token of Spoor/);
      }),
      { numRuns: 300 },
    );

    expect(statements).toEqual([]);
  });

  it('of the right form that nobody made is looked up once, and refused', async () => {
    statements.length = 0;

    expect(await refusal(createSecret())).toMatch(/^auth.unauthenticated: No API token has this secret; create one/);
    expect(statements).toEqual(['api_token_by_hash']);
  });

  it('is refused as a JSON Web Token where logins are not configured', async () => {
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.AA`;
    statements.length = 0;

    expect(await refusal(unsigned)).toMatch(/^auth.unauthenticated: The credential is not an API token of Spoor/);
    expect(statements).toEqual([]);
  });
});

describe('an API token', () => {
  it('expires to the millisecond', async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const secret = await create({ name: 'short', expiresAt });

    const before = await refusal(
      secret,
      at(() => expiresAt.getTime() - 1),
    );
    const then = await refusal(
      secret,
      at(() => expiresAt.getTime()),
    );

    expect(before).toBe('let in');
    expect(then).toMatch(
      `auth.unauthenticated: The API token "short" expired at ${expiresAt.toISOString()}; create one with \`spoor token create\``,
    );
  });

  it('is refused from the moment it is revoked', async () => {
    const secret = await create({ name: 'gone' });
    const { id } = (await services.tokens.withSecret(secret)) as ApiToken;
    const before = await refusal(secret);
    await services.tokens.revoke(id, {});

    expect(before).toBe('let in');
    expect(await refusal(secret)).toMatch(/^auth.unauthenticated: The API token "gone" was revoked at 20/);
  });

  it.each<[string, readonly Scope[], readonly string[], readonly Scope[]]>([
    ['every scope', scopeNames, [], scopeNames],
    ['one scope', ['audit:read'], [], ['audit:read']],
    ['hosts', ['events:read', 'events:write'], ['a'], ['events:read', 'events:write']],
  ])('with %s is somebody with these', async (_what, scopes, hosts, expected) => {
    const principal = await services.authenticator.authenticate(await create({ name: 'who', scopes, hosts }));

    expect(principal).toMatchObject({ kind: 'API_TOKEN', name: 'who', hosts: hosts.length ? hosts : undefined });
    expect([...principal.scopes]).toEqual(expected);
  });

  it('has no scope that a restriction to hosts cannot hold for, however it got there, nor one that is no more', async () => {
    const secret = await create({ name: 'odd', scopes: ['events:read'], hosts: ['a'] });
    const { id } = (await services.tokens.withSecret(secret)) as ApiToken;
    await services.database.query({
      text: `update api_token set scopes = '{events:read,tokens:admin,audit:read,metrics:read,events:*,*,toString}' where id = $1`,
      values: [id],
    });

    expect([...(await services.authenticator.authenticate(secret)).scopes]).toEqual(['events:read']);
  });

  it('has its last use written once a minute, by all processes together', async () => {
    const secret = await create({ name: 'busy' });
    const { id, lastUsedAt } = (await services.tokens.withSecret(secret)) as ApiToken;
    const used = async (): Promise<Date | undefined> => (await services.tokens.withSecret(secret))?.lastUsedAt;
    let now = Date.now();
    const [one, other] = [at(() => now), at(() => now)];
    const touches = (): number => touched.filter((one) => one === id).length;

    await Promise.all(Array.from({ length: 20 }, () => one.authenticate(secret)));
    await eventually(async () => expect(await used()).toBeInstanceOf(Date));
    const first = await used();
    now += 59_999;
    await one.authenticate(secret);
    expect(touches()).toBe(1);
    now += 1;
    await one.authenticate(secret);
    await other.authenticate(secret);
    await eventually(() => expect(touches()).toBe(3));

    // Not a minute has passed for the database.
    expect(await used()).toEqual(first);
    expect(lastUsedAt).toBeUndefined();
    await services.database.query({
      text: `update api_token set last_used_at = now() - interval '61 seconds' where id = $1`,
      values: [id],
    });
    now += 60_000;
    await other.authenticate(secret);
    await eventually(async () => expect((await used())?.getTime()).toBeGreaterThanOrEqual(first?.getTime() as number));
  });
});
