import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Config } from '../../src/config.js';
import { parseWebhookId } from '../../src/node-id.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { Endpoint, type ReceivedEvent } from './endpoint.js';

/** A server and an endpoint for the tests of a file, however many topics they are in: to start both takes a second. */
export interface WebhookFixture {
  readonly server: TestServer;
  readonly endpoint: Endpoint;
  /** Stores an event with this title, each older than the one before. */
  post(title: string, hostname?: string, more?: object): Promise<void>;
  /** Titles of the events that came on a path, in their order. */
  titles(path: string): unknown[];
  /** The same with each event once: on a busy machine an answer may come too late, and its message again. */
  distinctTitles(path: string): unknown[];
  /** Spares a test the waiting for the next attempt. */
  hurry(id: string): Promise<void>;
}

/** To be called once, where a file begins. */
export function webhookFixture(settings: Partial<Config>): WebhookFixture {
  let server: TestServer;
  let endpoint: Endpoint;
  let day = Date.UTC(2026, 10, 20);
  beforeAll(async () => {
    server = await startTestServer({ webhookAllowedNetworks: ['127.0.0.1'], ...settings });
    endpoint = await Endpoint.start();
  });
  afterAll(async () => {
    await endpoint.close();
    await server.close();
  });
  const eventsOn = (path: string): readonly ReceivedEvent[] => endpoint.messages(path).flatMap(({ events }) => events);
  return {
    get server() {
      return server;
    },
    get endpoint() {
      return endpoint;
    },
    post: async (title, hostname = 'web-1', more = {}) => {
      day -= 60_000;
      const document = { title, hostname, date: new Date(day).toISOString(), evt: { name: 'exec' }, ...more };
      expect((await server.post(JSON.stringify(document))).report.stored).toBe(1);
    },
    titles: (path) => eventsOn(path).map(({ document }) => document['title']),
    distinctTitles: (path) =>
      [...new Map(eventsOn(path).map((event) => [event.id, event])).values()].map(({ document }) => document['title']),
    hurry: async (id) => {
      const text = `update webhook set next_attempt_at = now() where id = $1 and next_attempt_at > now()`;
      await server.services.control.query({ text, values: [parseWebhookId(id)] });
    },
  };
}
