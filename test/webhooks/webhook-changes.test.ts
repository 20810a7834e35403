import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { scopeNames, type Scope } from '../../src/auth/scopes.js';
import { FeedCursors } from '../../src/feed/feed-cursors.js';
import { eventually } from '../http/eventually.js';
import type { TestServer } from '../http/test-server.js';
import type { Endpoint } from './endpoint.js';
import { describeUpdateWebhook } from './update-webhook.cases.js';
import { describeWebhookActions } from './webhook-actions.cases.js';
import { ask, change, webhookOf } from './webhook-client.js';
import { webhookFixture, type WebhookFixture } from './webhook-fixture.js';

const at = webhookFixture({ webhookTimeout: 1_000 });
let server: TestServer;
let endpoint: Endpoint;

beforeAll(() => {
  ({ server, endpoint } = at);
});

const post: WebhookFixture['post'] = (...given) => at.post(...given);
const titles = (path: string): unknown[] => at.titles(path);

const NOBODY = `webhook_${'0'.repeat(32)}`;

describe('createWebhook', () => {
  let knownId: Promise<string> | undefined;
  const known = (): Promise<string> =>
    (knownId ??= change(server, 'createWebhook', { url: endpoint.url('/known'), filter: { title: { eq: '-' } } }).then(
      ({ webhook: { id } }) => id,
    ));

  it('shows what it made, and its secret only there', async () => {
    const filter = {
      process: { pid: { in: [1, 2] }, executable: { inode: { gt: '18446744073709551614' } } },
      kind: { ne: 'AGENT_REPORT' },
      formats: { none: { eq: 'CWS_7_40' } },
      time: { gte: '2026-01-01T00:00:00+02:00' },
    };
    const url = endpoint.url('/shown');
    const where = 'exec.file.name == "x"';

    const { webhook, secret } = await change(server, 'createWebhook', {
      url,
      name: 'shown',
      where,
      filter,
      batchSize: 7,
    });
    const list = await server.graphql('{ webhooks { id name } auditLog(first: 1) { nodes { action details } } }');
    const { deliveries, ...shown } = webhook;

    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).toMatchObject({
      ...{ url, name: 'shown', where, filter, batchSize: 7, state: 'ACTIVE', reason: null, attempts: 0, hosts: null },
      ...{ readsSensitive: true, createdBy: 'test', failingSince: null, nextAttemptAt: null, deliveredAt: null },
    });
    expect(deliveries.nodes).toEqual([]);
    expect(list.data).toMatchObject({
      webhooks: expect.arrayContaining([{ id: webhook.id, name: 'shown' }]),
      auditLog: {
        nodes: [
          {
            action: 'WEBHOOK_CREATED',
            details: { webhookId: webhook.id, endpoint: new URL(url).origin, hosts: [], readsSensitive: true },
          },
        ],
      },
    });
    expect(list.text + JSON.stringify(await webhookOf(server, webhook.id))).not.toContain(secret.slice(6));
    const node = await server.graphql('query ($id: ID!) { node(id: $id) { __typename id } }', { id: webhook.id });
    expect(node.data).toEqual({ node: { __typename: 'Webhook', id: webhook.id } });
    await change(server, 'deleteWebhook', { id: webhook.id });
  });

  it.each<[string, object, string]>([
    ['a URL that is none', { url: 'nowhere' }, '`url` is "nowhere", which is no URL'],
    ['another scheme', { url: 'gopher://a.example/' }, 'which begins with "gopher:"'],
    [
      'a private address',
      { url: 'http://10.0.0.1/' },
      '"http://10.0.0.1/", which is refused: 10.0.0.1 is a private address',
    ],
    ['a metadata service', { url: 'http://169.254.169.254/' }, '169.254.169.254 is a link-local address'],
    ['a password', { url: 'https://a:b@a.example/' }, '`url` has a name or a password in it'],
    ['a name without an address', { url: 'https://a.invalid/' }, 'the name a.invalid cannot be resolved'],
    [
      'a secret too short',
      { secret: `whsec_${randomBytes(23).toString('base64')}` },
      '`secret` is too short: it has 23 bytes',
    ],
    ['a secret of another kind', { secret: 'hunter2' }, '`secret` is not `whsec_` and base64 behind it'],
    ['SECL that does not compile', { where: 'exec.file.name ==' }, '`where`'],
    [
      'a regular expression that does not compile',
      { filter: { title: { matches: '(' } } },
      'The regular expression "("',
    ],
    ['a malformed cursor', { from: 'x' }, 'which is no cursor of this feed'],
    [
      'a foreign cursor',
      { from: new FeedCursors(randomBytes(32)).format({ batch: 1n, event: undefined }) },
      'no cursor of this feed',
    ],
    ['no events', { batchSize: 0 }, '`batchSize` is 0; it must be 1 to 1000'],
    ['too many events', { batchSize: 1_001 }, '`batchSize` is 1001; it must be 1 to 1000'],
    ['an empty name', { name: ' ' }, '`name` is " "'],
  ])('refuses %s, as updateWebhook does', async (_what, input, sentence) => {
    const refusal = [
      { message: expect.stringContaining(sentence), extensions: { code: 'BAD_USER_INPUT', retryable: false } },
    ];

    expect((await ask(server, 'createWebhook', { url: endpoint.url(), ...input })).errors).toMatchObject(refusal);
    if ('from' in input || 'secret' in input) return;
    expect((await ask(server, 'updateWebhook', { id: await known(), ...input })).errors).toMatchObject(refusal);
  });

  it('refuses who may not see the events', async () => {
    const blind = await server.createToken({ name: 'blind', scopes: ['webhooks:write'] });
    const narrow = await server.createToken({ name: 'narrow', scopes: ['webhooks:write', 'events:read'] });

    const unseen = await ask(server, 'createWebhook', { url: endpoint.url() }, blind);
    const sensitive = await ask(server, 'createWebhook', { url: endpoint.url(), where: 'exec.args == "x"' }, narrow);

    expect(unseen.errors).toMatchObject([{ message: expect.stringContaining('needs the scope events:read') }]);
    expect(sensitive.errors).toMatchObject([
      { message: expect.stringContaining('needs the scope events:read-sensitive') },
    ]);
  });

  it('begins where it is told to', async () => {
    await post('before');
    await change(server, 'createWebhook', {
      url: endpoint.url('/now'),
      filter: { title: { in: ['before', 'after'] } },
    });
    const filter = { title: { eq: 'before' } };
    await change(server, 'createWebhook', { url: endpoint.url('/oldest'), filter, from: 'OLDEST' });
    await post('after');

    await eventually(() => expect([titles('/now'), titles('/oldest')]).toEqual([['after'], ['before']]));
  });
});

