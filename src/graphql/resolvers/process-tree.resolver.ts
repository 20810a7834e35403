import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Costs, ONE_OBJECT } from '../cost/field-cost.js';
import { EVENTS_BY_NAME, PROCESS_TREE, SIGHTINGS } from '../cost/lineage-costs.js';
import { AppError } from '../../errors.js';
import { processTree } from '../../lineage/process-tree.js';
import { formatNodeId, parseInstanceId, quote } from '../../node-id.js';
import type { GraphQLContext } from '../graphql-context.js';
import { ProcessTreeArguments, treeLimits } from '../inputs/process-tree.arguments.js';
import { Requires } from '../access/requires.js';
import { DateTime } from '../scalars/date-time.scalar.js';
import { instanceSource, ProcessInstance } from '../types/process/process-instance.type.js';
import { EventCount, ProcessTree, ProcessTreeNode } from '../types/process/process-tree.type.js';

@Resolver(() => ProcessTreeNode)
export class ProcessTreeResolver {
  @Requires('events:read')
  @Costs(PROCESS_TREE)
  @Query(() => ProcessTree, {
    nullable: true,
    description:
      'A process with its ancestors and descendants, ready to draw. Costs eight statements at most, whatever its size.',
  })
  async processTree(
    @Args(() => ProcessTreeArguments) tree: ProcessTreeArguments,
    @Ctx() { lineage }: GraphQLContext,
  ): Promise<ProcessTree> {
    const id = parseInstanceId(tree.instance);
    const limits = treeLimits(tree);
    if (!(await lineage.instance(id))) {
      const sentence = `No process has the id ${quote(tree.instance)}; it may be past the retention`;
      throw new AppError('event.not_found', sentence);
    }
    const { nodes, edges, cut } = await processTree(lineage.stores.kin, id, limits);
    // Its ancestors may be past the retention.
    const known = await Promise.all(nodes.map((node) => lineage.instance(node.id)));
    const shown = nodes.filter((_node, i) => known[i] !== undefined);
    const ids = new Set(shown.map((node) => node.id));
    return {
      nodes: shown.map((node) => ({ ...node, uuid: node.id, id: formatNodeId('instance', node.id) })),
      edges: edges
        .filter(({ parent, child }) => ids.has(parent) && ids.has(child))
        .map(({ parent, child }) => ({
          parent: formatNodeId('instance', parent),
          child: formatNodeId('instance', child),
        })),
      isComplete: cut === undefined,
      reason: cut,
    };
  }

  @Costs(ONE_OBJECT)
  @FieldResolver(() => ProcessInstance, { description: 'The process.' })
  async instance(@Root() { uuid }: ProcessTreeNode, @Ctx() { lineage }: GraphQLContext): Promise<ProcessInstance> {
    const instance = await lineage.instance(uuid);
    if (instance) return instanceSource(instance);
    throw new Error(`Instance ${uuid} has no snapshots; its tree was drawn from them`);
  }

  @Costs(EVENTS_BY_NAME)
  @FieldResolver(() => [EventCount], {
    description: 'How many events the process acts in, by `evt.name`, the most frequent first.',
  })
  eventCounts(@Root() { uuid }: ProcessTreeNode, @Ctx() { lineage }: GraphQLContext): Promise<EventCount[]> {
    return lineage.eventCounts(uuid);
  }

  @Costs(SIGHTINGS)
  @FieldResolver(() => DateTime, { nullable: true, description: 'Time of the first stored event that shows it.' })
  async firstSeen(@Root() { uuid }: ProcessTreeNode, @Ctx() { lineage }: GraphQLContext): Promise<Date | undefined> {
    const seen = await lineage.sightings(uuid);
    return seen && new Date(seen.first);
  }

  @Costs(SIGHTINGS)
  @FieldResolver(() => DateTime, { nullable: true, description: 'Time of the last stored event that shows it.' })
  async lastSeen(@Root() { uuid }: ProcessTreeNode, @Ctx() { lineage }: GraphQLContext): Promise<Date | undefined> {
    const seen = await lineage.sightings(uuid);
    return seen && new Date(seen.last);
  }
}
