import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { exportSPKI, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { Logins, type LoginOptions } from '../../src/auth/logins.js';
import { bearer, startTestServer, type TestServer } from '../http/test-server.js';
import { issuerKey, startJwksServer, type IssuerKey, type JwksServer } from './jwks-server.js';

const ISSUER = 'https://login.example';
const AUDIENCE = 'spoor';
const OPTIONS = { issuer: ISSUER, audience: AUDIENCE, scopesClaim: 'scope', hostsClaim: undefined };

let key: IssuerKey;
let rsa: IssuerKey;
let jwks: JwksServer;
let server: TestServer;

beforeAll(async () => {
  [key, rsa] = await Promise.all([issuerKey('first'), issuerKey('rsa', 'RS256')]);
  jwks = await startJwksServer([key, rsa]);
  server = await startTestServer({ jwksUrl: jwks.url, jwtIssuer: ISSUER, jwtAudience: AUDIENCE });
});

afterAll(async () => {
  await server.close();
  await jwks.close();
});

const seconds = (): number => Math.floor(Date.now() / 1000);

/** Claims of a good login; `undefined` leaves one out. */
function claims(changes: Readonly<Record<string, unknown>> = {}): JWTPayload {
  const good = { iss: ISSUER, aud: AUDIENCE, sub: 'u-1', exp: seconds() + 600, iat: seconds(), scope: 'events:read' };
  return JSON.parse(JSON.stringify({ ...good, ...changes })) as JWTPayload;
}

interface Signature {
  readonly with?: Parameters<SignJWT['sign']>[0];
  readonly header?: Partial<JWTHeaderParameters>;
}

function login(changes = {}, { with: signer = key.privateKey, header = {} }: Signature = {}): Promise<string> {
  return new SignJWT(claims(changes)).setProtectedHeader({ alg: 'ES256', kid: 'first', ...header }).sign(signer);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: { readonly viewer: unknown };
    readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  };
}

/** Who a login is to the server. */
async function viewer(jwt: string, url = server.url): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(jwt) },
    body: '{"query":"{ viewer { kind name scopes hosts expiresAt } }"}',
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

async function expectRefused(jwt: string, sentence: RegExp, url?: string): Promise<void> {
  const { status, headers, body } = await viewer(jwt, url);
  const [error] = body.errors ?? [];
  expect({ status, code: error?.extensions['code'], data: body.data }).toEqual({
    status: 401,
    code: 'UNAUTHENTICATED',
  });
  expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="spoor"/);
  expect(error?.message).toMatch(sentence);
}

