import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { EVENT_PAGE_OF_ONE } from '../cost/event-costs.js';
import { Costs, ONE_OBJECT } from '../cost/field-cost.js';
import { EVENTS_BY_NAME, INSTANCE_PAGE, SIGHTINGS, WAY_DOWN, WAY_UP, WAY_UP_ALONE } from '../cost/lineage-costs.js';
import { AppError } from '../../errors.js';
import { timeOf } from '../../events/event-id.js';
import { fittingField } from '../../events/mirror-view.js';
import { pageOf } from '../../lineage/keyset-page.js';
import { MAX_DEPTH, MAX_DESCENDANTS } from '../../lineage/lineage-loaders.js';
import { parseInstanceId, quote } from '../../node-id.js';
import { all, inside } from '../../search/filter.js';
import type { Fragment } from '../../storage/read-row.js';
import type { GraphQLContext } from '../graphql-context.js';
import { DepthArguments, maxDepth } from '../inputs/depth.arguments.js';
import { EventSelection, selectedEvents } from '../inputs/event-selection.arguments.js';
import { instanceFilter, ProcessInstanceFilter } from '../inputs/process-instance-filter.input.js';
import { instanceConnection, slice } from '../pagination/instance-connection.js';
import { connectEvents } from '../pagination/event-connection.js';
import { formatCursor, keyset, pageInfo } from '../pagination/keyset.js';
import { LineageLimit } from '../pagination/lineage-limit.enum.js';
import { PageArguments } from '../pagination/page-arguments.js';
import { ProcessInstanceConnection } from '../pagination/process-instance-connection.type.js';
import { ProcessSnapshotConnection } from '../pagination/process-snapshot-connection.type.js';
import { SecurityEventConnection } from '../pagination/security-event-connection.type.js';
import { Requires } from '../access/requires.js';
import { DateTime } from '../scalars/date-time.scalar.js';
import { selectedNames } from '../selected-names.js';
import { TimeOrder } from '../types/event/event-enums.js';
import { StoredLineage } from '../types/process/lineage.type.js';
import { instanceSource, ProcessInstance } from '../types/process/process-instance.type.js';
import { EventCount } from '../types/process/process-tree.type.js';
import { Process } from '../types/process/process.type.js';

@Resolver(() => ProcessInstance)
export class ProcessInstanceResolver {
  @Requires('events:read')
  @Costs(ONE_OBJECT)
  @Query(() => ProcessInstance, {
    nullable: true,
    description: 'One process by its id. An id that no process has is the error `NOT_FOUND`.',
  })
  async processInstance(
    @Arg('id', () => ID, { description: 'The `id` of a process instance.' }) id: string,
    @Ctx() { lineage }: GraphQLContext,
  ): Promise<ProcessInstance> {
    const instance = await lineage.instance(parseInstanceId(id));
    if (instance) return instanceSource(instance);
    throw new AppError('event.not_found', `No process has the id ${quote(id)}; it may be past the retention`);
  }

