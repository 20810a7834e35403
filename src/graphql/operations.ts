import type { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { Deadline } from '../database/deadline.js';
import { AppError } from '../errors.js';
import { formatError } from './format-error.js';
import { createGraphQLContext, type GraphQLContext, type GraphQLServices } from './graphql-context.js';
import { inTime } from './in-time.js';
import type { GraphQLParameters, OperationGate } from './operation-gate.js';
import type { OpenSubscription } from './subscription/open-subscription.js';
import { OperationFailed } from './subscription/operation-failed.js';
import type { AdmittedSubscription } from './subscription/subscription-plugin.js';
import type { Subscriber, Subscriptions } from './subscription/subscriptions.js';

/** Who sends an operation over a transport that can carry several results. */
export type Asker = Subscriber;

export type Outcome =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] }
  | { readonly kind: 'answered'; readonly result: FormattedExecutionResult }
  | { readonly kind: 'followed'; readonly subscription: OpenSubscription };

export interface OperationsOptions {
  readonly gate: OperationGate;
  /** Milliseconds that a query, a mutation, or the start of a subscription may take. */
  readonly requestTimeout: number;
  readonly onInternalError: (error: unknown, requestId: string) => void;
}

/**
 * Runs operations of any kind for transports that can carry a subscription. They pass the same gates as over HTTP, in the
 * same order.
 */
export class Operations {
  constructor(
    private readonly apollo: ApolloServer<GraphQLContext>,
    private readonly subscriptions: Subscriptions,
    private readonly services: GraphQLServices,
    private readonly options: OperationsOptions,
  ) {}

  async run(given: GraphQLParameters, asker: Asker): Promise<Outcome> {
    try {
      // To look at a request is work, too, whatever comes of it.
      await asker.account.take(1);
      checkParameters(given);
      const document = this.options.gate.document(given);
      return await this.inTime(asker.gone, (deadline) => this.execute(given, document, asker, deadline));
    } catch (error) {
      return { kind: 'refused', errors: this.told(error, asker) };
    }
  }

  /** What keeps an operation from being run at all, as its client is told. */
  refuse(error: AppError, asker: Asker): OperationFailed['errors'] {
    return this.told(error, asker);
  }

  private async inTime<T>(gone: AbortSignal, work: (deadline: Deadline) => Promise<T>): Promise<T> {
    const deadline = new Deadline();
    const pass = (): void => deadline.pass();
    gone.addEventListener('abort', pass);
    try {
      return await inTime(this.options.requestTimeout, deadline, () => work(deadline));
    } finally {
      gone.removeEventListener('abort', pass);
    }
  }

  private async execute(
    { operationName, variables, extensions }: GraphQLParameters,
    document: string | undefined,
    asker: Asker,
    deadline: Deadline,
  ): Promise<Outcome> {
    const { actor, account, scope, gone } = asker;
    let subscription: OpenSubscription | undefined;
    const open = async (admitted: AdmittedSubscription): Promise<readonly GraphQLFormattedError[]> => {
      try {
        subscription = await this.subscriptions.follow(admitted, asker);
        return [];
      } catch (error) {
        return this.told(error, asker);
      }
    };
    const contextValue = await createGraphQLContext(this.services, actor, {
      ...{ account, deadline, scope },
      opener: { open },
    });
    const { body } = await this.apollo.executeOperation(
      {
        query: document ?? '',
        ...(typeof operationName === 'string' && { operationName }),
        variables: (variables ?? {}) as Record<string, unknown>,
        ...(document === undefined && { extensions: extensions as Record<string, unknown> }),
      },
      { contextValue },
    );
    if (body.kind !== 'single') throw new Error('Nothing that Spoor offers is answered in parts');
    const { data, errors } = body.singleResult;
    if (subscription && !errors) {
      // It may have come too late for the one who asked.
      if (!gone.aborted && !deadline.isPassed) return { kind: 'followed', subscription };
      await subscription.return();
      deadline.check();
    }
    if (errors && data === undefined) return { kind: 'refused', errors };
    return { kind: 'answered', result: body.singleResult };
  }

  private told(error: unknown, { actor: { requestId } }: Asker): readonly GraphQLFormattedError[] {
    if (error instanceof OperationFailed) return error.errors;
    if (!(error instanceof AppError)) this.options.onInternalError(error, requestId);
    const { message, extensions } = formatError({ message: '' }, error);
    return [{ message, extensions: { ...extensions, requestId } }];
  }
}

/** @throws AppError `input.invalid` */
function checkParameters({ operationName, variables, extensions }: GraphQLParameters): void {
  const refuse = (name: string, what: string): never => {
    throw new AppError('input.invalid', `\`${name}\` of the request must be ${what}`);
  };
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    refuse('operationName', 'the name of an operation of the document');
  }
  if (!isObject(variables)) refuse('variables', 'an object of values by the names of variables');
  if (!isObject(extensions)) refuse('extensions', 'an object');
}

function isObject(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}
