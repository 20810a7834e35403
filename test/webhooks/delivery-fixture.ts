import { afterAll, beforeAll, expect } from '@jest/globals';
import { parseWebhookId } from '../../src/node-id.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { answer, Endpoint, type ReceivedMessage } from './endpoint.js';
import { change } from './webhook-client.js';

export const eventsOf = (messages: readonly ReceivedMessage[]): string[] =>
  messages.flatMap(({ events }) => events.map(({ id }) => id));

/** Keeps the next attempt away until a test hurries it. */
export const REFUSE = answer(503, { 'retry-after': '7200' });

export type DeliveryFixture = ReturnType<typeof deliveryFixture>;

/** What the tests of deliveries have in common, whatever file their topic is in. To be called once, where a file begins. */

export function deliveryFixture(settings: Parameters<typeof startTestServer>[0]) {
  let server: TestServer;
  let endpoint: Endpoint;
  beforeAll(async () => {
    server = await startTestServer(settings);
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

  const sql = (text: string, values: readonly unknown[] = []): Promise<unknown> =>
    server.services.control.query({ text, values });

  return {
    get server() {
      return server;
    },
    get endpoint() {
      return endpoint;
    },
    webhook,
    document,
    post,
    feedOf,
    hurry,
    resolve,
    sql,
  };
}
