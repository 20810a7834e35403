import { describe, expect, it } from '@jest/globals';
import { parseWebhookId } from '../../src/node-id.js';
import { eventually } from '../http/eventually.js';
import { eventsOf, REFUSE, type DeliveryFixture } from './delivery-fixture.js';
import { accept, type ReceivedMessage } from './endpoint.js';
import { ask, change, webhookOf } from './webhook-client.js';

export function describeStandstill(at: DeliveryFixture): void {
  const { webhook, document, post, feedOf, hurry, resolve, sql } = at;

  describe('a webhook does not stand still in silence', () => {
    it('for an event that cannot be read: that one comes without its document, and says so', async () => {
      const { path, title, id } = await webhook();
      await change(at.server, 'pauseWebhook', { id });
      for (const name of ['sound', 'broken', 'sound']) await post(document(title, { process: { pid: 7, comm: name } }));
      const [, broken] = await feedOf(title);
      await sql(`delete from process where comm = 'broken'`);
      await change(at.server, 'resumeWebhook', { id });

      await eventually(() => expect(eventsOf(at.endpoint.messages(path))).toHaveLength(3));

      const sent = at.endpoint.messages(path).flatMap(({ events }) => events);
      expect(sent.map((event) => event.document && 'sound')).toEqual(['sound', null, 'sound']);
      expect(sent[1]).toMatchObject({
        id: broken,
        host: { name: 'web-1' },
        error: { code: 'EVENT_UNREADABLE', message: expect.stringContaining('spoor db verify') },
      });
      expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 0, failingSince: null });
    });

    it('when its events cannot be read: that is in its log, and it goes on when they can be', async () => {
      const filter = { title: { eq: 'unread' }, acknowledgement: { status: { eq: 'RESOLVED' } } };
      const { id, path } = await webhook({ filter });
      await change(at.server, 'pauseWebhook', { id });
      await post(document('unread'));
      const [event] = await resolve(...(await feedOf('unread')));
      await sql('alter table current_acknowledgement rename to away');
      await change(at.server, 'resumeWebhook', { id });
      await eventually(async () => expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 1 }));
      const failing = await webhookOf(at.server, id);
      await sql('alter table away rename to current_acknowledgement');
      await hurry(id);
      await eventually(() => expect(eventsOf(at.endpoint.messages(path))).toEqual([event]));

      expect(failing).toMatchObject({
        state: 'ACTIVE',
        failingSince: expect.any(String),
        nextAttemptAt: expect.any(String),
      });
      expect(failing.deliveries.nodes).toMatchObject([
        { failure: 'EVENTS_UNREADABLE', status: null, events: 0, error: expect.stringContaining("the server's log") },
      ]);
      expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 0, failingSince: null });
    });

    it('when PostgreSQL does not take its selection any more', async () => {
      const { id, title } = await webhook();
      await sql(`update webhook set filter_json = '{"title":{"matches":"("}}' where id = $1`, [parseWebhookId(id)]);
      await post(document(title));

      await eventually(async () => {
        expect(await webhookOf(at.server, id)).toMatchObject({ state: 'DISABLED', reason: 'SELECTION_INVALID' });
      });
    });

    it('in the middle of a batch of which retention has removed the rest', async () => {
      const { id, path, title } = await webhook({ batchSize: 1 });
      at.endpoint.answers.set(path, (response) => {
        at.endpoint.answers.set(path, REFUSE);
        accept(response, undefined as never);
      });
      await post(document(title), document(title));
      await eventually(async () => expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 1 }));
      const { cursor } = await webhookOf(at.server, id);

      await sql('update installation set forgotten_batch = (select max(number) from ingest_batch)');
      await eventually(async () => {
        expect(await webhookOf(at.server, id)).toMatchObject({ state: 'DISABLED', reason: 'CURSOR_EXPIRED' });
      });

      const resuming = await ask(at.server, 'resumeWebhook', { id });
      expect(resuming.errors).toMatchObject([
        { message: expect.stringContaining(cursor.slice(0, 40)), extensions: { code: 'CURSOR_EXPIRED' } },
      ]);
      await sql('update installation set forgotten_batch = 0');
    });
  });

  describe('a message that is sent again', () => {
    it('loses nothing when more events pass the filter by then', async () => {
      const filter = { title: { eq: 'late' }, acknowledgement: { status: { eq: 'RESOLVED' } } };
      const { id, path } = await webhook({ filter, batchSize: 2 });
      await change(at.server, 'pauseWebhook', { id });
      await post(document('late'), document('late'), document('late'));
      const [first, second, third] = (await feedOf('late')) as [string, string, string];
      await resolve(first, third);
      at.endpoint.answers.set(path, REFUSE);
      await change(at.server, 'resumeWebhook', { id });
      await eventually(async () => expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 1 }));

      await resolve(second);
      at.endpoint.answers.set(path, accept);
      await hurry(id);
      await eventually(() => expect(eventsOf(at.endpoint.messages(path))).toHaveLength(5));

      const [tried, ...accepted] = at.endpoint.messages(path);
      expect(eventsOf([tried as ReceivedMessage])).toEqual([first, third]);
      expect(eventsOf(accepted)).toEqual([first, second, third]);
      const ids = at.endpoint.on(path).map(({ headers }) => headers['webhook-id']);
      expect(new Set(ids).size).toBe(3);
    });

    it('is not waited for any more when its events have gone, and nothing is failing then', async () => {
      const filter = { title: { eq: 'withdrawn' }, acknowledgement: { exists: false } };
      const { id, path } = await webhook({ filter });
      at.endpoint.answers.set(path, REFUSE);
      await post(document('withdrawn'));
      await eventually(async () => expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 1 }));

      await resolve(...(await feedOf('withdrawn')));
      await hurry(id);

      await eventually(async () => {
        expect(await webhookOf(at.server, id)).toMatchObject({ attempts: 0, failingSince: null, nextAttemptAt: null });
      });
    });
  });
}
