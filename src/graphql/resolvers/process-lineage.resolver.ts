import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Costs, ONE_OBJECT } from '../cost/field-cost.js';
import { isLineageRoot } from '../../event-format/lineage-root.js';
import type { JsonObject, JsonValue } from '../../event-format/lossless-json.js';
import { INSTANCE, REFERENCES, type Fragment } from '../../storage/read-row.js';
import type { GraphQLContext } from '../graphql-context.js';
import { Lineage } from '../types/process/lineage.type.js';
import { ProcessContext } from '../types/process/process-context.type.js';
import { instanceSource, ProcessInstance } from '../types/process/process-instance.type.js';
import { Process } from '../types/process/process.type.js';

@Resolver(() => Process)
export class ProcessLineageResolver {
  @Costs(ONE_OBJECT)
  @FieldResolver(() => ProcessInstance, {
    nullable: true,
    description:
      'The process behind this snapshot, with all that other events know of it: parent, children, events, first and ' +
      'last seen.',
  })
  async instance(@Root() source: Fragment, @Ctx() { lineage }: GraphQLContext): Promise<ProcessInstance | undefined> {
    const id = source[INSTANCE];
    const instance = id === undefined ? undefined : await lineage.instance(id);
    return instance && instanceSource(instance);
  }
}

@Resolver(() => ProcessContext)
export class ProcessContextLineageResolver {
  @Costs(ONE_OBJECT)
  @FieldResolver(() => Lineage, {
    description:
      'How much of the way up to the root this event carried, by `parent` and `ancestors` as sent. `instance { lineage }` ' +
      'says how much all events together know.',
  })
  async lineage(@Root() source: Fragment, @Ctx() { snapshots }: GraphQLContext): Promise<Lineage> {
    const key = source[REFERENCES]?.['ancestors']?.ids.length ? 'ancestors' : 'parent';
    const named = await snapshots.value(source, key, () => false);
    const last = ([named].flat().at(-1) ?? source) as JsonObject;
    const truncated = source['truncated_ancestors'] === true;
    const [pid, ppid] = [integer(last['pid']), integer(last['ppid'])];
    const isRoot = isLineageRoot({ pid, ppid, isKernelWorker: last['is_kworker'] === true });
    return { isComplete: isRoot && !truncated, truncated, missingParent: !isRoot && ppid !== undefined };
  }
}

function integer(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