describe('a webhook of somebody', () => {
  const scopes: Scope[] = ['webhooks:read', 'webhooks:write', 'events:read'];

  it('sees the hosts that its creator sees, without what is sensitive', async () => {
    const token = await server.createToken({ scopes, hosts: ['db-1'] });
    const filter = { title: { eq: 'mine' } };
    const { webhook } = await change(server, 'createWebhook', { url: endpoint.url('/mine'), filter }, token);
    expect(webhook).toMatchObject({ hosts: ['db-1'], readsSensitive: false });
    const process = { pid: 1, args: ['--password=hunter2'], envs: ['KEY'] };

    await post('mine', 'web-1', { process });
    await post('mine', 'db-1', { process });
    await eventually(() => expect(titles('/mine')).toHaveLength(1));

    const [event] = endpoint.messages('/mine').flatMap(({ events }) => events);
    expect(event).toMatchObject({ host: { name: 'db-1' }, document: { process: { pid: 1, args: null, envs: null } } });
    expect(
      endpoint
        .on('/mine')
        .map(({ text }) => text)
        .join(),
    ).not.toContain('hunter2');
  });

  it('is there for who sees as much, and for nobody who sees less or other', async () => {
    const mine = await server.createToken({ scopes, hosts: ['a', 'b'] });
    const same = await server.createToken({ scopes, hosts: ['b', 'a', 'c'] });
    const less = await server.createToken({ scopes, hosts: ['a'] });
    const { webhook } = await change(server, 'createWebhook', { url: endpoint.url('/a') }, mine);
    const { webhook: all } = await change(server, 'createWebhook', { url: endpoint.url('/all') });
    const sees = async (token?: string): Promise<string[]> => {
      const { data } = await server.graphql<{ webhooks: { id: string }[] }>(
        '{ webhooks { id } }',
        {},
        token ? { token } : {},
      );
      return data.webhooks.map(({ id }) => id).filter((id) => id === webhook.id || id === all.id);
    };

    expect(await Promise.all([sees(), sees(mine), sees(same), sees(less)])).toEqual([
      [all.id, webhook.id],
      [webhook.id],
      [webhook.id],
      [],
    ]);
    for (const name of [
      'pauseWebhook',
      'resumeWebhook',
      'rotateWebhookSecret',
      'testWebhook',
      'deleteWebhook',
    ] as const) {
      for (const [id, token] of [
        [webhook.id, less],
        [all.id, mine],
        [NOBODY, server.token],
      ] as const) {
        expect((await ask(server, name, { id }, token)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
      }
    }
    const replay = await ask(server, 'replayWebhook', { id: all.id, from: 'OLDEST' }, mine);
    expect(replay.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    await change(server, 'pauseWebhook', { id: webhook.id }, same);
  });

  it('shows its deliveries only to who may read them', async () => {
    const token = await server.createToken({ scopes: scopeNames.filter((scope) => scope !== 'webhooks:read') });

    const { errors } = await ask(server, 'createWebhook', { url: endpoint.url('/unread') }, token);

    expect(errors).toMatchObject([
      { message: expect.stringContaining('Webhook.deliveries needs the scope webhooks:read') },
    ]);
  });
});

describeWebhookActions(at);
describeUpdateWebhook(at);