describe('a login', () => {
  it('lets a person in', async () => {
    const exp = seconds() + 600;

    const { status, body } = await viewer(await login({ exp, preferred_username: 'ada', email: 'a@b.example' }));

    expect({ status, viewer: body.data?.viewer }).toEqual({
      status: 200,
      viewer: {
        kind: 'PERSON',
        name: 'ada',
        scopes: ['events:read'],
        hosts: null,
        expiresAt: new Date(exp * 1000).toISOString(),
      },
    });
  });

  it.each<[string, object, string[]]>([
    ['text', { scope: 'events:read audit:read' }, ['events:read', 'audit:read']],
    ['text with many blanks', { scope: '  events:read   audit:read ' }, ['events:read', 'audit:read']],
    ['a list', { scope: ['audit:read', 'events:read'] }, ['audit:read', 'events:read']],
    ['names of others', { scope: 'openid events:read profile events:* * toString' }, ['events:read']],
    ['names of others only', { scope: 'openid' }, []],
    ['a list of anything', { scope: [1, null, {}, ['audit:read'], 'events:read'] }, ['events:read']],
    ['an object', { scope: { 'events:read': true } }, []],
    ['nothing', { scope: undefined }, []],
    ['another claim', { scope: undefined, scopes: 'events:read' }, []],
  ])('has the scopes that are %s', async (_what, changes, scopes) => {
    const { body } = await viewer(await login(changes));

    expect(body.data?.viewer).toMatchObject({ scopes });
  });

  it.each<[string, object, string]>([
    ['its user name', { preferred_username: 'ada', email: 'a@b.example', name: 'Ada L' }, 'ada'],
    ['its address', { email: 'a@b.example', name: 'Ada L' }, 'a@b.example'],
    ['its name', { preferred_username: '', name: 'Ada L' }, 'Ada L'],
    ['its subject', { preferred_username: 7 }, 'u-1'],
  ])('is called by %s', async (_what, changes, name) => {
    const { body } = await viewer(await login(changes));

    expect(body.data?.viewer).toMatchObject({ name });
  });

  it.each<[string, object, RegExp]>([
    ['another issuer', { iss: 'https://evil.example' }, /unexpected "iss" claim value/],
    ['no issuer', { iss: undefined }, /missing required "iss" claim/],
    ['another audience', { aud: 'other' }, /unexpected "aud" claim value/],
    ['other audiences', { aud: ['other', 'spoor2'] }, /unexpected "aud" claim value/],
    ['no audience', { aud: undefined }, /missing required "aud" claim/],
    ['an end that is past', { exp: seconds() - 31 }, /"exp" claim timestamp check failed/],
    ['a beginning to come', { nbf: seconds() + 60 }, /"nbf" claim timestamp check failed/],
    ['no end', { exp: undefined }, /missing required "exp" claim/],
    ['an end that is text', { exp: '99999999999' }, /"exp" claim must be a number/],
    ['no subject', { sub: undefined }, /missing required "sub" claim/],
    ['an empty subject', { sub: '' }, /it has no `sub`/],
    ['a subject that is no text', { sub: 7 }, /it has no `sub`/],
  ])('with %s is refused', async (_what, changes, sentence) => {
    await expectRefused(await login(changes), sentence);
  });

  it('by clocks that differ by half a minute is good', async () => {
    expect((await viewer(await login({ exp: seconds() - 20, nbf: seconds() + 20 }))).status).toBe(200);
  });

  it('for several audiences, us among them, is good', async () => {
    expect((await viewer(await login({ aud: ['other', AUDIENCE] }))).status).toBe(200);
  });

  it.each(['none', 'None', 'NONE', 'nOnE', ''])('without a signature (alg %j) is refused', async (alg) => {
    const [header, payload] = [{ alg, kid: 'first' }, claims({ scope: 'tokens:admin' })].map(base64url);

    await expectRefused(`${header}.${payload}.AA`, /The login token is refused/);
    await expectRefused(`${header}.${payload}.`, /not an API token of Spoor/);
  });

  it.each(['HS256', 'HS384', 'HS512'])('signed with the public key for a secret (%s) is refused', async (alg) => {
    for (const secret of [await exportSPKI(rsa.publicKey), JSON.stringify(rsa.jwk), rsa.jwk.n as string]) {
      const forged = await login({}, { with: new TextEncoder().encode(secret), header: { alg, kid: 'rsa' } });
      await expectRefused(forged, /"alg" \(Algorithm\) Header Parameter value not allowed/);
    }
  });

  it('signed with a key of its own is refused, even if it brings that along', async () => {
    const own = await issuerKey('first');
    const header = { jwk: own.jwk as never, jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/' };

    await expectRefused(await login({}, { with: own.privateKey }), /signature verification failed/);
    await expectRefused(await login({}, { with: own.privateKey, header }), /signature verification failed/);
  });

  it('signed with a key that the issuer does not name is refused', async () => {
    const own = await issuerKey('stranger');

    await expectRefused(
      await login({}, { with: own.privateKey, header: { kid: 'stranger' } }),
      /no applicable key found/,
    );
  });

  it('whose claims or signature were changed is refused', async () => {
    const [header, , signature] = (await login()).split('.') as [string, string, string];
    const [, other] = (await login({ sub: 'u-2' })).split('.');
    const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);

    await expectRefused(`${header}.${base64url(claims({ scope: 'tokens:admin' }))}.${signature}`, /signature/);
    await expectRefused(`${header}.${other}.${signature}`, /signature/);
    await expectRefused((await login()).replace(/[^.]*$/, flipped), /signature/);
  });

  it('with a header that it calls critical is refused, and that is written down in few words', async () => {
    const name = `x\0${'y'.repeat(5_000)}`;
    const odd = `${base64url({ alg: 'ES256', kid: 'first', crit: [name], [name]: 1 })}.${base64url(claims())}.AAAA`;

    await expectRefused(odd, /Extension Header Parameter/);
    await server.services.audit.flush();

    const refused = await server.services.auditEntries.page({ direction: 'desc', limit: 100 });
    const reasons = refused.map(({ details }) => String(details['reason']));
    const [reason = ''] = reasons.filter((one) => one.includes('Extension Header Parameter'));
    expect(reason).toContain('Extension Header Parameter "x\ufffdyyy');
    expect(reason).toHaveLength(500);
  });

  it('of somebody with an odd name lets them in, and what they see is written down', async () => {
    const jwt = await login({
      preferred_username: `a\0\ud800${'b'.repeat(2_000)}`,
      scope: 'events:read tokens:admin audit:read',
    });

    const forbidden = await server.graphql('{ hosts { nodes { id } } auditLog { nodes { at } } }', {}, { token: jwt });
    const made = await server.graphql(
      'mutation { createApiToken(input: { name: "x", scopes: ["events:read"] }) { apiToken { createdBy } } }',
      {},
      { token: jwt },
    );

    expect([forbidden.errors, made.errors]).toEqual([undefined, undefined]);
    expect(made.data).toMatchObject({
      createApiToken: { apiToken: { createdBy: expect.stringMatching(/^a\ufffd\ufffdb+$/) } },
    });
  });
});

