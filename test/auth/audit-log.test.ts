import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditAction } from '../../src/auth/audit-log.js';
import { readConfig } from '../../src/config.js';
import { connect } from '../../src/database/connect.js';
import { buildServices } from '../../src/services.js';
import { cloneDatabase } from '../support/database.js';
import { bearer, startTestServer, type TestServer } from '../http/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

interface Entry {
  readonly at: string;
  readonly action: AuditAction;
  readonly count: number;
  readonly principalKind: string | null;
  readonly principalId: string | null;
  readonly principalName: string | null;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly auditLog: {
    readonly nodes: readonly Entry[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null;
      readonly endCursor: string | null;
    };
  };
}

const QUERY = `query Audit($filter: AuditLogFilter, $first: Int, $after: String, $last: Int, $before: String) {
  auditLog(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    nodes { at action count principalKind principalId principalName requestId address details }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

async function page(variables: object = {}): Promise<Page['auditLog']> {
  const { data, errors } = await server.graphql<Page>(QUERY, variables);
  expect(errors).toBeUndefined();
  return data.auditLog;
}

/** What is written of refusals by now, once everything is. */
async function refusals(): Promise<Entry[]> {
  await server.services.audit.flush();
  return [...(await page({ filter: { actions: ['REQUEST_REFUSED'] }, first: 500 })).nodes];
}

const sum = (entries: readonly Entry[]): number => entries.reduce((total, { count }) => total + count, 0);

const clear = async (): Promise<void> => {
  await server.services.audit.flush();
  await server.services.database.query({ text: 'delete from audit_entry', values: [] });
};

describe('refused requests', () => {
  beforeEach(clear);

  it('are written down one by one a kind, and counted after', async () => {
    const narrow = await server.createToken({ name: 'narrow', scopes: ['metrics:read'] });
    await clear();
    const hammer = async (times: number, ask: () => Promise<unknown>): Promise<void> => {
      for (let i = 0; i < times; i += 25) await Promise.all(Array.from({ length: 25 }, ask));
    };

    await hammer(500, async () => expect((await fetch(`${server.url}/graphql`)).status).toBe(401));
    await hammer(100, async () => expect((await server.get('/v1/events/x', { token: narrow })).status).toBe(403));
    await hammer(100, () => server.graphql('query A { apiTokens { id } }', {}, { token: narrow }));

    const written = await refusals();
    const kinds = new Map<unknown, Entry[]>();
    for (const entry of written) {
      const kind = entry.details['reason'];
      kinds.set(kind, [...(kinds.get(kind) ?? []), entry]);
    }
    expect([...kinds.values()].map((entries) => [entries.length, sum(entries)]).sort()).toEqual([
      [2, 100],
      [2, 100],
      [2, 500],
    ]);
    const {
      at: _at,
      requestId: _id,
      ...nobody
    } = written.find(({ details }) => details['route'] === 'GET /graphql') as Entry;
    expect(nobody).toEqual({
      action: 'REQUEST_REFUSED',
      count: expect.any(Number),
      ...{ principalKind: null, principalId: null, principalName: null, address: '127.0.0.1' },
      details: {
        code: 'auth.unauthenticated',
        route: 'GET /graphql',
        reason: expect.stringMatching(/^The request names nobody/),
      },
    });
    expect(written.filter(({ principalName }) => principalName === 'narrow')).toHaveLength(4);
  });

  it('are no more kinds for being called by many names', async () => {
    const narrow = await server.createToken({ name: 'namer', scopes: ['metrics:read'] });
    await clear();

    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        server.graphql(`query Name${i}_${'x'.repeat(3_000)} { a${i}: apiTokens { id } }`, {}, { token: narrow }),
      ),
    );

    const written = await refusals();
    expect([written.length, sum(written)]).toEqual([2, 60]);
    for (const { details } of written) expect(JSON.stringify(details).length).toBeLessThan(1_000);
  });

  it('past a thousand kinds a minute are counted all the same', async () => {
    for (let i = 0; i < 1_500; i++)
      server.services.audit.refused({ address: `10.0.${i >> 8}.${i & 255}` }, { code: 'auth.unauthenticated' });

    await server.services.audit.flush();

    const [total] = await server.services.database.query({
      text: 'select count(*)::int as rows, sum(count)::int as refusals from audit_entry',
      values: [],
    });
    expect(total).toEqual({ rows: 1_001, refusals: 1_500 });
  });

  it('are written down to the last when the server stops', async () => {
    const database = await cloneDatabase();
    const { url } = database;
    const services = await buildServices(
      { ...readConfig({}), ingestWorkers: 0 },
      { url, stop: () => Promise.resolve() },
    );
    for (let i = 0; i < 300; i++) services.audit.refused({ address: `10.1.0.${i}` }, { code: 'auth.unauthenticated' });
    await services.close();

    const client = await connect(url);
    const { rows } = await client.query('select count(*)::int as written from audit_entry');
    await client.end();
    await database.drop();

    expect(rows).toEqual([{ written: 300 }]);
  });

  it('are refused even when they cannot be written down', async () => {
    const rename = (from: string, to: string): Promise<unknown> =>
      server.services.database.query({ text: `alter table ${from} rename to ${to}`, values: [] });
    await rename('audit_entry', 'audit_gone');

    const { status } = await fetch(`${server.url}/v1/events/x`);
    await server.services.audit.flush();
    await rename('audit_gone', 'audit_entry');

    expect(status).toBe(401);
  });
});

describe('a change of tokens', () => {
  beforeEach(clear);

  it('names who made it, over which request, and nothing secret', async () => {
    const create =
      'mutation { createApiToken(input: { name: "n", scopes: ["events:read"], hosts: ["h"] }) { secret apiToken { id expiresAt } } }';
    const made = await server.graphql<{
      createApiToken: { secret: string; apiToken: { id: string; expiresAt: string } };
    }>(create);
    const { secret, apiToken } = made.data.createApiToken;
    await server.graphql(`mutation { revokeApiToken(input: { id: "${apiToken.id}" }) { apiToken { id } } }`);

    const { nodes } = await page();
    const admin = (await server.graphql<{ apiTokens: { id: string }[] }>('{ apiTokens { id name } }')).data.apiTokens;

    const by = {
      at: expect.stringMatching(/^20.*Z$/),
      count: 1,
      principalKind: 'API_TOKEN',
      principalId: admin.at(-1)?.id,
      principalName: 'test',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      address: '127.0.0.1',
    };
    const token = { tokenId: apiToken.id, tokenName: 'n' };
    expect(nodes).toEqual([
      { ...by, action: 'TOKEN_REVOKED', details: token },
      {
        ...by,
        action: 'TOKEN_CREATED',
        details: { ...token, scopes: ['events:read'], hosts: ['h'], expiresAt: apiToken.expiresAt },
      },
    ]);
    expect(JSON.stringify(nodes)).not.toContain(secret.slice(6, 36));
  });
});

describe('auditLog', () => {
  beforeAll(async () => {
    await clear();
    const actor = (name: string) => ({ principal: { kind: 'PERSON' as const, id: name, name } });
    for (let i = 0; i < 7; i++) {
      const action = i % 2 ? 'TOKEN_REVOKED' : 'SENSITIVE_READ';
      await server.services.audit.record({ ...actor(i < 4 ? 'ada' : 'bob'), action, details: { number: i } });
    }
    await server.services.database.query({
      text: `update audit_entry set at = '2026-01-01T00:00:00Z'::timestamptz + (details->>'number')::int * interval '1 hour'`,
      values: [],
    });
  });

  const numbers = ({ nodes }: Page['auditLog']): unknown[] => nodes.map(({ details }) => details['number']);

  it('has the newest first, by pages in both directions', async () => {
    const first = await page({ first: 3 });
    const second = await page({ first: 3, after: first.pageInfo.endCursor });
    const third = await page({ first: 3, after: second.pageInfo.endCursor });
    const back = await page({ last: 2, before: third.pageInfo.startCursor });
    const end = await page({ last: 2 });

    expect([first, second, third, back, end].map(numbers)).toEqual([[6, 5, 4], [3, 2, 1], [0], [2, 1], [1, 0]]);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect([first, second, back].map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true]);
    expect(numbers(await page({ first: 0 }))).toEqual([]);
  });

  it('goes on where it was, whatever has been written since', async () => {
    const first = await page({ first: 2 });
    await server.services.audit.record({ action: 'DEAD_LETTERS_REPLAYED', details: { number: 'new' } });
    const second = await page({ first: 2, after: first.pageInfo.endCursor });
    const newer = await page({ last: 5, before: first.pageInfo.startCursor });
    await server.services.database.query({
      text: `delete from audit_entry where details->>'number' = 'new'`,
      values: [],
    });

    expect([second, newer].map(numbers)).toEqual([[4, 3], ['new']]);
  });

  it.each<[object | null, number[]]>([
    [null, [6, 5, 4, 3, 2, 1, 0]],
    [{}, [6, 5, 4, 3, 2, 1, 0]],
    [{ actions: ['TOKEN_REVOKED'] }, [5, 3, 1]],
    [{ actions: ['TOKEN_REVOKED', 'SENSITIVE_READ'], principalName: 'bob' }, [6, 5, 4]],
    [{ actions: [] }, []],
    [{ principalName: 'ADA' }, []],
    [{ principalName: "' or true --" }, []],
    [{ time: { gte: '2026-01-01T02:00:00Z', lt: '2026-01-01T04:00:00Z' } }, [3, 2]],
    [{ time: { gt: '2026-01-01T02:00:00Z', lte: '2026-01-01T04:00:00Z' } }, [4, 3]],
    [{ actions: ['SENSITIVE_READ'], principalName: 'ada', time: { gte: '2026-01-01T01:00:00Z' } }, [2]],
  ])('%j selects', async (filter, expected) => {
    expect(numbers(await page({ filter }))).toEqual(expected);
  });

  it.each<[object, string]>([
    [{ first: -1 }, '`first` is -1'],
    [{ first: 501 }, '`first` is 501'],
    [{ first: 1, last: 1 }, '`first` is 1 and `last` is 1'],
    [{ after: 'x' }, '`after` is "x", which is no cursor of audit entries'],
    [
      { after: Buffer.from('e1:00000000-0000-0000-0000-000000000000').toString('base64url') },
      'no cursor of audit entries',
    ],
    [{ before: Buffer.from('a1:99999999999999999999').toString('base64url') }, 'no cursor of audit entries'],
    [{ filter: { principalName: 'a\0' } }, '`filter.principalName` is '],
    [
      { filter: { time: { gte: '2026-01-02T00:00:00Z', lt: '2026-01-01T00:00:00Z' } } },
      '`filter.time` ends before it starts',
    ],
  ])('refuses %j', async (variables, sentence) => {
    const { errors } = await server.graphql(QUERY, variables);

    expect(errors).toMatchObject([
      { message: expect.stringContaining(sentence), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('is answered to whom it knows only', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer('spoor_no') },
      body: JSON.stringify({ query: QUERY }),
    });

    expect(response.status).toBe(401);
  });
});

describe('many who read at once', () => {
  it('are written down together, each with what they are', async () => {
    const statements: string[] = [];
    const stop = server.services.control.onStatement(({ name = '' }) => statements.push(name));
    const events = Array.from({ length: 300 }, (_, i) => ({
      action: 'SENSITIVE_READ' as const,
      details: { number: i, fields: ['a "quoted" \\ text', 'x\0y'] },
      ...(i % 2 && { principal: { kind: 'API_TOKEN' as const, id: String(i), name: `crowd, {${i}}` }, address: '::1' }),
    }));

    await Promise.all(events.map((event) => server.services.audit.record(event)));
    stop();

    const { nodes } = await page({ filter: { actions: ['SENSITIVE_READ'] }, first: 300 });
    expect(
      nodes.map(({ details, principalName, address }) => [details['number'], principalName, address]).reverse(),
    ).toEqual(events.map((_event, i) => [i, i % 2 ? `crowd, {${i}}` : null, i % 2 ? '::1' : null]));
    expect(nodes[0]?.details).toMatchObject({ fields: ['a "quoted" \\ text', 'x\u{fffd}y'] });
    expect(statements.filter((name) => name === 'insert_audit_entries')).toHaveLength(2);
  });
});
