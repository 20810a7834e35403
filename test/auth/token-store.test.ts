import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createFirstToken } from '../../src/auth/first-token.js';
import { hashSecret } from '../../src/auth/token-secret.js';
import { ApiTokenStore, type CreatedApiToken, type NewApiToken } from '../../src/auth/token-store.js';
import { Database } from '../../src/database/database.js';
import { quoteIdentifier } from '../../src/database/identifier.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const LATER = new Date('2027-01-01T00:00:00.000Z');

let services: Services;
let tokens: ApiTokenStore;

beforeAll(async () => {
  services = await startTestServices();
  tokens = services.tokens;
});

afterAll(() => services.close());

function create(given: Partial<NewApiToken> = {}): Promise<CreatedApiToken> {
  return tokens.create({ name: 'a', scopes: ['events:read'], hosts: [], expiresAt: LATER, ...given }, {}, NOW);
}

/** Actions and details of the entries that name a token, the oldest first. */
async function auditOf(tokenId: string): Promise<unknown[]> {
  const entries = await services.auditEntries.page({ direction: 'asc', limit: 10_000 });
  const id = `token_${tokenId.replaceAll('-', '')}`;
  return entries.filter(({ details }) => details['tokenId'] === id).map(({ action, details }) => ({ action, details }));
}

describe('the first token', () => {
  it('is made although there are tokens, as long as none of them can make others', async () => {
    await create({ name: 'demo', scopes: ['events:read'] });

    expect(await createFirstToken(tokens, NOW)).toMatch(/^spoor_/);

    await services.database.query({ text: 'delete from api_token', values: [] });
  });

  it('is made once, whoever else starts at the same moment', async () => {
    const pools = Array.from(
      { length: 4 },
      () => new Database(services.database.connectionString, { connections: 2, statementTimeout: 10_000 }),
    );

    const made = await Promise.all([...pools, ...pools].map((pool) => createFirstToken(new ApiTokenStore(pool), NOW)));
    await Promise.all(pools.map((pool) => pool.close()));

    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await tokens.list()).toMatchObject([{ name: 'bootstrap', createdBy: 'command line', hosts: [] }]);
  });

  it('is not made again when every token is revoked', async () => {
    for (const { id } of await tokens.list()) await tokens.revoke(id, {});

    expect(await createFirstToken(tokens, NOW)).toBeUndefined();
  });
});

