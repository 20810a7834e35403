import { HOSTS, type Pivot } from '../analytics/pivots.js';
import { parseNodeId } from '../node-id.js';
import type { TimeRange } from '../search/time-range.js';

/** Which events a node of a pivot stands for. */
export interface PivotSource {
  readonly pivot: Pivot;
  readonly key: string;
  /** Outside of which nothing counts. */
  readonly range: TimeRange;
}

const SOURCE = Symbol('pivot');

/** Lets a node remember which events it stands for. */
export function withPivot<Node extends object>(node: Node, source: PivotSource): Node {
  return Object.defineProperty(node, SOURCE, { value: source });
}

/** Hosts are come by in many ways; one that comes from no list stands for all of its events. */
export function pivotOf(node: object): PivotSource {
  const { [SOURCE]: source, id } = node as { readonly [SOURCE]?: PivotSource; readonly id?: string };
  if (source) return source;
  const host = parseNodeId(id ?? '');
  if (host.kind !== 'host') throw new Error(`No pivot lists nodes such as ${id}`);
  return { pivot: HOSTS, key: String(host.number), range: {} };
}
