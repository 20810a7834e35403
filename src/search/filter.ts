import type { ContractName } from '../event-format/contract.js';
import type { AcknowledgementStatus, EventKind, TimeSource } from '../storage/event-enums.js';

/**
 * Which events: a tree of conditions in the shape of the event's JSON. GraphQL filters and SECL both become this,
 * `compile` turns it into SQL, and `compileMatcher` into a function of an event in memory.
 *
 * A condition is about one object, at first the event; `inside`, `some`, `every` and `none` step down to the objects
 * and elements below it. Keys are the JSON's own. It either holds or does not: a test of something that is absent does
 * not hold, so its `not` does.
 */
export type Filter =
  | { readonly kind: 'all'; readonly filters: readonly Filter[] }
  | { readonly kind: 'any'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  /** The object under the key is there, and the condition holds of it. */
  | { readonly kind: 'inside'; readonly key: string; readonly filter: Filter }
  /** Of the elements of the list under the key. `every` needs the list to be there, `none` does not. */
  | {
      readonly kind: 'some' | 'every' | 'none';
      readonly key: string;
      readonly filter: Filter;
      /** Of `ancestors`: also those that no event carried along, but the stored lineage knows. Only with `some`. */
      readonly beyondEvent?: true;
    }
  /** The list under the key is there and has no element. */
  | { readonly kind: 'isEmpty'; readonly key: string }
  /** There is a value under the key; a `null` is none. */
  | { readonly kind: 'exists'; readonly key: string }
  /** The value under the key passes. */
  | { readonly kind: 'value'; readonly key: string; readonly test: Test }
  /** The element itself passes, of a list of plain values. */
  | { readonly kind: 'element'; readonly test: Test }
  /** The list under the key is there and has so many elements. */
  | { readonly kind: 'count'; readonly key: string; readonly comparison: NumberComparison; readonly value: bigint }
  /** The texts of the list under the key, with the separator between them, pass as one text. An empty list is `''`. */
  | { readonly kind: 'joined'; readonly key: string; readonly separator: string; readonly test: Test }
  /** The time under the key was so long before the event's own time. What is later has a negative age. */
  | { readonly kind: 'age'; readonly key: string; readonly comparison: NumberComparison; readonly nanoseconds: bigint }
  /** Two values of the object, each at the end of a path of keys, are there, are of this type and compare so. */
  | {
      readonly kind: 'compare';
      readonly type: 'text' | 'integer' | 'address';
      readonly left: readonly string[];
      readonly comparison: NumberComparison;
      readonly right: readonly string[];
    }
  /** Of a process: it is this instance, or was started, however far back, by this one, or had a hand in starting it. */
  | { readonly kind: 'instance'; readonly relation: InstanceRelation; readonly id: string }
  | OwnFilter;

export type NumberComparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte';

export type InstanceRelation = 'self' | 'descendantOf' | 'ancestorOf';

/** Conditions on what is ours, not the event's. They stand where the condition is about the event. */
export type OwnFilter =
  /** Event time in milliseconds since 1970, half-open: `[from, to)`. */
  | { readonly kind: 'time'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'hostName'; readonly test: Test }
  | { readonly kind: 'hostId'; readonly ids: readonly number[] }
  | { readonly kind: 'eventKind'; readonly kinds: readonly EventKind[] }
  | { readonly kind: 'timeSource'; readonly sources: readonly TimeSource[] }
  /** The event came in an agent's envelope, and the condition holds of it: of `service`, `status`, `source`, `tags`. */
  | { readonly kind: 'envelope'; readonly filter: Filter }
  /** Milliseconds since 1970, half-open. */
  | { readonly kind: 'receivedAt' | 'sentAt'; readonly from?: number; readonly to?: number }
  /** Somebody said something of the event, and the last that was said is one of these, said in milliseconds `[from, to)`. */
  | {
      readonly kind: 'acknowledgement';
      /** Undefined for any. */
      readonly statuses?: readonly AcknowledgementStatus[];
      readonly from?: number;
      readonly to?: number;
    }
  /** One of the contracts, at least, accepts the document. */
  | { readonly kind: 'formats'; readonly contracts: readonly ContractName[] };

/**
 * A test of one plain value. What the value is follows from the field: text, an exact integer (`bigint`), a truth
 * value, or a time, which is compared as nanoseconds since 1970 (`bigint`). A value of another type does not pass.
 */
export type Test =
  | { readonly operator: 'eq'; readonly value: Plain; readonly ignoreCase?: boolean }
  | { readonly operator: 'in'; readonly values: readonly Plain[]; readonly ignoreCase?: boolean }
  | { readonly operator: 'lt' | 'lte' | 'gt' | 'gte'; readonly value: bigint | string }
  | {
      readonly operator: 'contains' | 'startsWith' | 'endsWith';
      readonly value: string;
      readonly ignoreCase?: boolean;
    }
  /** A regular expression as Postgres reads them (ARE), not anchored. */
  | { readonly operator: 'matches'; readonly pattern: string; readonly ignoreCase?: boolean }
  /** A whole-text pattern. `*` is any text: of a path only inside a segment, where `**` is any number of segments. */
  | { readonly operator: 'glob'; readonly pattern: string; readonly isPath: boolean; readonly ignoreCase?: boolean }
  /** An IP address inside one of these networks; an address alone is a network of one. */
  | { readonly operator: 'within'; readonly networks: readonly string[] }
  /** Of an integer: `value & mask` compares so with `value`. */
  | {
      readonly operator: 'bits';
      readonly mask: bigint;
      readonly comparison: 'eq' | 'lt' | 'lte' | 'gt' | 'gte';
      readonly value: bigint;
    }
  /** Of a text: its length in characters. */
  | { readonly operator: 'length'; readonly comparison: 'eq' | 'lt' | 'lte' | 'gt' | 'gte'; readonly value: bigint }
  /** Of a part that no contract fixes: it holds this JSON somewhere at its top level, as jsonb's `@>` has it. */
  | { readonly operator: 'containsJson'; readonly json: string };

export type Plain = string | bigint | boolean;

export const EVERYTHING: Filter = { kind: 'all', filters: [] };

export const NOTHING: Filter = { kind: 'any', filters: [] };

export function all(filters: readonly Filter[]): Filter {
  return filters.length === 1 ? (filters[0] as Filter) : { kind: 'all', filters };
}

export function any(filters: readonly Filter[]): Filter {
  return filters.length === 1 ? (filters[0] as Filter) : { kind: 'any', filters };
}

export function not(filter: Filter): Filter {
  return { kind: 'not', filter };
}

/** Steps down a path of objects. */
export function inside(path: readonly string[], filter: Filter): Filter {
  return path.reduceRight<Filter>((inner, key) => ({ kind: 'inside', key, filter: inner }), filter);
}

/** Every condition of a tree, itself first. */
export function* conditionsOf(filter: Filter): Generator<Filter> {
  yield filter;
  if ('filters' in filter) for (const part of filter.filters) yield* conditionsOf(part);
  if ('filter' in filter) yield* conditionsOf(filter.filter);
}
