import { Extensions } from 'type-graphql';

/**
 * What a field costs, in points. One point is about one object that is loaded for an answer: an event, a process, a file,
 * a host. On the machine of docs/benchmarks.md that was a tenth of a millisecond or less; what takes longer than its number
 * of objects lets expect, such as counting, is given the points of the time that it takes.
 *
 * Declared where the field is declared. Without a declaration, a connection costs by its page, a reference of the mirror
 * that leads to a snapshot one point, and everything else what is selected in it (`default-cost.ts`).
 */
export interface FieldCost {
  /** Names of the arguments that it depends on. */
  readonly reads?: readonly string[];
  /** Names of arguments of the field that it stands in, on which it depends too. */
  readonly readsAbove?: readonly string[];
  /** Points of the field itself, whatever is selected in it. */
  readonly points?: number | ((asked: Asked) => number);
  /**
   * For how many objects each list is selected that the field is or that stands right inside it (`nodes`, `edges`); the
   * rest of what is inside counts once.
   */
  readonly objects?: number | ((asked: Asked) => number);
}

/** How a field is asked for. */
export interface Asked {
  readonly given: Arguments;
  /** Whether the asker sees only some hosts, of which ingest has counted less. */
  readonly isRestricted: boolean;
  /** The field that it stands in. */
  readonly above: { readonly cost: FieldCost; readonly given: Arguments };
}

export type Arguments = Readonly<Record<string, unknown>>;

/** Declares the cost of a field, beside the decorator that declares the field. */
export function Costs(cost: FieldCost): MethodDecorator & PropertyDecorator {
  return Extensions({ cost });
}

/** One object, or the look-up that finds it. */
export const ONE_OBJECT: FieldCost = { points: 1 };

/** A whole event with its lineage and all that they refer to, as `GET /v1/events/<id>` gives it. */
export const WHOLE_DOCUMENT: FieldCost = { points: 20 };

/** A node of a connection: its page has one point for each. */
export const PAID_WITH_ITS_PAGE: FieldCost = {};