describe('the hosts of a login', () => {
  const hostsOf = async (hosts: unknown): Promise<readonly string[] | undefined | string> => {
    const logins = new Logins({ ...OPTIONS, jwksUrl: jwks.url, hostsClaim: 'hosts' });
    const jwt = await login({ hosts, scope: 'events:read tokens:admin audit:read metrics:read' });
    return logins.principal(jwt).then(
      ({ hosts: names, scopes }) => [...(names ?? ['all']), ...scopes],
      (error: Error) => error.message,
    );
  };

  it.each<[unknown, readonly string[]]>([
    [['web-1'], ['web-1', 'events:read']],
    [
      ['web-1', 'web-2'],
      ['web-1', 'web-2', 'events:read'],
    ],
    ['web-1 web-2', ['web-1', 'web-2', 'events:read']],
    [['*'], ['all', 'events:read', 'tokens:admin', 'audit:read', 'metrics:read']],
    ['*', ['all', 'events:read', 'tokens:admin', 'audit:read', 'metrics:read']],
    [
      ['*.example', 'web-*'],
      ['*.example', 'web-*', 'events:read'],
    ],
  ])('that are %j restrict it', async (hosts, expected) => {
    expect(await hostsOf(hosts)).toEqual(expected);
  });

  it.each([undefined, null, [], '', ' ', [''], [7], {}, true])('that are %j let nobody in', async (hosts) => {
    expect(await hostsOf(hosts)).toMatch(/^The login token has no hosts in its claim "hosts"/);
  });
});

describe('the keys of an issuer', () => {
  const loginsAt = (jwksUrl: string, options: Partial<LoginOptions> = {}): Logins =>
    new Logins({ ...OPTIONS, jwksUrl, ...options });

  it('that cannot be had are a fault of ours, and worth another try', async () => {
    const gone = await startJwksServer([key]);
    await gone.close();
    const other = await startTestServer({ jwksUrl: gone.url, jwtIssuer: ISSUER, jwtAudience: AUDIENCE });

    const { status, headers, body } = await viewer(await login(), other.url);
    const withToken = await other.graphql('{ viewer { kind } }');
    await other.close();

    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
    expect(headers.get('www-authenticate')).toBeNull();
    expect(body.errors?.[0]).toMatchObject({
      message: `The keys that login tokens are checked with cannot be had from ${gone.url}; try again`,
      extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true },
    });
    // API tokens have nothing to do with it.
    expect(withToken.data).toEqual({ viewer: { kind: 'API_TOKEN' } });
  });

  it.each([
    ['an error', 500, 'oops'],
    ['no JSON', 200, '<html>'],
    ['no keys', 200, '{}'],
    ['keys that are none', 200, '{"keys":7}'],
  ])('that are %s are such a fault, too', async (_what, status, body) => {
    const issuer = await startJwksServer([]);
    issuer.answer({ status, body });

    const refused = loginsAt(issuer.url).principal(await login());

    await expect(refused).rejects.toMatchObject({ code: 'auth.unavailable', retryable: true });
    await issuer.close();
  });

  it('are remembered while the issuer is away', async () => {
    const issuer = await startJwksServer([key]);
    const logins = loginsAt(issuer.url);
    await logins.principal(await login());
    await issuer.close();

    await expect(logins.principal(await login({ sub: 'u-2' }))).resolves.toMatchObject({ id: 'u-2' });
    expect(issuer.asked()).toBe(1);
  });

  it('are asked for again when a login names a new one, but not for each that is made up', async () => {
    const next = await issuerKey('second');
    const issuer = await startJwksServer([key]);
    const logins = loginsAt(issuer.url);
    const old = await login();
    await logins.principal(old);
    issuer.answer([next]);
    const rotated = await login({}, { with: next.privateKey, header: { kid: 'second' } });

    // Within half a minute of asking, nobody makes us ask again.
    for (let i = 0; i < 5; i++)
      await expect(logins.principal(rotated)).rejects.toMatchObject({ code: 'auth.unauthenticated' });
    expect(issuer.asked()).toBe(1);
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 31_000);
    const principal = await logins.principal(rotated);
    const withOld = await logins.principal(old).catch((error: Error) => error);
    clock.mockRestore();
    await issuer.close();

    expect(principal.id).toBe('u-1');
    expect(withOld).toMatchObject({ code: 'auth.unauthenticated' });
    expect(issuer.asked()).toBe(2);
  });
});

describe('where logins are not configured', () => {
  it('a good one is refused', async () => {
    const other = await startTestServer();

    await expectRefused(await login(), /not an API token of Spoor/, other.url);
    await other.close();
  });
});

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
