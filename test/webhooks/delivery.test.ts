import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createApp } from '../../src/app.js';
import { parseWebhookId } from '../../src/node-id.js';
import { eventually } from '../http/eventually.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { accept, answer, Endpoint, type Answer, type ReceivedMessage } from './endpoint.js';
import { ask, change, deliveriesOf, webhookOf } from './webhook-client.js';

let server: TestServer;
let endpoint: Endpoint;

beforeAll(async () => {
  server = await startTestServer({ webhookAllowedNetworks: ['127.0.0.1'], webhookTimeout: 1_500 });
  endpoint = await Endpoint.start();
});

afterAll(async () => {
  await endpoint.close();
  await server.close();
});

let made = 0;

/** A webhook with a path of its own, for the events of one title. */
async function webhook(input: object = {}): Promise<{ id: string; path: string; title: string; secret: string }> {
  const title = `t${++made}`;
  const path = `/${title}`;
  const filter = { title: { eq: title } };
  const created = await change(server, 'createWebhook', { url: endpoint.url(path), name: title, filter, ...input });
  return { id: created.webhook.id, path, title, secret: created.secret };
}

let day = Date.UTC(2026, 10, 20);

function document(title: string, more: object = {}): object {
  day -= 60_000;
  return { title, hostname: 'web-1', date: new Date(day).toISOString(), evt: { name: 'exec' }, ...more };
}

/** @returns ids in the order of the feed */
async function post(...documents: readonly (object | string)[]): Promise<void> {
  const lines = documents.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  const { report } = await server.post(lines.join('\n'));
  expect(report.stored).toBe(documents.length);
}

const eventsOf = (messages: readonly ReceivedMessage[]): string[] =>
  messages.flatMap(({ events }) => events.map(({ id }) => id));

/** Ids of the events of a title in the order of the feed. */
async function feedOf(title: string): Promise<string[]> {
  const { data } = await server.graphql<{ eventFeed: { items: { event: { id: string } }[] } }>(
    `query ($title: String!) {
      eventFeed(after: "OLDEST", first: 500, filter: { title: { eq: $title } }) { items { event { id } } }
    }`,
    { title },
  );
  return data.eventFeed.items.map(({ event }) => event.id);
}

/** Spares a test the waiting for the next attempt. */
async function hurry(id: string): Promise<void> {
  const text = `update webhook set next_attempt_at = now() where id = $1 and next_attempt_at > now()`;
  await server.services.control.query({ text, values: [parseWebhookId(id)] });
}

/** Says of events that they are dealt with. */
async function resolve(...ids: readonly string[]): Promise<readonly string[]> {
  const text = 'mutation ($ids: [ID!]!) { acknowledgeEvents(input: { ids: $ids, status: RESOLVED }) { changed } }';
  expect((await server.graphql(text, { ids })).data).toEqual({ acknowledgeEvents: { changed: ids.length } });
  return ids;
}

/** Keeps the next attempt away until a test hurries it. */
const REFUSE = answer(503, { 'retry-after': '7200' });

const sql = (text: string, values: readonly unknown[] = []): Promise<unknown> =>
  server.services.control.query({ text, values });

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

