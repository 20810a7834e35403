import { not, type Filter } from '../search/filter.js';

/** The opposite of a condition; that of an opposite is the condition itself. */
export function negate(filter: Filter): Filter {
  return filter.kind === 'not' ? filter.filter : not(filter);
}
