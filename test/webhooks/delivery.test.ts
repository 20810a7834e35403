import { beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createApp } from '../../src/app.js';
import { parseWebhookId } from '../../src/node-id.js';
import { eventually } from '../http/eventually.js';
import type { TestServer } from '../http/test-server.js';
import { accept, answer, type Endpoint, type Answer } from './endpoint.js';
import { change, deliveriesOf, webhookOf } from './webhook-client.js';
import { deliveryFixture, eventsOf } from './delivery-fixture.js';
import { describeDisabling } from './disabling.cases.js';
import { describeStandstill } from './standstill.cases.js';

const at = deliveryFixture({ webhookAllowedNetworks: ['127.0.0.1'], webhookTimeout: 1_500 });
const { webhook, document, post, feedOf, hurry } = at;
let server: TestServer;
let endpoint: Endpoint;

beforeAll(() => {
  ({ server, endpoint } = at);
});

describe('a webhook', () => {
  it('gets the events that match, in the order of the feed, signed and exact to the last digit', async () => {
    const { id, path, title, secret } = await webhook({ batchSize: 2 });
    const exact = `{"title":"${title}","hostname":"web-1","date":"2026-11-01T00:00:00.123456789+02:00","evt":{"name":"exec"},"x":18446744073709551615,"y":1.50}`;
    await post(document(title), document('other'), document(title), exact);
    await post(document('other'));
    await post(document(title));

    await eventually(async () => expect(eventsOf(endpoint.messages(path))).toHaveLength(4));

    const messages = endpoint.messages(path);
    expect(eventsOf(messages)).toEqual(await feedOf(title));
    expect(messages.every(({ events }) => events.length <= 2)).toBe(true);
    for (const { text, headers } of endpoint.on(path)) {
      expect(() => new Webhook(secret).verify(text, headers as Record<string, string>)).not.toThrow();
      expect(headers['webhook-id']).toMatch(/^msg_[0-9a-f]{32}$/);
    }
    expect(messages[0]).toMatchObject({
      type: 'events',
      webhook: { id, name: title },
      cursor: expect.any(String),
      events: [{ host: { id: expect.stringMatching(/^host_/), name: 'web-1' }, document: { title } }, {}],
    });
    for (const event of messages.flatMap(({ events }) => events)) {
      const text = endpoint.on(path).find((request) => request.text.includes(event.id))?.text ?? '';
      expect(text).toContain(`"document":${await server.eventText(event.id)}`);
    }
    expect(
      endpoint
        .on(path)
        .map(({ text }) => text)
        .join(),
    ).toContain('"x":18446744073709551615,"y":1.50');
  });

  it('gets large events a few at a time, as many as a message may hold', async () => {
    const { id, path, title } = await webhook();
    await change(server, 'pauseWebhook', { id });
    await post(...Array.from({ length: 12 }, () => document(title, { padding: 'x'.repeat(200_000) })));
    const loaded: number[] = [];
    const unlisten = server.services.database.onStatement(({ name, values }) => {
      if (name === 'events_by_ids') loaded.push((values[0] as string[]).length);
    });
    await change(server, 'resumeWebhook', { id });
    await eventually(() => expect(new Set(eventsOf(endpoint.messages(path))).size).toBe(12));
    unlisten();

    expect(new Set(endpoint.messages(path).map(({ events }) => events.length))).toEqual(new Set([10, 2]));
    // One more than asked for tells whether there is more; a hundred of the largest would take longer than a statement may.
    expect(Math.max(...loaded)).toBeLessThanOrEqual(9);
  });

  it('tells where it is by cursors of the feed', async () => {
    const { id, path, title } = await webhook({ batchSize: 1 });
    await post(document(title), document(title), document(title));
    await eventually(() => expect(endpoint.messages(path)).toHaveLength(3));

    const [first, second] = endpoint.messages(path);
    const { data } = await server.graphql(
      `query ($after: String!, $title: String!) {
        eventFeed(after: $after, first: 1, filter: { title: { eq: $title } }) { items { event { id } } }
      }`,
      { after: first?.cursor, title },
    );

    expect(data).toEqual({ eventFeed: { items: [{ event: { id: second?.events[0]?.id } }] } });
    await eventually(async () => {
      const [last] = await deliveriesOf(server, id);
      expect(last).toMatchObject({ type: 'EVENTS', status: 204, failure: null, attempt: 1, events: 1 });
      expect((await webhookOf(server, id)).cursor).toBe(last?.cursor);
    });
  });

  it('gets a message that it did not accept again, under the same id, and then what came after', async () => {
    const { id, path, title, secret } = await webhook();
    endpoint.answers.set(path, answer(503));
    await post(document(title), document(title));
    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 1 }));
    await post(document(title));
    await hurry(id);
    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 2 }));
    const failing = await webhookOf(server, id);
    endpoint.answers.set(path, accept);
    await hurry(id);
    await eventually(async () => expect(await deliveriesOf(server, id)).toHaveLength(4));

    const requests = endpoint.on(path);
    const messages = endpoint.messages(path);
    expect(requests.map(({ headers }) => headers['webhook-id']).slice(0, 3)).toEqual(
      Array(3).fill(requests[0]?.headers['webhook-id']),
    );
    expect(new Set(requests.slice(0, 3).map(({ text }) => text)).size).toBe(1);
    expect(requests[3]?.headers['webhook-id']).not.toBe(requests[0]?.headers['webhook-id']);
    for (const { text, headers } of requests) new Webhook(secret).verify(text, headers as Record<string, string>);
    expect(eventsOf(messages.slice(2))).toEqual(await feedOf(title));
    expect(failing).toMatchObject({ failingSince: expect.any(String), state: 'ACTIVE', deliveredAt: null });
    expect(await webhookOf(server, id)).toMatchObject({ failingSince: null, attempts: 0, nextAttemptAt: null });
    expect((await deliveriesOf(server, id)).map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 204],
      [3, 204],
      [2, 503],
      [1, 503],
    ]);
  });

  it('is not looked at again and again for batches that brought no event', async () => {
    const { id, title } = await webhook();
    const once = document(title);
    await post(once);
    expect((await server.post(JSON.stringify(once))).report).toMatchObject({ stored: 0, duplicates: 1 });

    await eventually(async () => {
      const behind = `select from webhook where id = $1 and position_batch = (select max(number) from ingest_batch)`;
      expect(await server.services.control.query({ text: behind, values: [parseWebhookId(id)] })).toHaveLength(1);
    });
  });

  it('is left alone as long as it asks for', async () => {
    const { id, path, title } = await webhook();
    endpoint.answers.set(path, answer(429, { 'retry-after': '7200' }));
    await post(document(title));

    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 1 }));

    const { nextAttemptAt } = await webhookOf(server, id);
    const wait = Date.parse(nextAttemptAt as string) - Date.now();
    expect(wait).toBeGreaterThan(7_100_000);
    expect(wait).toBeLessThanOrEqual(7_200_000);
  });

  it('does not wait for another that hangs', async () => {
    const stuck = await webhook();
    const well = await webhook();
    endpoint.answers.set(stuck.path, () => undefined);
    await post(document(stuck.title));
    await eventually(() => expect(endpoint.on(stuck.path)).toHaveLength(1));

    await post(document(well.title));
    await eventually(() => expect(endpoint.on(well.path)).toHaveLength(1));

    expect(await deliveriesOf(server, stuck.id)).toEqual([]);
    await eventually(async () => {
      expect(await deliveriesOf(server, stuck.id)).toMatchObject([{ failure: 'TIMEOUT', status: null, attempt: 1 }]);
    });
  });

  it('is sent one message at a time, each once, however many processes deliver', async () => {
    const { id, path, title } = await webhook({ batchSize: 1 });
    let [open, most] = [0, 0];
    endpoint.answers.set(path, (response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.writeHead(200).end();
      }, 5);
    });
    const others = await Promise.all([createApp(server.services), createApp(server.services)]);
    await Promise.all(others.map((app) => app.listen({ host: '127.0.0.1', port: 0 })));

    for (let i = 0; i < 8; i++) await post(document(title), document(title), document(title));
    await eventually(() => expect(endpoint.on(path)).toHaveLength(24));
    await Promise.all(others.map((app) => app.close()));

    expect(most).toBe(1);
    expect(eventsOf(endpoint.messages(path))).toEqual(await feedOf(title));
    expect((await deliveriesOf(server, id)).every(({ status }) => status === 200)).toBe(true);
  });

  it.each<[string, Answer, { status: number; failure: string }]>([
    ['redirects to 127.0.0.1', answer(301, { location: 'http://127.0.0.1/' }), { status: 301, failure: 'REDIRECT' }],
    [
      'streams without end',
      (response) => {
        const timer = setInterval(() => response.write('x'.repeat(4_096)), 1);
        response.once('close', () => clearInterval(timer));
      },
      { status: 200, failure: 'ANSWER_TOO_LONG' },
    ],
    [
      'closes in the middle',
      (response) => response.writeHead(200).write('x', () => response.socket?.destroy()),
      { status: 200, failure: 'BROKEN_OFF' },
    ],
  ])('that %s has failed once', async (_how, given, expected) => {
    const { id, path, title } = await webhook();
    endpoint.answers.set(path, given);
    await post(document(title));

    await eventually(async () => expect(await deliveriesOf(server, id)).toMatchObject([expected]));

    expect(endpoint.on(path)).toHaveLength(1);
    expect(await webhookOf(server, id)).toMatchObject({ state: 'ACTIVE', attempts: 1 });
    const metrics = await (await server.get('/metrics')).text();
    expect(metrics).toMatch(
      new RegExp(`^spoor_webhook_deliveries_total\\{result="${expected.failure.toLowerCase()}"\\} 1$`, 'm'),
    );
  });
});

describeStandstill(at);
describeDisabling(at);