describe('a webhook does not stand still in silence', () => {
  it('for an event that cannot be read: that one comes without its document, and says so', async () => {
    const { path, title, id } = await webhook();
    await change(server, 'pauseWebhook', { id });
    for (const name of ['sound', 'broken', 'sound']) await post(document(title, { process: { pid: 7, comm: name } }));
    const [, broken] = await feedOf(title);
    await sql(`delete from process where comm = 'broken'`);
    await change(server, 'resumeWebhook', { id });

    await eventually(() => expect(eventsOf(endpoint.messages(path))).toHaveLength(3));

    const sent = endpoint.messages(path).flatMap(({ events }) => events);
    expect(sent.map((event) => event.document && 'sound')).toEqual(['sound', null, 'sound']);
    expect(sent[1]).toMatchObject({
      id: broken,
      host: { name: 'web-1' },
      error: expect.stringContaining('spoor db verify'),
    });
    expect(await webhookOf(server, id)).toMatchObject({ attempts: 0, failingSince: null });
  });

  it('when its events cannot be read: that is in its log, and it goes on when they can be', async () => {
    const filter = { title: { eq: 'unread' }, acknowledgement: { status: { eq: 'RESOLVED' } } };
    const { id, path } = await webhook({ filter });
    await change(server, 'pauseWebhook', { id });
    await post(document('unread'));
    const [event] = await resolve(...(await feedOf('unread')));
    await sql('alter table current_acknowledgement rename to away');
    await change(server, 'resumeWebhook', { id });
    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 1 }));
    const failing = await webhookOf(server, id);
    await sql('alter table away rename to current_acknowledgement');
    await hurry(id);
    await eventually(() => expect(eventsOf(endpoint.messages(path))).toEqual([event]));

    expect(failing).toMatchObject({
      state: 'ACTIVE',
      failingSince: expect.any(String),
      nextAttemptAt: expect.any(String),
    });
    expect(failing.deliveries.nodes).toMatchObject([
      { failure: 'EVENTS_UNREADABLE', status: null, events: 0, error: expect.stringContaining("the server's log") },
    ]);
    expect(await webhookOf(server, id)).toMatchObject({ attempts: 0, failingSince: null });
  });

  it('when PostgreSQL does not take its selection any more', async () => {
    const { id, title } = await webhook();
    await sql(`update webhook set filter_json = '{"title":{"matches":"("}}' where id = $1`, [parseWebhookId(id)]);
    await post(document(title));

    await eventually(async () => {
      expect(await webhookOf(server, id)).toMatchObject({ state: 'DISABLED', reason: 'SELECTION_INVALID' });
    });
  });

  it('in the middle of a batch of which retention has removed the rest', async () => {
    const { id, path, title } = await webhook({ batchSize: 1 });
    endpoint.answers.set(path, (response) => {
      endpoint.answers.set(path, REFUSE);
      accept(response, undefined as never);
    });
    await post(document(title), document(title));
    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 1 }));
    const { cursor } = await webhookOf(server, id);

    await sql('update installation set forgotten_batch = (select max(number) from ingest_batch)');
    await eventually(async () => {
      expect(await webhookOf(server, id)).toMatchObject({ state: 'DISABLED', reason: 'CURSOR_EXPIRED' });
    });

    const resuming = await ask(server, 'resumeWebhook', { id });
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
    await change(server, 'pauseWebhook', { id });
    await post(document('late'), document('late'), document('late'));
    const [first, second, third] = (await feedOf('late')) as [string, string, string];
    await resolve(first, third);
    endpoint.answers.set(path, REFUSE);
    await change(server, 'resumeWebhook', { id });
    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 1 }));

    await resolve(second);
    endpoint.answers.set(path, accept);
    await hurry(id);
    await eventually(() => expect(eventsOf(endpoint.messages(path))).toHaveLength(5));

    const [tried, ...accepted] = endpoint.messages(path);
    expect(eventsOf([tried as ReceivedMessage])).toEqual([first, third]);
    expect(eventsOf(accepted)).toEqual([first, second, third]);
    const ids = endpoint.on(path).map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(3);
  });

  it('is not waited for any more when its events have gone, and nothing is failing then', async () => {
    const filter = { title: { eq: 'withdrawn' }, acknowledgement: { exists: false } };
    const { id, path } = await webhook({ filter });
    endpoint.answers.set(path, REFUSE);
    await post(document('withdrawn'));
    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 1 }));

    await resolve(...(await feedOf('withdrawn')));
    await hurry(id);

    await eventually(async () => {
      expect(await webhookOf(server, id)).toMatchObject({ attempts: 0, failingSince: null, nextAttemptAt: null });
    });
  });
});