  @Requires('events:read')
  @Costs(INSTANCE_PAGE)
  @Query(() => ProcessInstanceConnection, {
    description:
      'Processes in the order of their start, by pages. Those that are known only approximately have no start and count ' +
      'as the oldest.',
  })
  async processInstances(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ProcessInstanceFilter, { nullable: true, description: 'Which processes.' })
    filter: ProcessInstanceFilter | null,
    @Arg('orderBy', () => TimeOrder, { defaultValue: TimeOrder.NEWEST_FIRST, description: 'Order of the list.' })
    order: TimeOrder,
    @Ctx() { lineage }: GraphQLContext,
  ): Promise<ProcessInstanceConnection> {
    const { query, finish } = keyset(page, 'i', order === TimeOrder.OLDEST_FIRST);
    const ids = await lineage.stores.instanceSearch.page(instanceFilter(filter), query);
    const { shown, more } = finish(ids);
    return instanceConnection(lineage, entries(shown), more);
  }

  @Costs(SIGHTINGS)
  @FieldResolver(() => DateTime, {
    description: 'Time of the first stored event that shows it: as the acting process, in a lineage, or as a target.',
  })
  firstSeen(@Root() { stored }: ProcessInstance, @Ctx() { lineage }: GraphQLContext): Promise<Date> {
    return lineage.sightings(stored.id).then((seen) => new Date(seen?.first ?? timeOf(stored.snapshotId)));
  }

  @Costs(SIGHTINGS)
  @FieldResolver(() => DateTime, {
    description: 'Time of the last stored event that shows it: as the acting process, in a lineage, or as a target.',
  })
  lastSeen(@Root() { stored }: ProcessInstance, @Ctx() { lineage }: GraphQLContext): Promise<Date> {
    return lineage.sightings(stored.id).then((seen) => new Date(seen?.last ?? timeOf(stored.snapshotId)));
  }

  @FieldResolver(() => Process, {
    description: 'Its state on the last day that shows it; of several states of that day, the one that says most.',
  })
  async process(
    @Root() { stored }: ProcessInstance,
    @Ctx() { snapshots }: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const names = selectedNames(info);
    return fittingProcess(await snapshots.snapshot('Process', stored.snapshotId, (key) => names.has(key)));
  }

  @FieldResolver(() => ProcessSnapshotConnection, {
    description: 'Its states, the newest day first. States of one day are in no order.',
  })
  async snapshots(
    @Root() { stored }: ProcessInstance,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { lineage, snapshots }: GraphQLContext,
  ): Promise<ProcessSnapshotConnection> {
    const { query, finish } = keyset(page, 's', false);
    const { shown, more } = finish(await lineage.snapshots(stored.id, query));
    const found = await Promise.all(shown.map((id) => snapshots.snapshot('Process', id, () => false)));
    const nodes = found.map(fittingProcess);
    const edges = shown.map((id, i) => ({
      node: nodes[i] as object,
      day: new Date(timeOf(id)),
      cursor: formatCursor('s', id),
    }));
    return { edges, nodes, pageInfo: pageInfo(edges, more) };
  }

  @Costs(ONE_OBJECT)
  @FieldResolver(() => ProcessInstance, {
    nullable: true,
    description: 'The process that started it, from whichever event told so. Absent where none did.',
  })
  async parent(
    @Root() { stored }: ProcessInstance,
    @Ctx() { lineage }: GraphQLContext,
  ): Promise<ProcessInstance | undefined> {
    const parent = stored.parentId === undefined ? undefined : await lineage.instance(stored.parentId);
    return parent && instanceSource(parent);
  }

  @Costs(WAY_UP)
  @FieldResolver(() => ProcessInstanceConnection, {
    description: 'The processes on the way up to the root, the nearest first.',
  })
  async ancestors(
    @Root() { stored }: ProcessInstance,
    @Args(() => PageArguments) page: PageArguments,
    @Args(() => DepthArguments) depth: DepthArguments,
    @Ctx() { lineage }: GraphQLContext,
  ): Promise<ProcessInstanceConnection> {
    const limit = maxDepth(depth);
    const { ancestors } = await lineage.ancestry(stored.id);
    const { shown, more } = slice(ancestors.slice(0, limit), page);
    const cut = ancestors.length > limit ? LineageLimit.DEPTH_LIMIT : undefined;
    return instanceConnection(lineage, shown, more, { cut });
  }

  @FieldResolver(() => ProcessInstanceConnection, {
    description:
      'The processes that it started, in the order of their start. Any number: further pages come by cursor.',
  })
  async children(
    @Root() { stored }: ProcessInstance,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { lineage }: GraphQLContext,
  ): Promise<ProcessInstanceConnection> {
    const { query, finish } = keyset(page, 'i', true);
    const { shown, more } = finish(await lineage.children(stored.id, query));
    return instanceConnection(lineage, entries(shown, 1), more);
  }

  @Costs(ONE_OBJECT)
  @FieldResolver(() => Int, { description: 'How many processes it started.' })
  childCount(@Root() { stored }: ProcessInstance, @Ctx() { lineage }: GraphQLContext): Promise<number> {
    return lineage.childCount(stored.id);
  }

  @FieldResolver(() => ProcessInstanceConnection, {
    description:
      'The processes that its parent started, itself left out, in the order of their start. None where the parent is not ' +
      'known.',
  })
  async siblings(
    @Root() { stored }: ProcessInstance,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { lineage }: GraphQLContext,
  ): Promise<ProcessInstanceConnection> {
    const { query, finish } = keyset(page, 'i', true);
    const { parentId } = stored;
    // One more, since it is among them itself.
    const children =
      parentId === undefined ? [] : await lineage.children(parentId, { ...query, limit: query.limit + 1 });
    const { shown, more } = finish(children.filter((id) => id !== stored.id).slice(0, query.limit));
    return instanceConnection(lineage, entries(shown), more);
  }

  @Costs(WAY_DOWN)
  @FieldResolver(() => ProcessInstanceConnection, {
    description:
      'The processes that it started, that these started, and so on, all in the order of their start: the nearest ' +
      `${MAX_DESCENDANTS} at most.`,
  })
  async descendants(
    @Root() { stored }: ProcessInstance,
    @Args(() => PageArguments) page: PageArguments,
    @Args(() => DepthArguments) depth: DepthArguments,
    @Ctx() { lineage }: GraphQLContext,
  ): Promise<ProcessInstanceConnection> {
    const limit = maxDepth(depth);
    const { query, finish } = keyset(page, 'i', true);
    const { descendants, isCut } = await lineage.offspring(stored.id, limit);
    const near = descendants.filter((one) => one.depth <= limit);
    const { shown, more } = finish(pageOf(near, query));
    const isDeeper = near.length < descendants.length;
    // Whatever stands past the depth was found last, so that then everything before it is there.
    const cut = isDeeper ? LineageLimit.DEPTH_LIMIT : isCut ? LineageLimit.NODE_LIMIT : undefined;
    return instanceConnection(lineage, shown, more, { cut });
  }

  @Costs(EVENT_PAGE_OF_ONE)
  @FieldResolver(() => SecurityEventConnection, {
    description: 'The events in which it is the acting process.',
  })
  async events(
    @Root() { stored }: ProcessInstance,
    @Args(() => PageArguments) page: PageArguments,
    @Args(() => EventSelection) selection: EventSelection,
    @Arg('orderBy', () => TimeOrder, { defaultValue: TimeOrder.NEWEST_FIRST, description: 'Order of the list.' })
    order: TimeOrder,
    @Ctx() { lineage, search, sensitive }: GraphQLContext,
  ): Promise<SecurityEventConnection> {
    const { query, finish } = keyset(page, 'e', order === TimeOrder.OLDEST_FIRST);
    const filter = selectedEvents(selection, sensitive);
    const condition = () => search.condition(filter);
    const { shown, more } = finish(await lineage.events(stored.id, query, textOf(filter), condition));
    const found = await lineage.storedEvents(shown);
    return connectEvents(
      found,
      more,
      all([filter, inside(['process'], { kind: 'instance', relation: 'self', id: stored.id })]),
    );
  }

  @Costs(EVENTS_BY_NAME)
  @FieldResolver(() => [EventCount], {
    description: 'How many events it acts in, by `evt.name`, the most frequent first.',
  })
  eventCounts(@Root() { stored }: ProcessInstance, @Ctx() { lineage }: GraphQLContext): Promise<EventCount[]> {
    return lineage.eventCounts(stored.id);
  }

  @Costs(WAY_UP_ALONE)
  @FieldResolver(() => StoredLineage, { description: 'How much is known of the way up to the root.' })
  async lineage(@Root() { stored }: ProcessInstance, @Ctx() { lineage }: GraphQLContext): Promise<StoredLineage> {
    const [{ ancestors, isCircle }, truncated] = await Promise.all([
      lineage.ancestry(stored.id),
      lineage.isTruncated(stored.id),
    ]);
    const topmost = ancestors.at(-1)?.id;
    const top = topmost === undefined ? stored : await lineage.instance(topmost);
    const isEnd = !isCircle && ancestors.length <= MAX_DEPTH;
    return {
      isComplete: isEnd && top?.isRoot === true,
      truncated,
      // What the retention has dropped is missing too.
      missingParent: isEnd && (top === undefined || top.namesParent),
      contradictory: stored.hasManyParents,
    };
  }
}

/** A report of an agent may have told of the process, and said of it what the mirror's types cannot say. */
function fittingProcess(snapshot: Fragment): object {
  return fittingField(snapshot, 'ProcessContext', 'parent') as Fragment;
}

function entries(ids: readonly string[], depth?: number): { id: string; depth?: number }[] {
  return ids.map((id) => ({ id, ...(depth !== undefined && { depth }) }));
}

/** Equal for equal conditions. JSON has no word for a bigint. */
function textOf(filter: object): string {
  return JSON.stringify(filter, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
