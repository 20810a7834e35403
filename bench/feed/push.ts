import { setTimeout } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { readQuery } from './read-query.js';
import type { ReceivedItem, Subscriber } from './subscriber.js';

const QUERY = readQuery('feed-items');

/** Milliseconds before a lost subscription is asked for again, at least, and about as many more. */
const PAUSE = 100;

/**
 * One subscription by WebSocket (graphql-transport-ws), over a connection of its own; when it is lost, again from the
 * last cursor.
 *
 * @returns a function that ends it
 */
export function push(subscriber: Subscriber): () => void {
  const client = createClient({
    url: () => `${subscriber.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${subscriber.crowd.token}` },
    // Resuming is what is measured: it is done here, from the last cursor.
    retryAttempts: 0,
    on: { connected: () => subscriber.connect() },
  });
  let isOver = false;
  void (async () => {
    while (!isOver) {
      await subscribe(client, subscriber).catch((error: unknown) => {
        if (!isOver) noteProblem(error, subscriber);
      });
      subscriber.lose();
      await setTimeout(PAUSE + Math.random() * PAUSE);
    }
  })();
  return () => {
    isOver = true;
    client.terminate();
  };
}

/** Ends with the subscription. */
function subscribe(client: Client, subscriber: Subscriber): Promise<void> {
  const { variables } = subscriber.plan;
  return new Promise((resolve, reject) => {
    client.subscribe<{ eventFeed: ReceivedItem }>(
      { query: QUERY, variables: { ...variables, after: subscriber.cursor } },
      {
        next: ({ data, errors }) => {
          if (data) subscriber.take(data.eventFeed);
          if (errors) noteProblem(errors, subscriber);
        },
        error: reject,
        complete: resolve,
      },
    );
  });
}

/** That a server goes away is no problem, but the test. */
function noteProblem(problem: unknown, { crowd }: Subscriber): void {
  if (Array.isArray(problem)) {
    for (const { message, extensions } of problem as GraphQLProblem[]) crowd.problem(extensions?.code ?? message);
    return;
  }
  const { code, reason } = problem as { code?: unknown; reason?: unknown };
  if (typeof code === 'number' && ![1001, 1006, 1012].includes(code)) crowd.problem(`closed ${code} ${String(reason)}`);
}

interface GraphQLProblem {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}
