import type { ExecutionResult, GraphQLError } from 'graphql';
import { AppError } from '../../errors.js';
import { noteReads, noteRefusals, refusals } from '../access/audit-operation.js';
import { formatError } from '../format-error.js';
import type { GraphQLContext } from '../graphql-context.js';
import { resultText, type ItemExecutions, type ItemPlan } from './item-executions.js';
import type { Delivery } from './open-subscription.js';
import { OperationFailed } from './operation-failed.js';
import { cursorOf } from './places.js';

export interface ItemDeliveryOptions {
  readonly onInternalError: (error: unknown, requestId: string) => void;
}

/** Makes of an item what one subscriber gets: executed, perhaps together with others, and audited for this one. */
export class ItemDelivery {
  /** Sensitive fields that this subscription is known to show, or is being noted for. */
  private readonly noted = new Map<string, Promise<void>>();
  /** Sentences that refused it something, and were written down. */
  private readonly refused = new Set<string>();

  constructor(
    private readonly executions: ItemExecutions,
    private readonly plan: ItemPlan,
    private readonly context: GraphQLContext,
    private readonly options: ItemDeliveryOptions,
  ) {}

  /** @throws AppError, OperationFailed when it cannot be had now: to go on without it would be to miss it */
  async of(item: object): Promise<Delivery> {
    const { result, read, withheld } = await this.executions.execute(item, this.plan);
    await this.note(read);
    return {
      text: typeof result === 'string' ? result : this.withErrors(result, withheld),
      cursor: () => cursorOf(item, this.context),
    };
  }

  /** Once for each field: a subscription is one act of reading, however long it lasts. */
  private async note(read: readonly string[]): Promise<void> {
    const fields = read.filter((field) => !this.noted.has(field));
    if (fields.length) {
      const noting = noteReads(this.context, fields, this.plan.operation.name?.value);
      for (const field of fields) this.noted.set(field, noting);
    }
    // Others are executed at the same time: they wait for the same entry.
    for (const field of read) await this.noted.get(field);
  }

  private withErrors({ data, errors = [] }: ExecutionResult, withheld: readonly string[]): string {
    this.noteRefusals(errors);
    const told = errors.map((error) => this.told(error));
    if (!data || errors.some(isPassing)) throw new OperationFailed(told);
    return resultText({ data, errors: told }, withheld);
  }

  /** Once for each sentence, as with reads. */
  private noteRefusals(errors: readonly GraphQLError[]): void {
    const fresh = errors.filter((error) => refusals([error]).length && !this.refused.has(error.message));
    for (const { message } of fresh) this.refused.add(message);
    noteRefusals(this.context, fresh, this.plan.operation.name?.value);
  }

  private told(error: GraphQLError): ReturnType<typeof formatError> {
    const shown = formatError(error.toJSON(), error);
    const { requestId } = this.context;
    if (shown.extensions?.['code'] === 'INTERNAL_SERVER_ERROR') {
      this.options.onInternalError(error.originalError ?? error, requestId);
    }
    return { ...shown, extensions: { ...shown.extensions, requestId } };
  }
}

/** Whether it may well be different the next time. */
function isPassing({ originalError }: GraphQLError): boolean {
  return originalError instanceof AppError && (originalError.retryable || originalError.code === 'query.timeout');
}
