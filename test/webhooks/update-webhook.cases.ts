import { describe, expect, it } from '@jest/globals';
import type { Scope } from '../../src/auth/scopes.js';
import { eventually } from '../http/eventually.js';
import { answer, type Answer } from './endpoint.js';
import { ask, change, webhookOf } from './webhook-client.js';
import type { WebhookFixture } from './webhook-fixture.js';

const only = (...titles: string[]): object => ({ title: { in: titles } });

export function describeUpdateWebhook(at: WebhookFixture): void {
  describe('updateWebhook', () => {
    it('changes what it is given and nothing else, and the webhook keeps its place', async () => {
      const { server, endpoint } = at;
      const [before, after] = [endpoint.url('/u-before'), endpoint.url('/u-after')];
      const made = { url: before, name: 'u', filter: only('u1'), where: 'evt.name == "exec"' };
      const { webhook } = await change(server, 'createWebhook', made);
      const { id, cursor } = webhook;
      await change(server, 'pauseWebhook', { id });
      for (const title of ['u1', 'u2', 'u3']) await at.post(title);

      const changed = { url: after, where: null, filter: only('u1', 'u3'), batchSize: 1 };
      const { webhook: updated } = await change(server, 'updateWebhook', { id, ...changed });
      const { webhook: again } = await change(server, 'updateWebhook', { id, ...changed });
      const { data } = await server.graphql('{ auditLog(first: 1) { nodes { action details } } }');
      await change(server, 'resumeWebhook', { id });
      await eventually(() => expect(at.distinctTitles('/u-after')).toEqual(['u1', 'u3']));

      expect(updated).toMatchObject({ ...changed, name: 'u', state: 'PAUSED', cursor });
      expect(again).toEqual(updated);
      expect(data).toEqual({
        auditLog: {
          nodes: [
            {
              action: 'WEBHOOK_CHANGED',
              details: {
                ...{ webhookId: id, webhookName: 'u', change: 'settings changed', endpoint: new URL(after).origin },
                settings: ['url', 'batchSize', 'where', 'filter'],
              },
            },
          ],
        },
      });
      expect(endpoint.messages('/u-after').every(({ events }) => events.length === 1)).toBe(true);
      expect(endpoint.on('/u-before')).toEqual([]);
      const renamed = await change(server, 'updateWebhook', { id, name: null });
      expect(renamed.webhook).toMatchObject({ ...changed, name: null, state: 'ACTIVE' });
    });

    it.each<[string, Answer]>([
      ['accepts', answer(200)],
      ['has gone', answer(410)],
    ])('sends the message under way to the new URL, too, when the old one %s', async (what, given) => {
      const { server, endpoint } = at;
      const [title, old, path] = [`moved ${what}`, `/old-${what.length}`, `/new-${what.length}`];
      const created = await change(server, 'createWebhook', { url: endpoint.url(old), filter: only(title) });
      const { id } = created.webhook;
      const finish: (() => void)[] = [];
      endpoint.answers.set(old, (response, request) => void finish.push(() => given(response, request)));
      await at.post(title);
      await eventually(() => expect(finish).toHaveLength(1));

      const { webhook } = await change(server, 'updateWebhook', { id, url: endpoint.url(path) });
      await at.post(title);
      for (const each of finish) each();
      await eventually(() => expect(at.distinctTitles(path)).toEqual([title, title]));

      expect(webhook.cursor).toBe(created.webhook.cursor);
      const [sent, again] = [endpoint.on(old), endpoint.on(path)];
      expect(again[0]?.headers['webhook-id']).toBe(sent[0]?.headers['webhook-id']);
      expect(again[0]?.text).toBe(sent[0]?.text);
      await eventually(async () => {
        expect(await webhookOf(server, id)).toMatchObject({ state: 'ACTIVE', attempts: 0, failingSince: null });
      });
    });

    it('selects anew behind the last accepted message, also while one of the old selection is under way', async () => {
      const { server, endpoint } = at;
      const created = await change(server, 'createWebhook', { url: endpoint.url('/s'), filter: only('s2') });
      const { id } = created.webhook;
      const finish: (() => void)[] = [];
      endpoint.answers.set('/s', (response) => void finish.push(() => response.writeHead(200).end()));
      await at.post('s1');
      await at.post('s2');
      await eventually(() => expect(finish).toHaveLength(1));
      const { cursor } = await webhookOf(server, id);

      const { webhook } = await change(server, 'updateWebhook', { id, filter: only('s2', 's3') });
      const before = endpoint.on('/s').length;
      await at.post('s3');
      endpoint.answers.delete('/s');
      for (const each of finish) each();
      await eventually(() => expect(at.distinctTitles('/s')).toEqual(['s2', 's3']));

      expect(webhook.cursor).toBe(cursor);
      const [first, ...later] = endpoint.on('/s').map(({ headers }) => headers['webhook-id']);
      expect(later.slice(before - 1)).not.toContain(first);
      expect(endpoint.messages('/s')[before]?.events[0]?.document['title']).toBe('s2');
    });

    it('leaves a disabled webhook disabled until it is resumed, and gives a failing one a clean slate', async () => {
      const { server, endpoint } = at;
      const filter = only('d1');
      endpoint.answers.set('/down', answer(503, { 'retry-after': '7200' }));
      endpoint.answers.set('/gone', answer(410));
      const failing = await change(server, 'createWebhook', { url: endpoint.url('/down'), filter });
      const gone = await change(server, 'createWebhook', { url: endpoint.url('/gone'), filter });
      await at.post('d1');
      await eventually(async () => {
        expect(await webhookOf(server, failing.webhook.id)).toMatchObject({ attempts: 1 });
        expect(await webhookOf(server, gone.webhook.id)).toMatchObject({ state: 'DISABLED' });
      });

      const [id, disabledId] = [failing.webhook.id, gone.webhook.id];
      const slate = await change(server, 'updateWebhook', { id, url: endpoint.url('/up') });
      const still = await change(server, 'updateWebhook', { id: disabledId, url: endpoint.url('/back') });
      await eventually(() => expect(at.distinctTitles('/up')).toEqual(['d1']));
      expect(endpoint.on('/back')).toEqual([]);
      await change(server, 'resumeWebhook', { id: disabledId });
      await eventually(() => expect(at.distinctTitles('/back')).toEqual(['d1']));

      expect(slate.webhook).toMatchObject({ attempts: 0, nextAttemptAt: null, failingSince: null });
      expect(still.webhook).toMatchObject({ state: 'DISABLED', reason: 'GONE' });
    });

    it('is only for who sees all that the webhook sees', async () => {
      const { server, endpoint } = at;
      const may: Scope[] = ['webhooks:read', 'webhooks:write', 'events:read'];
      const token = (scopes: Scope[], ...hosts: string[]): Promise<string> => server.createToken({ scopes, hosts });
      const [blind, narrow, few, some] = await Promise.all([
        ...[token(['webhooks:read', 'webhooks:write']), token(may)],
        ...[token([...may, 'events:read-sensitive'], 'a'), token(may, 'a', 'b')],
      ]);
      const all = (await change(server, 'createWebhook', { url: endpoint.url('/all'), filter: only('-') })).webhook;
      const theirs = (await change(server, 'createWebhook', { url: endpoint.url('/some') }, some)).webhook;
      const url = endpoint.url('/theft');

      const answers = await Promise.all([
        ask(server, 'updateWebhook', { id: all.id, url }, blind),
        ask(server, 'updateWebhook', { id: all.id, url }, narrow),
        ask(server, 'updateWebhook', { id: all.id, url }, few),
        ask(server, 'updateWebhook', { id: theirs.id, url }, few),
        ask(server, 'updateWebhook', { id: theirs.id, where: 'exec.args == "x"' }, some),
        ask(server, 'updateWebhook', { id: theirs.id, where: 'exec.args == "x"' }),
      ]);

      const forbidden = (sentence: string): object => ({
        ...{ message: expect.stringContaining(sentence), extensions: expect.objectContaining({ code: 'FORBIDDEN' }) },
      });
      expect(answers.map(({ errors }) => errors?.[0])).toMatchObject([
        forbidden('Mutation.updateWebhook needs the scope events:read,'),
        forbidden('of a webhook that sees sensitive fields, needs the scope events:read-sensitive'),
        { extensions: { code: 'NOT_FOUND' } },
        { extensions: { code: 'NOT_FOUND' } },
        forbidden('A condition on `args` needs the scope events:read-sensitive'),
        forbidden('The webhook sees no sensitive fields, and has no condition on `args` either'),
      ]);
      expect((await webhookOf(server, all.id)).url).toBe(all.url);
      const renamed = await change(server, 'updateWebhook', { id: theirs.id, name: 'ours' });
      expect(renamed.webhook).toMatchObject({ name: 'ours', hosts: ['a', 'b'], readsSensitive: false });
    });

    it('ends with the API token that turned it to its URL, until another turns it', async () => {
      const { server, endpoint } = at;
      const filter = only('turned');
      const { webhook } = await change(server, 'createWebhook', { url: endpoint.url('/turned-1'), filter });
      const { id } = webhook;
      const rogue = await server.createToken({ name: 'rogue' });
      await change(server, 'updateWebhook', { id, url: endpoint.url('/turned-2') }, rogue);
      const [stored] = (await server.services.tokens.list()).filter(({ name }) => name === 'rogue');
      await server.services.tokens.revoke(stored?.id as string, {});
      await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ reason: 'TOKEN_REVOKED' }));
      await at.post('turned');

      const refused = await ask(server, 'resumeWebhook', { id });
      await change(server, 'updateWebhook', { id, url: endpoint.url('/turned-3') });
      await change(server, 'resumeWebhook', { id });
      await eventually(() => expect(at.distinctTitles('/turned-3')).toEqual(['turned']));

      expect(refused.errors).toMatchObject([{ message: expect.stringContaining('give it another `url`') }]);
      expect(endpoint.on('/turned-2')).toEqual([]);
    });

    it('mends a selection that is not understood any more', async () => {
      const { server, endpoint } = at;
      const { webhook } = await change(server, 'createWebhook', { url: endpoint.url('/mend'), filter: only('mend') });
      const { id } = webhook;
      const broken = `update webhook set filter_json = '{"titel":{"eq":"x"}}' where url = $1`;
      await server.services.control.query({ text: broken, values: [endpoint.url('/mend')] });
      await at.post('mend');
      await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ reason: 'SELECTION_INVALID' }));

      const half = await ask(server, 'updateWebhook', { id, where: 'evt.name == "exec"' });
      await change(server, 'updateWebhook', { id, filter: only('mend') });
      await change(server, 'resumeWebhook', { id });
      await eventually(() => expect(at.distinctTitles('/mend')).toEqual(['mend']));

      expect(half.errors).toMatchObject([{ message: expect.stringContaining('is not understood any more') }]);
    });

    it.each([['url'], ['batchSize']])('takes no %s away', async (setting) => {
      const { webhook } = await change(at.server, 'createWebhook', { url: at.endpoint.url('/kept') });

      const { errors } = await ask(at.server, 'updateWebhook', { id: webhook.id, [setting]: null });

      expect(errors).toMatchObject([{ message: expect.stringContaining(`\`${setting}\` is null`) }]);
    });
  });
}
