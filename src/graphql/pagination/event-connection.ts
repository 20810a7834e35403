import type { StoredEvent } from '../../events/stored-event.js';
import type { EventSearch } from '../../search/event-search.js';
import type { Filter } from '../../search/filter.js';
import { eventSource } from '../event-source.js';
import { TimeOrder } from '../types/event/event-enums.js';
import type { SecurityEvent } from '../types/event/security-event.type.js';
import { formatEventCursor, parseEventCursor } from './event-cursor.js';
import { pageSize, type PageArguments } from './page-arguments.js';
import type { SecurityEventConnection } from './security-event-connection.type.js';

const FILTER = Symbol('filter');

/**
 * A page of the events that pass a filter, as a Relay connection.
 *
 * @throws AppError `input.invalid` for page arguments that do not do
 */
export async function eventConnection(
  search: EventSearch,
  filter: Filter,
  page: PageArguments,
  order: TimeOrder,
): Promise<SecurityEventConnection> {
  const { isForward, count } = pageSize(page);
  const isAscending = (order === TimeOrder.OLDEST_FIRST) === isForward;
  const after = typeof page.after === 'string' ? parseEventCursor('after', page.after) : undefined;
  const before = typeof page.before === 'string' ? parseEventCursor('before', page.before) : undefined;
  const [above, below] = order === TimeOrder.OLDEST_FIRST ? [after, before] : [before, after];
  const found = await search.page(filter, {
    ...(above !== undefined && { above }),
    ...(below !== undefined && { below }),
    direction: isAscending ? 'asc' : 'desc',
    limit: count + 1,
  });
  const shown = found.slice(0, count);
  if (!isForward) shown.reverse();
  const more = {
    hasNextPage: isForward ? found.length > count : before !== undefined,
    hasPreviousPage: isForward ? after !== undefined : found.length > count,
  };
  return connectEvents(shown, more, filter);
}

/** The filter behind a connection, for fields that are computed only when they are asked for. */
export function filterOf(connection: SecurityEventConnection): Filter {
  return (connection as { [FILTER]?: Filter })[FILTER] as Filter;
}

/** @param filter that all the events of the connection's list pass, and no others */
export function connectEvents(
  events: readonly StoredEvent[],
  more: { hasNextPage: boolean; hasPreviousPage: boolean },
  filter: Filter,
): SecurityEventConnection {
  const edges = events.map((event) => ({
    node: eventSource(event) as unknown as SecurityEvent,
    cursor: formatEventCursor(event.id),
  }));
  const [first, last] = [edges[0], edges.at(-1)];
  const ends = first && last ? { startCursor: first.cursor, endCursor: last.cursor } : {};
  const connection = { edges, nodes: edges.map(({ node }) => node), pageInfo: { ...more, ...ends } };
  Object.defineProperty(connection, FILTER, { value: filter });
  return connection;
}
