import { describe, expect, it } from '@jest/globals';
import { parseWebhookId } from '../../src/node-id.js';
import { eventually } from '../http/eventually.js';
import { eventsOf, type DeliveryFixture } from './delivery-fixture.js';
import { accept, answer } from './endpoint.js';
import { change, deliveriesOf, webhookOf } from './webhook-client.js';

export function describeDisabling(at: DeliveryFixture): void {
  const { webhook, document, post, feedOf, hurry, sql } = at;

  describe('a webhook is disabled', () => {
    it('when it has failed for days without one success, and goes on from there when it is resumed', async () => {
      const { id, path, title } = await webhook();
      at.endpoint.answers.set(path, answer(500));
      await post(document(title));
      await eventually(async () => expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 1 }));
      await sql(`update webhook set failing_since = now() - interval '4 days 23 hours' where id = $1`, [
        parseWebhookId(id),
      ]);
      await hurry(id);
      await eventually(async () =>
        expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 2, state: 'ACTIVE' }),
      );
      await sql(`update webhook set failing_since = now() - interval '5 days 1 second' where id = $1`, [
        parseWebhookId(id),
      ]);
      await hurry(id);
      await eventually(async () => {
        expect(await webhookOf(at.server, id)).toMatchObject({ state: 'DISABLED', reason: 'FAILING', attempts: 3 });
      });

      at.endpoint.answers.set(path, accept);
      await post(document(title));
      await change(at.server, 'resumeWebhook', { id });
      await eventually(() => expect(new Set(eventsOf(at.endpoint.messages(path))).size).toBe(2));

      expect(eventsOf(at.endpoint.messages(path).slice(3))).toEqual(await feedOf(title));
      expect(await webhookOf(at.server, id)).toMatchObject({ state: 'ACTIVE', reason: null });
    });

    it('when its endpoint says that it is gone', async () => {
      const { id, path, title } = await webhook();
      at.endpoint.answers.set(path, answer(410));
      await post(document(title));

      await eventually(async () =>
        expect(await webhookOf(at.server, id)).toMatchObject({ state: 'DISABLED', reason: 'GONE' }),
      );

      expect(await deliveriesOf(at.server, id)).toMatchObject([{ status: 410, failure: 'STATUS' }]);
      const { data } = await at.server.graphql(
        '{ auditLog(filter: { actions: [WEBHOOK_DISABLED] }, first: 1) { nodes { principalName details } } }',
      );
      expect(data).toMatchObject({
        auditLog: { nodes: [{ principalName: null, details: { webhookId: id, reason: 'GONE' } }] },
      });
    });

    it('when its selection is not understood any more', async () => {
      const { id, title } = await webhook();
      await sql(`update webhook set filter_json = '{"titel":{"eq":"x"}}' where id = $1`, [parseWebhookId(id)]);
      await post(document(title));

      await eventually(async () => {
        expect(await webhookOf(at.server, id)).toMatchObject({ state: 'DISABLED', reason: 'SELECTION_INVALID' });
      });
    });

    it('when retention has removed what it had not delivered, and does not skip it in silence', async () => {
      const { id, path, title } = await webhook();
      await change(at.server, 'pauseWebhook', { id });
      await post(document(title));
      await post(document(title));
      await sql('update installation set forgotten_batch = (select max(number) - 1 from ingest_batch)');
      const { cursor } = await webhookOf(at.server, id);

      const resuming = await at.server.graphql(
        'mutation ($id: ID!) { resumeWebhook(input: { id: $id }) { webhook { id } } }',
        {
          id,
        },
      );
      await sql(`update webhook set state = 'ACTIVE' where id = $1`, [parseWebhookId(id)]);
      await eventually(async () => {
        expect(await webhookOf(at.server, id)).toMatchObject({ state: 'DISABLED', reason: 'CURSOR_EXPIRED', cursor });
      });

      expect(resuming.errors).toMatchObject([{ extensions: { code: 'CURSOR_EXPIRED', retryable: false } }]);
      expect(at.endpoint.on(path)).toEqual([]);
      await change(at.server, 'replayWebhook', { id, from: 'OLDEST' });
      await change(at.server, 'resumeWebhook', { id });
      await eventually(() => expect(eventsOf(at.endpoint.messages(path))).toHaveLength(1));
      await sql('update installation set forgotten_batch = 0');
    });

    it('when the API token that it was made with is revoked', async () => {
      const token = await at.server.createToken({ name: 'soar' });
      const title = 'revoked';
      const filter = { title: { eq: title } };
      const { webhook: made } = await change(
        at.server,
        'createWebhook',
        { url: at.endpoint.url('/revoked'), filter },
        token,
      );
      await post(document(title));
      await eventually(() => expect(at.endpoint.on('/revoked')).toHaveLength(1));
      const [stored] = (await at.server.services.tokens.list()).filter(({ name }) => name === 'soar');

      await at.server.services.tokens.revoke(stored?.id as string, {});
      await post(document(title));
      await eventually(async () => {
        expect(await webhookOf(at.server, made.id)).toMatchObject({ state: 'DISABLED', reason: 'TOKEN_REVOKED' });
      });

      expect(at.endpoint.on('/revoked')).toHaveLength(1);
      const query = 'mutation ($id: ID!) { resumeWebhook(input: { id: $id }) { webhook { id } } }';
      expect((await at.server.graphql(query, { id: made.id })).errors).toMatchObject([
        {
          message: expect.stringContaining('an API token that has been revoked'),
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ]);
    });
  });
}
