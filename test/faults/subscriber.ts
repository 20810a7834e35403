import { setTimeout } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import type { Target } from './delivery.js';

/** Milliseconds before the next try. */
const PAUSE = 50;

const FOLLOW = 'subscription ($after: String!) { eventFeed(after: $after) { cursor event { document } } }';

interface Item {
  readonly cursor: string;
  readonly event: { readonly document: { readonly marker: string } };
}

interface Result {
  readonly data?: { readonly eventFeed: Item } | null;
  readonly errors?: readonly unknown[];
}

/**
 * Follows the feed as docs/subscriptions.md tells programs to: keeps the cursor of the last item, and goes on from there
 * however its stream ends.
 */
export class Subscriber {
  /** Of each event that came, in the order in which they came. */
  readonly markers: string[] = [];
  private readonly over = new AbortController();
  private readonly following: Promise<void>;

  private constructor(
    private readonly target: Target,
    private cursor: string,
  ) {
    this.following = this.follow();
  }

  /** Everything that is committed from now on comes. */
  static async start(target: Target): Promise<Subscriber> {
    const answer = await fetch(`${target.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...target.headers },
      body: JSON.stringify({ query: '{ eventFeed { cursor } }' }),
    });
    const { data } = (await answer.json()) as { data: { eventFeed: { cursor: string } } };
    return new Subscriber(target, data.eventFeed.cursor);
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.following;
  }

  private async follow(): Promise<void> {
    while (!this.over.signal.aborted) {
      await this.followOnce().catch(() => undefined);
      await setTimeout(PAUSE);
    }
  }

  private async followOnce(): Promise<void> {
    const { url, headers = {} } = this.target;
    const client = createClient({ url: `${url}/graphql/stream`, headers, retryAttempts: 0 });
    const end = (): void => client.dispose();
    this.over.signal.addEventListener('abort', end);
    try {
      for await (const result of client.iterate({ query: FOLLOW, variables: { after: this.cursor } })) {
        const { data, errors } = result as Result;
        if (errors || !data) return;
        this.markers.push(data.eventFeed.event.document.marker);
        this.cursor = data.eventFeed.cursor;
      }
    } finally {
      this.over.signal.removeEventListener('abort', end);
      client.dispose();
    }
  }
}
