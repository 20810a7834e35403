import { ArgsType, Field, ID, Int } from 'type-graphql';
import type { TreeLimits } from '../../lineage/process-tree.js';
import { within } from './depth.arguments.js';

/** How far a drawing of processes goes at most. */
export const MOST_OF_TREE = { ancestors: 100, depth: 100, children: 500, maxNodes: 1_000 } satisfies TreeLimits;

@ArgsType()
export class ProcessTreeArguments {
  @Field(() => ID, { description: 'The `id` of the process to draw the surroundings of.' })
  instance!: string;

  @Field(() => Int, {
    defaultValue: 16,
    description: `Generations above it: 0 to ${MOST_OF_TREE.ancestors}, the nearest.`,
  })
  ancestors!: number;

  @Field(() => Int, { defaultValue: 4, description: `Generations below it: 0 to ${MOST_OF_TREE.depth}.` })
  depth!: number;

  @Field(() => Int, {
    defaultValue: 20,
    description: `Children of one process to show: 1 to ${MOST_OF_TREE.children}, the oldest. The others are counted.`,
  })
  children!: number;

  @Field(() => Int, {
    defaultValue: 200,
    description:
      `Processes to show altogether: 1 to ${MOST_OF_TREE.maxNodes}. It and its ancestors come first and are shown in any case, ` +
      'then its descendants, the nearest first.',
  })
  maxNodes!: number;
}

/** @throws AppError `input.invalid` */
export function treeLimits({ ancestors, depth, children, maxNodes }: ProcessTreeArguments): TreeLimits {
  return {
    ancestors: within('ancestors', ancestors, 0, MOST_OF_TREE.ancestors),
    depth: within('depth', depth, 0, MOST_OF_TREE.depth),
    children: within('children', children, 1, MOST_OF_TREE.children),
    maxNodes: within('maxNodes', maxNodes, 1, MOST_OF_TREE.maxNodes),
  };
}