describe('a webhook is disabled', () => {
  it('when it has failed for days without one success, and goes on from there when it is resumed', async () => {
    const { id, path, title } = await webhook();
    endpoint.answers.set(path, answer(500));
    await post(document(title));
    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 1 }));
    await sql(`update webhook set failing_since = now() - interval '4 days 23 hours' where id = $1`, [
      parseWebhookId(id),
    ]);
    await hurry(id);
    await eventually(async () => expect(await webhookOf(server, id)).toMatchObject({ attempts: 2, state: 'ACTIVE' }));
    await sql(`update webhook set failing_since = now() - interval '5 days 1 second' where id = $1`, [
      parseWebhookId(id),
    ]);
    await hurry(id);
    await eventually(async () => {
      expect(await webhookOf(server, id)).toMatchObject({ state: 'DISABLED', reason: 'FAILING', attempts: 3 });
    });

    endpoint.answers.set(path, accept);
    await post(document(title));
    await change(server, 'resumeWebhook', { id });
    await eventually(() => expect(new Set(eventsOf(endpoint.messages(path))).size).toBe(2));

    expect(eventsOf(endpoint.messages(path).slice(3))).toEqual(await feedOf(title));
    expect(await webhookOf(server, id)).toMatchObject({ state: 'ACTIVE', reason: null });
  });

  it('when its endpoint says that it is gone', async () => {
    const { id, path, title } = await webhook();
    endpoint.answers.set(path, answer(410));
    await post(document(title));

    await eventually(async () =>
      expect(await webhookOf(server, id)).toMatchObject({ state: 'DISABLED', reason: 'GONE' }),
    );

    expect(await deliveriesOf(server, id)).toMatchObject([{ status: 410, failure: 'STATUS' }]);
    const { data } = await server.graphql(
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
      expect(await webhookOf(server, id)).toMatchObject({ state: 'DISABLED', reason: 'SELECTION_INVALID' });
    });
  });

  it('when retention has removed what it had not delivered, and does not skip it in silence', async () => {
    const { id, path, title } = await webhook();
    await change(server, 'pauseWebhook', { id });
    await post(document(title));
    await post(document(title));
    await sql('update installation set forgotten_batch = (select max(number) - 1 from ingest_batch)');
    const { cursor } = await webhookOf(server, id);

    const resuming = await server.graphql(
      'mutation ($id: ID!) { resumeWebhook(input: { id: $id }) { webhook { id } } }',
      {
        id,
      },
    );
    await sql(`update webhook set state = 'ACTIVE' where id = $1`, [parseWebhookId(id)]);
    await eventually(async () => {
      expect(await webhookOf(server, id)).toMatchObject({ state: 'DISABLED', reason: 'CURSOR_EXPIRED', cursor });
    });

    expect(resuming.errors).toMatchObject([{ extensions: { code: 'CURSOR_EXPIRED', retryable: false } }]);
    expect(endpoint.on(path)).toEqual([]);
    await change(server, 'replayWebhook', { id, from: 'OLDEST' });
    await change(server, 'resumeWebhook', { id });
    await eventually(() => expect(eventsOf(endpoint.messages(path))).toHaveLength(1));
    await sql('update installation set forgotten_batch = 0');
  });

  it('when the API token that it was made with is revoked', async () => {
    const token = await server.createToken({ name: 'soar' });
    const title = 'revoked';
    const filter = { title: { eq: title } };
    const { webhook: made } = await change(server, 'createWebhook', { url: endpoint.url('/revoked'), filter }, token);
    await post(document(title));
    await eventually(() => expect(endpoint.on('/revoked')).toHaveLength(1));
    const [stored] = (await server.services.tokens.list()).filter(({ name }) => name === 'soar');

    await server.services.tokens.revoke(stored?.id as string, {});
    await post(document(title));
    await eventually(async () => {
      expect(await webhookOf(server, made.id)).toMatchObject({ state: 'DISABLED', reason: 'TOKEN_REVOKED' });
    });

    expect(endpoint.on('/revoked')).toHaveLength(1);
    const query = 'mutation ($id: ID!) { resumeWebhook(input: { id: $id }) { webhook { id } } }';
    expect((await server.graphql(query, { id: made.id })).errors).toMatchObject([
      {
        message: expect.stringContaining('an API token that has been revoked'),
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });
});
