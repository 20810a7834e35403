import type { TestServer } from '../http/test-server.js';

export const PAGE = `query Page($filter: SecurityEventFilter, $where: String, $after: String! = "NOW", $first: Int! = 100, $waitSeconds: Int! = 0) {
  eventFeed(filter: $filter, where: $where, after: $after, first: $first, waitSeconds: $waitSeconds) {
    items { cursor committedAt event { id title } }
    cursor hasMore lag
  }
}`;

export interface Page {
  readonly items: readonly {
    readonly cursor: string;
    readonly committedAt: string;
    readonly event: { readonly id: string; readonly title: string };
  }[];
  readonly cursor: string;
  readonly hasMore: boolean;
  readonly lag: number;
}

export interface Asked {
  readonly after?: string;
  readonly first?: number;
  readonly waitSeconds?: number;
  readonly where?: string;
  readonly filter?: object;
}

/** A page of the feed, or what was wrong with the question. */
export async function feed(server: Pick<TestServer, 'graphql'>, asked: Asked = {}, token?: string): Promise<Page> {
  const { data, errors } = await server.graphql<{ eventFeed: Page } | null>(PAGE, asked, token ? { token } : {});
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data.eventFeed;
}

export function eventsOf({ items }: Page): string[] {
  return items.map(({ event }) => event.id);
}

/** Ids of all events behind a place, page by page. */
export async function followToEnd(server: Pick<TestServer, 'graphql'>, after: string, asked: Asked): Promise<string[]> {
  const found: string[] = [];
  for (let cursor = after; ;) {
    const page = await feed(server, { ...asked, after: cursor });
    found.push(...eventsOf(page));
    cursor = page.cursor;
    if (!page.hasMore) return found;
  }
}
