import { raw, sql, type Sql } from '../database/sql.js';
import type { Filter } from './filter.js';

/** Whether a condition about something the event refers to is about the event as well, and so cannot be looked up alone. */
export function isEventBound(filter: Filter): boolean {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.filters.some(isEventBound);
    case 'not':
    case 'inside':
    case 'some':
    case 'every':
    case 'none':
      return isEventBound(filter.filter);
    default:
      return filter.kind === 'age';
  }
}

/** What of the conditions that must all hold is bound to the event, and what is not. */
export function partBound(filter: Filter): { readonly bound: readonly Filter[]; readonly free: readonly Filter[] } {
  const parts = filter.kind === 'all' ? filter.filters : [filter];
  return { bound: parts.filter(isEventBound), free: parts.filter((part) => !isEventBound(part)) };
}

/** The time of `event e` in nanoseconds since 1970: its date if that is what its id was made of. */
export function eventNanoseconds(): Sql {
  const milliseconds = raw(`('x' || left(replace(e.id::text, '-', ''), 12))::bit(48)::int8`);
  return sql`(case e.time_source when 'DATE' then e.date else ${milliseconds} * 1000000 end)`;
}
