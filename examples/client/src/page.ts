import { PageDocument, type DateTimeRange, type PageQueryVariables, type ShownFragment } from './generated/graphql.js';
import { patiently } from './patience.js';
import type { SpoorClient } from './spoor-client.js';

export interface Asked {
  readonly time: DateTimeRange;
  /** SECL; undefined for all events. */
  readonly where: string | undefined;
}

const PAGE = 200;

/** Every event of a range of time, the oldest first, page by page. */
export async function* page(
  client: SpoorClient,
  { time, where }: Asked,
  signal: AbortSignal,
): AsyncGenerator<readonly ShownFragment[]> {
  for (let after: string | null = null; ;) {
    const variables: PageQueryVariables = { time, where, first: PAGE, after };
    const { securityEvents } = await patiently(() => client.ask(PageDocument, variables, signal), signal);
    yield securityEvents.nodes;
    after = securityEvents.pageInfo.endCursor;
    if (!securityEvents.pageInfo.hasNextPage) return;
  }
}
