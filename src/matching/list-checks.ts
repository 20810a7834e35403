import { isJsonObject, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import type { FieldType } from '../event-format/merged-format.js';
import { isEventBound } from '../search/event-bound.js';
import type { Filter, NumberComparison } from '../search/filter.js';
import { comparison, shortest, type Integer } from './integer.js';
import { isWholeLineage } from './lineage-end.js';
import type { MatchedEvent } from './matched-event.js';
import { negated, type Check, type ValueCheck, type Verdict } from './verdict.js';

/** A list under a key, of elements of one type. */
export interface ListPlace {
  readonly key: string;
  readonly of: FieldType;
}

type List = readonly JsonValue[];

export function someCheck(place: ListPlace, passes: Check): Check {
  return listCheck(place, false, (list, event) => someOf(list, passes, event));
}

export function noneCheck(place: ListPlace, passes: Check): Check {
  return listCheck(place, true, (list, event) => negated(someOf(list, passes, event)));
}

export function everyCheck(place: ListPlace, passes: Check): Check {
  const fails: Check = (element, event) => negated(passes(element, event));
  return listCheck(place, false, (list, event) => negated(someOf(list, fails, event)));
}

/** Some ancestor, also above those that the event carries: unless one of these passes, the lineage must be whole. */
export function someAncestorCheck(place: ListPlace, passes: Check, filter: Filter): Check {
  const carried = someCheck(place, passes);
  // What is about the event as well is not asked of the stored lineage.
  if (isEventBound(filter)) return carried;
  return (object, event) => {
    const verdict = carried(object, event);
    return verdict === false && !isWholeLineage(object as JsonObject) ? undefined : verdict;
  };
}

export function isEmptyCheck(place: ListPlace): Check {
  return listCheck(place, false, (list) => list.length === 0);
}

export function countCheck(place: ListPlace, operator: NumberComparison, value: bigint): Check {
  const [holds, limit] = [comparison(operator), shortest(value)];
  return listCheck(place, false, (list) => holds<Integer>(list.length, limit));
}

export function joinedCheck(place: ListPlace, separator: string, passes: ValueCheck): Check {
  return listCheck(place, false, (list) =>
    list.every((item) => typeof item === 'string') ? passes(list.join(separator)) : undefined,
  );
}

/** The list is there; undefined where it is not as its column would have it. */
export function listExistsCheck(place: ListPlace): Check {
  return (object, event) => {
    const value = (object as JsonObject)[place.key];
    if (value === undefined || value === null) return false;
    return Array.isArray(value) ? listCheck(place, false, () => true)(object, event) : undefined;
  };
}

/** A list whose elements are not all of its type is no list to a column, but one to JSON. */
function listCheck(
  { key, of }: ListPlace,
  otherwise: boolean,
  decide: (list: List, event: MatchedEvent) => Verdict,
): Check {
  const isOfType = of.kind === 'string' ? isString : of.kind === 'object' ? isJsonObject : isAnything;
  return (object, event) => {
    const list = (object as JsonObject)[key];
    if (!Array.isArray(list)) return otherwise;
    return (list as List).every(isOfType) ? decide(list as List, event) : undefined;
  };
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isAnything(): boolean {
  return true;
}

function someOf(list: List, passes: Check, event: MatchedEvent): Verdict {
  let verdict: Verdict = false;
  for (const element of list) {
    const part = passes(element, event);
    if (part === true) return true;
    if (part === undefined) verdict = undefined;
  }
  return verdict;
}
