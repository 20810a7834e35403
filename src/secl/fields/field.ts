import type { Span } from '../span.js';
import type { Leaf } from '../values/leaf.js';

/** A field of an expression: where its value stands in the event, and what it can be compared with. */
export interface Field {
  readonly name: string;
  readonly at: Span;
  /** The only event that has the field. */
  readonly event?: string;
  /** It is a field of rules, and no path of the event's JSON. */
  readonly isOfRules: boolean;
  /** Lists of objects on the way, from the outermost. The leaf is below an element of the last. */
  readonly lists: readonly ListStep[];
  readonly leaf: Leaf;
}

export interface ListStep {
  /** From the event, or from an element of the list before. */
  readonly path: readonly string[];
  /** The lineage goes on where the event's list ends. */
  readonly beyondEvent: boolean;
  /** `A` of `process.ancestors[A]`: the same element wherever it stands. */
  readonly register?: string;
}
