import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../http/eventually.js';
import { answer } from './endpoint.js';
import { ask, change, deliveriesOf, webhookOf } from './webhook-client.js';
import type { WebhookFixture } from './webhook-fixture.js';

export function describeWebhookActions(at: WebhookFixture): void {
  describe('pauseWebhook, resumeWebhook and replayWebhook', () => {
    it('stop, go on without a gap, and go back', async () => {
      const filter = { title: { in: ['p1', 'p2', 'p3'] } };
      const { webhook } = await change(at.server, 'createWebhook', {
        url: at.endpoint.url('/p'),
        filter,
        batchSize: 1,
      });
      const { id } = webhook;
      await at.post('p1');
      await eventually(async () => expect((await deliveriesOf(at.server, id)).length).toBe(1));
      const { cursor } = await webhookOf(at.server, id);

      const paused = await change(at.server, 'pauseWebhook', { id });
      const again = await change(at.server, 'pauseWebhook', { id });
      await at.post('p2');
      await at.post('p3');
      const other = await change(at.server, 'createWebhook', { url: at.endpoint.url('/q'), filter, from: cursor });
      await eventually(() => expect(at.titles('/q')).toEqual(['p2', 'p3']));
      expect(at.titles('/p')).toEqual(['p1']);
      expect(paused.webhook.state).toBe('PAUSED');
      expect(again.webhook).toEqual(paused.webhook);
      await change(at.server, 'resumeWebhook', { id });
      await eventually(() => expect(at.titles('/p')).toEqual(['p1', 'p2', 'p3']));

      const moved = await change(at.server, 'replayWebhook', { id, from: webhook.cursor });
      await eventually(() => expect(at.titles('/p')).toEqual(['p1', 'p2', 'p3', 'p1', 'p2', 'p3']));

      expect(moved.webhook.cursor).toBe(webhook.cursor);
      const ids = at.endpoint.on('/p').map(({ headers }) => headers['webhook-id']);
      expect(new Set(ids).size).toBe(6);
      await change(at.server, 'deleteWebhook', { id });
      await change(at.server, 'deleteWebhook', { id: other.webhook.id });
      expect((await ask(at.server, 'resumeWebhook', { id })).errors).toMatchObject([
        { extensions: { code: 'NOT_FOUND' } },
      ]);
    });

    it('move a webhook on while a message is on its way, which then does not move it back', async () => {
      const filter = { title: { in: ['m1', 'm2'] } };
      const { webhook } = await change(at.server, 'createWebhook', { url: at.endpoint.url('/m'), filter });
      const finish: (() => void)[] = [];
      at.endpoint.answers.set('/m', (response) => void finish.push(() => response.writeHead(200).end()));
      await at.post('m1');
      await eventually(() => expect(finish).toHaveLength(1));

      await at.post('m2');
      await change(at.server, 'replayWebhook', { id: webhook.id, from: webhook.cursor });
      at.endpoint.answers.delete('/m');
      finish[0]?.();
      await eventually(() => expect(at.titles('/m')).toEqual(['m1', 'm1', 'm2']));
    });
  });

  describe('rotateWebhookSecret', () => {
    it('lets both secrets verify for a while', async () => {
      const filter = { title: { eq: 'rotated' } };
      const given = `whsec_${randomBytes(24).toString('base64')}`;
      const created = await change(at.server, 'createWebhook', { url: at.endpoint.url('/r'), filter, secret: given });
      const { id } = created.webhook;
      const verified = (secret: string): boolean[] =>
        at.endpoint.on('/r').map(({ text, headers }) => {
          try {
            return Boolean(new Webhook(secret).verify(text, headers as Record<string, string>));
          } catch {
            return false;
          }
        });

      const second = await change(at.server, 'rotateWebhookSecret', { id });
      await change(at.server, 'testWebhook', { id });
      const third = await change(at.server, 'rotateWebhookSecret', { id, overlap: 'PT0S' });
      await change(at.server, 'testWebhook', { id });

      expect(created.secret).toBe(given);
      expect(verified(given)).toEqual([true, false]);
      expect(verified(second.secret)).toEqual([true, false]);
      expect(verified(third.secret)).toEqual([false, true]);
      const until = Date.parse((second.webhook as unknown as { previousSecretUntil: string }).previousSecretUntil);
      expect(Math.abs(until - Date.now() - 86_400_000)).toBeLessThan(60_000);
      for (const [input, sentence] of [
        [{ overlap: 'P31D' }, '`overlap` is "P31D"; it must be "P30D" or less'],
        [{ overlap: 'a day' }, '`overlap` is "a day", which is no duration'],
        [{ secret: 'whsec_AAAA' }, '`secret` is too short: it has 3 bytes'],
      ] as const) {
        expect((await ask(at.server, 'rotateWebhookSecret', { id, ...input })).errors).toMatchObject([
          { message: expect.stringContaining(sentence) },
        ]);
      }
    });
  });

  describe('testWebhook', () => {
    it('sends a signed message at once, says how it was taken, and changes nothing else', async () => {
      const { webhook, secret } = await change(at.server, 'createWebhook', { url: at.endpoint.url('/t'), name: 'T' });
      const { id } = webhook;
      await change(at.server, 'pauseWebhook', { id });

      const { delivery } = await change(at.server, 'testWebhook', { id });
      at.endpoint.answers.set('/t', answer(404));
      const refused = await change(at.server, 'testWebhook', { id });
      at.endpoint.answers.set('/t', () => undefined);
      const hung = await change(at.server, 'testWebhook', { id });

      expect(delivery).toMatchObject({ type: 'TEST', attempt: 1, status: 204, failure: null, events: 0, cursor: null });
      expect(refused.delivery).toMatchObject({ status: 404, failure: 'STATUS', error: 'The endpoint answers 404' });
      expect(hung.delivery).toMatchObject({ status: null, failure: 'TIMEOUT' });
      const [message] = at.endpoint.messages('/t');
      expect(message).toEqual({ type: 'test', webhook: { id, name: 'T' }, cursor: webhook.cursor, events: [] });
      const [request] = at.endpoint.on('/t');
      expect(new Webhook(secret).verify(request?.text ?? '', request?.headers as Record<string, string>)).toEqual(
        message,
      );
      expect(await webhookOf(at.server, id)).toMatchObject({ state: 'PAUSED', attempts: 0, failingSince: null });
      expect((await deliveriesOf(at.server, id)).map(({ type, failure }) => [type, failure])).toEqual([
        ['TEST', 'TIMEOUT'],
        ['TEST', 'STATUS'],
        ['TEST', null],
      ]);
    });
  });

  describe('deliveries', () => {
    it('come by pages, the newest first', async () => {
      const { webhook } = await change(at.server, 'createWebhook', { url: at.endpoint.url('/pages') });
      const { id } = webhook;
      for (let i = 0; i < 3; i++) await change(at.server, 'testWebhook', { id });
      const page = async (
        given: string,
      ): Promise<{ nodes: { messageId: string }[]; pageInfo: { endCursor: string } }> => {
        const query = `query ($id: ID!) {
          webhook(id: $id) { deliveries(${given}) { nodes { messageId } pageInfo { hasNextPage endCursor } } }
        }`;
        return (await at.server.graphql<{ webhook: { deliveries: never } }>(query, { id })).data.webhook.deliveries;
      };

      const first = await page('first: 2');
      const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
      const all = await page('first: 10');

      expect([...first.nodes, ...second.nodes]).toEqual(all.nodes);
      expect(all.nodes).toHaveLength(3);
      expect(first.pageInfo).toMatchObject({ hasNextPage: true });
    });
  });
}
