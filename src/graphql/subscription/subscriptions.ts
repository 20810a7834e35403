import {
  createSourceEventStream,
  type GraphQLError,
  Kind,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { Deadline } from '../../database/deadline.js';
import { AppError } from '../../errors.js';
import type { PointAccount } from '../../limits/point-budget.js';
import { Seats } from '../../limits/seats.js';
import type { Metrics, Transport } from '../../observability/metrics.js';
import type { RequestScope } from '../../observability/request-scope.js';
import type { Tracing } from '../../observability/tracing.js';
import { noteReads, noteRefusals } from '../access/audit-operation.js';
import { formatError } from '../format-error.js';
import {
  createGraphQLContext,
  type GraphQLActor,
  type GraphQLContext,
  type GraphQLServices,
} from '../graphql-context.js';
import { ItemDelivery } from './item-delivery.js';
import { ItemExecutions } from './item-executions.js';
import { OpenSubscription, type SubscriptionEnd } from './open-subscription.js';
import { OperationFailed } from './operation-failed.js';
import { cursorOf } from './places.js';
import type { AdmittedSubscription } from './subscription-plugin.js';

export interface SubscriptionsOptions {
  /** Milliseconds that one item may take to be executed. */
  readonly requestTimeout: number;
  /** Milliseconds that a client may take for an item. */
  readonly feedStallTimeout: number;
  /** Subscriptions that are open at once. */
  readonly maxSubscriptions: number;
  /** The same of one API token or login. */
  readonly subscriptionsPerToken: number;
  readonly onInternalError: (error: unknown, requestId: string) => void;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
}

/** Who follows a subscription, and by what. */
export interface Subscriber {
  readonly actor: GraphQLActor;
  readonly account: PointAccount;
  readonly scope: RequestScope;
  readonly transport: Transport;
  /** Aborted when nobody follows any more; the reason is why (`SubscriptionEnd`). */
  readonly gone: AbortSignal;
}

/** The subscriptions that are open in this process. */
export class Subscriptions {
  private readonly seats: Seats;
  private readonly executions: ItemExecutions;
  private isClosed = false;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly services: GraphQLServices,
    private readonly options: SubscriptionsOptions,
  ) {
    this.executions = new ItemExecutions(schema, options);
    this.seats = new Seats('subscriptions', options.subscriptionsPerToken);
  }

  /**
   * Opens a subscription that was let in.
   *
   * @throws AppError, OperationFailed
   */
  async follow(admitted: AdmittedSubscription, subscriber: Subscriber): Promise<OpenSubscription> {
    this.checkRoom();
    // From here on it counts: others may begin while it does.
    const leave = this.seats.take(subscriber.actor.principal);
    try {
      return await this.start(admitted, subscriber, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Lets nobody subscribe any more. */
  close(): void {
    this.isClosed = true;
  }

  private async start(
    admitted: AdmittedSubscription,
    subscriber: Subscriber,
    leave: () => void,
  ): Promise<OpenSubscription> {
    const { document, operation, variables } = admitted;
    const { actor, account, scope, transport, gone } = subscriber;
    // A span is a stretch of time with an end: what goes on for days belongs to none.
    const { span: _span, ...lasting } = scope;
    const make = (deadline: Deadline): Promise<GraphQLContext> =>
      createGraphQLContext(this.services, actor, { account, deadline, scope: lasting });
    const life = new Deadline();
    const context = await make(life);
    const name = operation.name?.value;
    const source = await createSourceEventStream({
      ...{ schema: this.schema, document, operationName: name },
      ...{ variableValues: variables, contextValue: context },
    });
    if (!(Symbol.asyncIterator in source)) throw this.refused(source.errors ?? [], context, name);
    const items = source[Symbol.asyncIterator]() as AsyncIterator<object>;
    try {
      // What was asked of sensitive fields by a filter tells of them, too.
      await noteReads(context, context.sensitive.read, name);
    } catch (error) {
      void items.return?.();
      throw error;
    }
    const plan = this.executions.plan(admitted, actor.principal, make);
    const delivery = new ItemDelivery(this.executions, plan, context, this.options);
    const complete = (): void => opened.complete(gone.reason as SubscriptionEnd);
    const opened = new OpenSubscription({
      source: items,
      deliver: (item) => delivery.of(item),
      cursor: () => cursorOf(source, context),
      requestId: actor.requestId,
      stallTimeout: this.options.feedStallTimeout,
      onItem: () => this.options.metrics.itemSent(transport),
      onEnd: (end, error) => {
        life.pass();
        gone.removeEventListener('abort', complete);
        leave();
        this.noteEnd(subscriber, end, error);
      },
    });
    this.options.metrics.subscriptionOpened(transport);
    if (gone.aborted) complete();
    else gone.addEventListener('abort', complete);
    return opened;
  }

  private checkRoom(): void {
    const { maxSubscriptions } = this.options;
    if (this.isClosed) {
      const sentence = 'This server is stopping; subscribe again, from the cursor that you have';
      throw new AppError('subscription.too_many', sentence, { retryable: true });
    }
    if (this.seats.size < maxSubscriptions) return;
    const sentence =
      `This server has ${maxSubscriptions} subscriptions open, and more would not do (SPOOR_MAX_SUBSCRIPTIONS); ` +
      'subscribe again later, or ask with the query eventFeed';
    throw new AppError('subscription.too_many', sentence, { retryable: true, details: { most: maxSubscriptions } });
  }

  private refused(
    errors: readonly GraphQLError[],
    context: GraphQLContext,
    operationName: string | undefined,
  ): OperationFailed {
    noteRefusals(context, errors, operationName);
    const { requestId } = context;
    return new OperationFailed(
      errors.map((error) => {
        const shown = formatError(asUserInput(error), error);
        if (shown.extensions?.['code'] === 'INTERNAL_SERVER_ERROR') {
          this.options.onInternalError(error.originalError ?? error, requestId);
        }
        return { ...shown, extensions: { ...shown.extensions, requestId } };
      }),
    );
  }

  private noteEnd({ actor, transport }: Subscriber, end: SubscriptionEnd, error: unknown): void {
    this.options.metrics.subscriptionEnded(transport, end);
    if (end !== 'failed' || error instanceof AppError || error instanceof OperationFailed) return;
    this.options.onInternalError(error, actor.requestId);
  }
}

/** A variable that does not fit its type is the client's mistake, as Apollo has it for other operations. */
function asUserInput(error: GraphQLError): GraphQLFormattedError {
  const isVariable = !error.path && error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION;
  const formatted = error.toJSON();
  return isVariable ? { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_USER_INPUT' } } : formatted;
}
