import { all, any, inside, type Filter } from '../search/filter.js';
import { negate } from './negate.js';
import type { Field, ListStep } from './fields/field.js';
import { split } from './values/spot.js';

/**
 * A condition about the event, in which parts may be about one element of a list that has a name, a *register*: the same
 * element wherever the register stands. `registers.ts` makes a filter of it.
 */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'plain'; readonly filter: Filter }
  | { readonly kind: 'element'; readonly list: NamedList; readonly filter: Filter };

export type NamedList = ListStep & { readonly register: string };

export function plain(filter: Filter): Condition {
  return { kind: 'plain', filter };
}

/** As a filter, where no part is about an element, or all are about the same one. */
export function filterOf(condition: Condition): Filter {
  switch (condition.kind) {
    case 'all':
      return all(condition.conditions.map(filterOf));
    case 'any':
      return any(condition.conditions.map(filterOf));
    case 'not':
      return negate(filterOf(condition.condition));
    default:
      return condition.filter;
  }
}

/** A condition about what the field is below: the event, or elements of lists, of which one must pass. */
export function aboutField({ lists }: Field, filter: Filter): Condition {
  const index = lists.findIndex(({ register }) => register !== undefined);
  const inner = lists.slice(index + 1).reduceRight((below, list) => someOf(list, below), filter);
  const list = lists[index];
  return list?.register === undefined
    ? plain(inner)
    : { kind: 'element', list: { ...list, register: list.register }, filter: inner };
}

export function someOf({ path, beyondEvent }: ListStep, filter: Filter): Filter {
  const [objects, key] = split(path);
  return inside(objects, { kind: 'some', key, filter, ...(beyondEvent ? { beyondEvent } : {}) });
}
