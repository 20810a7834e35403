import type { KinStore } from './kin-store.js';

export interface TreeLimits {
  /** Generations above the instance. */
  readonly ancestors: number;
  /** Generations below it. */
  readonly depth: number;
  /** Children of one node that are shown, the oldest first. */
  readonly children: number;
  /** Nodes altogether. The instance and its ancestors are always among them. */
  readonly maxNodes: number;
}

export interface TreeNode {
  readonly id: string;
  /** 0 is the instance, negative above it. */
  readonly depth: number;
  readonly childCount: number;
  /** Children that the tree does not show. */
  readonly collapsedChildren: number;
}

export interface TreeEdge {
  readonly parent: string;
  readonly child: string;
}

/** What kept a tree or a list from being whole. */
export type LineageCut = 'DEPTH_LIMIT' | 'FAN_OUT_LIMIT' | 'NODE_LIMIT';

export interface ProcessTree {
  /** From the top down: by depth, then by start. */
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly TreeEdge[];
  /** Undefined where everything below the instance and all its known ancestors are shown. */
  readonly cut: LineageCut | undefined;
}

/** Draws the surroundings of an instance: three statements, whatever their size. */
export async function processTree(kin: KinStore, id: string, limits: TreeLimits): Promise<ProcessTree> {
  const [ancestry] = await kin.ancestries([id], limits.ancestors + 1);
  const known = ancestry?.ancestors ?? [];
  const above = known.slice(0, limits.ancestors);
  const [offspring] = await kin.offspring([id], {
    // The counts of children tell whether there is more: no need to look one level further.
    maxDepth: limits.depth - 1,
    maxNodes: Math.max(0, limits.maxNodes - 1 - above.length),
    maxChildren: limits.children,
  });
  // In a circle of approximate identities an ancestor can come again below.
  const isAbove = new Set(above.map((one) => one.id));
  const below = offspring?.descendants.filter((one) => !isAbove.has(one.id)) ?? [];
  const edges = [
    ...above.map((one) => ({ parent: one.id, child: one.from })).reverse(),
    ...below.map((one) => ({ parent: one.from, child: one.id })),
  ];
  const depths = [
    ...above.map((one) => ({ id: one.id, depth: -one.depth })).reverse(),
    { id, depth: 0 },
    ...below.map((one) => ({ id: one.id, depth: one.depth })),
  ];
  const nodes = await countedNodes(kin, depths, edges);
  const cut = offspring?.isCut ? 'NODE_LIMIT' : cutOf(nodes, limits);
  return { nodes, edges, cut: cut ?? (known.length > above.length ? 'DEPTH_LIMIT' : undefined) };
}

async function countedNodes(
  kin: KinStore,
  nodes: readonly { readonly id: string; readonly depth: number }[],
  edges: readonly TreeEdge[],
): Promise<TreeNode[]> {
  const counts = await kin.childCounts(nodes.map(({ id }) => id));
  const shown = new Map<string, number>();
  for (const { parent } of edges) shown.set(parent, (shown.get(parent) ?? 0) + 1);
  return nodes.map(({ id, depth }, i) => {
    const childCount = counts[i] ?? 0;
    return { id, depth, childCount, collapsedChildren: Math.max(0, childCount - (shown.get(id) ?? 0)) };
  });
}

/** Siblings of the way up are left out by design. */
function cutOf(nodes: readonly TreeNode[], { depth: last }: TreeLimits): LineageCut | undefined {
  const collapsed = nodes.filter(({ depth, collapsedChildren }) => depth >= 0 && collapsedChildren > 0);
  if (!collapsed.length) return undefined;
  return collapsed.some(({ depth }) => depth < last) ? 'FAN_OUT_LIMIT' : 'DEPTH_LIMIT';
}