describe('an API token', () => {
  it('is found by its secret, and by no other', async () => {
    const { token, secret } = await create({ name: 'dashboard', hosts: ['web-1', 'wéb 2'] });
    const other = await create();

    expect(await tokens.withSecret(secret)).toEqual(token);
    expect(token).toMatchObject({ name: 'dashboard', hosts: ['web-1', 'wéb 2'], expiresAt: LATER });
    expect((await tokens.withSecret(other.secret))?.id).toBe(other.token.id);
    expect(await tokens.withSecret(`${secret.slice(0, -1)}!`)).toBeUndefined();
  });

  it('stands in no table as its secret, only as its hash', async () => {
    const { token, secret } = await create({ name: 'hidden' });
    await services.authenticator.authenticate(secret);
    await tokens.revoke(token.id, {});
    services.audit.refused({ address: '::1' }, { code: 'auth.unauthenticated', reason: 'no' });
    await services.audit.flush();

    const everything = await wholeDatabase(services.database);

    expect(everything).toContain(hashSecret(secret).toString('hex'));
    expect(everything).toContain('hidden');
    for (const text of [secret, secret.slice(6, 36)]) {
      for (const encoding of ['utf8', 'hex', 'base64'] as const) {
        // Of base64 the last characters depend on what follows.
        const written = Buffer.from(text)
          .toString(encoding)
          .replace(/.{0,2}=*$/, encoding === 'base64' ? '' : '$&');
        expect(everything).not.toContain(written);
      }
    }
  });

  it('is listed with the newest first, revoked and expired ones too', async () => {
    const first = await create({ name: 'first', expiresAt: new Date(NOW.getTime() + 1) });
    const second = await create({ name: 'second', expiresAt: undefined });
    await tokens.revoke(first.token.id, {});

    const listed = (await tokens.list()).slice(0, 2);

    expect(listed.map(({ name, expiresAt }) => [name, expiresAt])).toEqual([
      ['second', undefined],
      ['first', first.token.expiresAt],
    ]);
    expect(listed[1]?.revokedAt).toBeInstanceOf(Date);
    expect(second.token.revokedAt).toBeUndefined();
  });

  it('stays as it is when it is revoked again, and the log speaks of it once', async () => {
    const { token } = await create({ name: 'twice' });

    const all = await Promise.all([1, 2, 3].map(() => tokens.revoke(token.id, {})));
    const again = await tokens.revoke(token.id, {});

    expect(new Set([...all, again].map(({ revokedAt }) => revokedAt?.getTime())).size).toBe(1);
    expect(await auditOf(token.id)).toMatchObject([
      {
        action: 'TOKEN_CREATED',
        details: { tokenName: 'twice', scopes: ['events:read'], hosts: [], expiresAt: LATER.toISOString() },
      },
      { action: 'TOKEN_REVOKED', details: { tokenName: 'twice' } },
    ]);
  });

  it('cannot be revoked when there is none with that id', async () => {
    const id = randomUUID();

    await expect(tokens.revoke(id, {})).rejects.toMatchObject({
      code: 'token.not_found',
      message: expect.stringContaining(`"token_${id.replaceAll('-', '')}"`),
    });
  });

  it('is made and noted together or not at all', async () => {
    const before = await tokens.list();
    const tooMuch = { kind: 'PERSON' as const, id: 'x', name: 'y' };

    await services.database.query({ text: 'alter table audit_entry rename to audit_gone', values: [] });
    const failed = await tokens
      .create({ name: 'unseen', scopes: ['events:read'], hosts: [], expiresAt: LATER }, { principal: tooMuch }, NOW)
      .then(
        () => 'made',
        () => 'failed',
      );
    await services.database.query({ text: 'alter table audit_gone rename to audit_entry', values: [] });

    expect(failed).toBe('failed');
    expect(await tokens.list()).toEqual(before);
  });

  it.each<[string, Partial<NewApiToken>, RegExp]>([
    ['no name', { name: '' }, /^`name` is "";/],
    ['a blank name', { name: ' \u3000' }, /^`name` is /],
    ['a name that is too long', { name: 'x'.repeat(201) }, /^`name` is "x{60}…"; give 1 to 200 characters/],
    ['a name with a line break', { name: 'a\nb' }, /^`name` is "a\\nb"/],
    ['a name with a NUL', { name: 'a\0' }, /^`name` is /],
    ['a name with half a character', { name: 'a\ud800' }, /^`name` is /],
    ['an expiry that is now', { expiresAt: NOW }, /^`expiresAt` is 2026-11-21T12:00:00.000Z, which is past/],
    ['an expiry of the past', { expiresAt: new Date(0) }, /^`expiresAt` is 1970/],
    ['an empty host', { hosts: ['a', ''] }, /^`hosts` has ""/],
    ['a host with a NUL', { hosts: ['a\0'] }, /^`hosts` has /],
    [
      'too many hosts',
      { hosts: Array.from({ length: 1001 }, (_, i) => `h${i}`) },
      /^`hosts` names 1001 hosts; .* 1000/,
    ],
    [
      'scopes that hosts cannot hold for',
      { hosts: ['a'], scopes: ['events:read', 'tokens:admin', 'audit:read', 'metrics:read'] },
      /^`scopes` has tokens:admin, audit:read, metrics:read, for which `hosts` cannot hold/,
    ],
  ])('is not made with %s', async (_what, given, sentence) => {
    await expect(create(given)).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringMatching(sentence),
    });
  });
});

/** Every row of every table as text; `bytea` is hexadecimal in it. */
async function wholeDatabase(database: Database): Promise<string> {
  const tables = await database.query({
    text: `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p')`,
    values: [],
  });
  const rows = await Promise.all(
    tables.map(({ name }) =>
      database.query({ text: `select t::text as row from ${quoteIdentifier(name as string)} t`, values: [] }),
    ),
  );
  return rows
    .flat()
    .map(({ row }) => row as string)
    .join('\n');
}
