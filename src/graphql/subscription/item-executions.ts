import { execute, type ExecutionResult, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import { Deadline } from '../../database/deadline.js';
import type { Principal } from '../../auth/principal.js';
import type { Tracing } from '../../observability/tracing.js';
import type { FeedItem } from '../../feed/feed-reader.js';
import { refusals } from '../access/audit-operation.js';
import { SensitiveReads } from '../access/sensitive-reads.js';
import type { GraphQLContext } from '../graphql-context.js';
import { inTime } from '../in-time.js';
import { LoaderContexts } from './loader-contexts.js';
import type { AdmittedSubscription } from './subscription-plugin.js';
import { variablesOfItems } from './used-variables.js';

/** How items are executed for one subscription. Those with equal keys get equal results. */
export interface ItemPlan extends AdmittedSubscription {
  readonly key: string;
  readonly access: string;
  readonly principal: Principal;
  readonly makeContext: (deadline: Deadline) => Promise<GraphQLContext>;
}

/** What came of one item, whoever it is for. */
export interface ExecutedItem {
  /** The result as JSON, or what there is instead when it has errors: these name the request that they came to. */
  readonly result: string | ExecutionResult;
  /** Whom it tells by their name what they may not: it is for nobody else then. */
  readonly refused: Principal | undefined;
  /** Sensitive fields that it shows, and those that it keeps, as `Type.field`. */
  readonly read: readonly string[];
  readonly withheld: readonly string[];
}

export interface ItemExecutionOptions {
  /** Milliseconds that one item may take. */
  readonly requestTimeout: number;
  readonly tracing: Tracing | undefined;
}

/**
 * Executes the items of subscriptions. Where many follow with the same operation and may see the same, an item is executed
 * once for all of them; what is remembered goes with the item itself.
 */
export class ItemExecutions {
  private readonly known = new WeakMap<object, Map<string, Promise<ExecutedItem>>>();
  private readonly documents = new WeakMap<object, number>();
  private documentCount = 0;
  private readonly contexts: LoaderContexts;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly options: ItemExecutionOptions,
  ) {
    this.contexts = new LoaderContexts(options.requestTimeout);
  }

  plan(admitted: AdmittedSubscription, principal: Principal, makeContext: ItemPlan['makeContext']): ItemPlan {
    const { document, operation, variables } = admitted;
    let number = this.documents.get(document);
    if (number === undefined) this.documents.set(document, (number = ++this.documentCount));
    // One that is not given may have a default value, and one that is null has none.
    const given = variablesOfItems(document, operation).filter((name) => Object.hasOwn(variables, name));
    const used = given.map((name) => [name, variables[name]]);
    const access = accessOf(principal);
    const key = JSON.stringify([number, operation.name?.value, used, access]);
    return { ...admitted, key, access, principal, makeContext };
  }

  /** @throws AppError `query.timeout` */
  async execute(item: object, plan: ItemPlan): Promise<ExecutedItem> {
    const { kind, id } = plan.principal;
    const shared = await this.once(item, plan, plan.key);
    const { refused } = shared;
    const isForOther = refused && (refused.kind !== kind || refused.id !== id);
    return isForOther ? this.once(item, plan, `${plan.key} ${kind} ${id}`) : shared;
  }

  private once(item: object, plan: ItemPlan, key: string): Promise<ExecutedItem> {
    const executions = this.known.get(item) ?? new Map<string, Promise<ExecutedItem>>();
    this.known.set(item, executions);
    let execution = executions.get(key);
    if (!execution) executions.set(key, (execution = this.run(item, plan)));
    return execution;
  }

  private async run(item: object, plan: ItemPlan): Promise<ExecutedItem> {
    const { document, operation, variables, principal } = plan;
    const sensitive = new SensitiveReads(principal);
    const context = await this.contexts.of(plan.access, plan.makeContext);
    // What was loaded to judge the item need not be loaded again to show it.
    const snapshots = (item as Pick<FeedItem, 'snapshots'>).snapshots?.deref() ?? context.snapshots;
    const name = operation.name?.value;
    const span = this.options.tracing?.start(`subscription item ${name ?? 'anonymous'}`, {
      kind: 'internal',
      attributes: { 'graphql.operation.type': 'subscription', ...(name && { 'graphql.operation.name': name }) },
    });
    try {
      const result = await inTime(this.options.requestTimeout, new Deadline(), async () =>
        execute({
          schema: this.schema,
          document,
          operationName: name,
          variableValues: variables,
          rootValue: item,
          contextValue: { ...context, snapshots, sensitive },
        }),
      );
      if (result.errors && span) this.options.tracing?.fail(span);
      const { read, withheld } = sensitive;
      const shown = result.errors ? result : resultText({ data: result.data ?? null }, withheld);
      const refused = refusals(result.errors).length ? principal : undefined;
      return { result: shown, refused, read, withheld };
    } finally {
      span?.end();
    }
  }
}

/** An answer to an item as its subscriber gets it. */
export function resultText({ data, errors }: FormattedExecutionResult, withheld: readonly string[]): string {
  return JSON.stringify({ data, errors, ...(withheld.length && { extensions: { withheld } }) });
}

/** Whoever has equal scopes and hosts sees the same. */
function accessOf({ scopes, hosts }: Principal): string {
  return JSON.stringify([[...scopes].sort(), hosts && [...hosts].sort()]);
}
