import { setTimeout } from 'node:timers/promises';
import { GraphQLClient } from '../query/graphql-client.js';
import { readQuery } from './read-query.js';
import type { ReceivedItem, Subscriber } from './subscriber.js';

const QUERY = readQuery('feed-page');

/** Milliseconds from one question to the next. */
const INTERVAL = 1000;

/**
 * What one does without subscriptions: asks for the next page every second, or as soon as the last answer is there when
 * that takes longer, or says that there is more.
 *
 * @returns a function that ends it
 */
export function poll(subscriber: Subscriber): () => void {
  let isOver = false;
  void (async () => {
    // Clients do not start at one moment.
    await setTimeout(Math.random() * INTERVAL);
    while (!isOver) {
      const client = new GraphQLClient({ url: subscriber.url, token: subscriber.crowd.token });
      await pages(client, subscriber, () => isOver).catch((error: unknown) => {
        const { code, message } = error as { code?: string; message: string };
        if (!isOver && !code) subscriber.crowd.problem(message);
      });
      client.close();
      subscriber.lose();
      await setTimeout(Math.random() * INTERVAL);
    }
  })();
  return () => (isOver = true);
}

async function pages(client: GraphQLClient, subscriber: Subscriber, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const start = performance.now();
    const page = await ask(client, subscriber);
    subscriber.connect();
    for (const item of page.items) subscriber.take(item);
    subscriber.cursor = page.cursor;
    if (!page.hasMore) await setTimeout(Math.max(0, start + INTERVAL - performance.now()));
  }
}

interface Page {
  readonly items: readonly ReceivedItem[];
  readonly cursor: string;
  readonly hasMore: boolean;
}

async function ask(client: GraphQLClient, { plan, cursor }: Subscriber): Promise<Page> {
  const { eventFeed } = await client.ask<{ eventFeed: Page }>(QUERY, { ...plan.variables, after: cursor });
  return eventFeed;
}
