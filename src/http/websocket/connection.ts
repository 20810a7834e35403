import { setMaxListeners } from 'node:events';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type FormattedExecutionResult } from 'graphql';
import type { ConnectionInitMessage, SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { unauthenticated, type Principal } from '../../auth/principal.js';
import { AppError } from '../../errors.js';
import type { Asker, Operations } from '../../graphql/operations.js';
import type { OpenSubscription } from '../../graphql/subscription/open-subscription.js';
import { OperationFailed } from '../../graphql/subscription/operation-failed.js';
import type { PointBudget } from '../../limits/point-budget.js';
import type { Seats } from '../../limits/seats.js';
import type { Services } from '../../services.js';
import { PreparedPayloads } from './prepared-payloads.js';
import { bearerOf } from '../credential.js';
import { clientOf } from '../rate-limit.js';
import { requestId } from '../request-id.js';
import { closingOf, unauthorized, type Closing } from './close.js';

/** Operations that one connection may have open at once. */
const MOST_OPERATIONS = 100;

/** Milliseconds past the stall timeout after which a client that still takes nothing is cut off without a word. */
const GRACE = 5_000;

/** Milliseconds in which a client that is told to go must have gone. */
const FAREWELL = 2_000;

export interface WebSocketServices extends Pick<
  Services,
  'authenticator' | 'audit' | 'health' | 'sessions' | 'metrics'
> {
  readonly operations: Operations;
  readonly budget: PointBudget;
  readonly log: FastifyBaseLogger;
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly feedStallTimeout: number;
  readonly maxSubscriptions: number;
  /** WebSockets that one API token or login may have open. */
  readonly subscriptionsPerToken: number;
  /** Bytes of a message. */
  readonly maxMessage: number;
  /** Milliseconds in which a client must say who it is; 3,000 unless told otherwise. */
  readonly initTimeout?: number;
}

export interface ConnectionHead {
  /** Of the request that became this connection, for the log. */
  readonly id: string;
  readonly address: string;
  /** The header of that request. */
  readonly authorization: string | undefined;
}

/** One WebSocket: who is behind it, and what runs for them. */
export class Connection {
  /** What goes out as it is. */
  readonly prepared = new PreparedPayloads();
  /** What it runs ends with it. */
  private readonly gone = new AbortController();
  private readonly openedAt = performance.now();
  private principal: Principal | undefined;
  private unwatch: () => void = () => undefined;
  private leave: () => void = () => undefined;
  private operations = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly head: ConnectionHead,
    private readonly services: WebSocketServices,
    private readonly seats: Seats,
  ) {
    // Each operation listens.
    setMaxListeners(0, this.gone.signal);
  }

  /** Lets in whom it knows, and closes the connection of others. @returns whether they are in */
  async connect(payload: ConnectionInitMessage['payload']): Promise<boolean> {
    const { authenticator, health, sessions } = this.services;
    try {
      const credential = credentialIn(payload, this.head.authorization);
      if (credential === undefined) throw unauthenticated(NOBODY);
      // Nobody can be looked up now.
      health.assertAvailable();
      this.principal = await authenticator.authenticate(credential);
      if (this.gone.signal.aborted) return false;
      this.leave = this.seats.take(this.principal);
    } catch (error) {
      this.refuse(error);
      return false;
    }
    this.unwatch = sessions.watch(this.principal, (reason) => this.close(unauthorized(reason.message)));
    return !this.gone.signal.aborted;
  }

  /** Runs an operation. @returns its result or results, or the errors that keep it from having any */
  async run(
    payload: SubscribePayload,
    operations: number,
  ): Promise<FormattedExecutionResult | OpenSubscription | readonly [GraphQLError]> {
    this.operations++;
    const asker = this.asker();
    if (operations > MOST_OPERATIONS) return failure(this.services.operations.refuse(tooMany(), asker));
    const { query, operationName, variables, extensions } = payload;
    const { documentId } = payload as { documentId?: unknown };
    const start = performance.now();
    const outcome = await this.services.operations.run(
      { query: query || undefined, documentId, operationName, variables, extensions },
      asker,
    );
    const { operation, requestId: reqId } = asker.scope;
    const ms = Math.round(performance.now() - start);
    this.services.log.info(
      { reqId, route: ROUTE, operation, principal: this.principal?.id, outcome: outcome.kind, ms },
      'Operation',
    );
    switch (outcome.kind) {
      case 'refused':
        return failure(outcome.errors);
      case 'answered':
        return outcome.result;
      case 'followed':
        return outcome.subscription;
    }
  }

  /** Returns when the message has been handed to the network; when nobody is there to be handed anything, never. */
  send(message: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.readyState !== this.socket.OPEN) return;
      const patience = setTimeout(() => this.socket.terminate(), this.services.feedStallTimeout + GRACE);
      this.socket.send(this.prepared.putInto(message), (error) => {
        clearTimeout(patience);
        if (!error) resolve();
      });
    });
  }

  /** From our side. */
  close({ code, reason }: Closing): void {
    if (this.gone.signal.aborted) return;
    this.gone.abort('cut_off');
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), FAREWELL).unref();
  }

  /** When it is closed, by whomever. */
  closed(code: number): void {
    this.gone.abort('client');
    this.unwatch();
    this.leave();
    const ms = Math.round(performance.now() - this.openedAt);
    const { principal, operations } = this;
    this.services.log.info(
      { reqId: this.head.id, route: ROUTE, principal: principal?.id, operations, code, ms },
      'WebSocket closed',
    );
  }

  /** Aborted when it closes. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  private asker(): Asker {
    const { principal, head, services } = this;
    if (!principal) throw new Error('An operation came before its sender was let in');
    const id = requestId();
    return {
      actor: { principal, requestId: id, address: head.address },
      account: services.budget.account(clientOf({ principal, ip: head.address })),
      scope: { requestId: id, route: ROUTE },
      transport: 'websocket',
      gone: this.gone.signal,
    };
  }

  private refuse(error: unknown): void {
    const { id: requestId, address, authorization } = this.head;
    const { audit, log } = this.services;
    if (error instanceof AppError && error.code === 'auth.unauthenticated') {
      audit.refused({ requestId, address }, { code: error.code, route: ROUTE, reason: error.message });
      const isNobody = error.message.startsWith(NOBODY) && !authorization;
      return this.close(isNobody ? unauthorized(error.message) : closingOf(error));
    }
    if (!(error instanceof AppError)) log.error({ err: error, reqId: requestId }, 'WebSocket failed');
    this.close(closingOf(error));
  }
}

const ROUTE = 'WS /graphql';

const NOBODY = 'The connection names nobody: `connection_init` has no `authorization`';

/**
 * The credential that `connection_init` carries, or the request that became the connection. Never one in the URL, which
 * ends up in logs.
 */
function credentialIn(payload: ConnectionInitMessage['payload'], header: string | undefined): string | undefined {
  const { authorization, Authorization } = payload ?? {};
  const given = authorization ?? Authorization ?? header;
  if (given === undefined || given === null) return undefined;
  const bearer = typeof given === 'string' ? bearerOf(given) : undefined;
  if (bearer === undefined) throw unauthenticated('`authorization` is no Bearer token');
  return bearer;
}

function failure(errors: OperationFailed['errors']): readonly [GraphQLError] {
  return [new GraphQLError('', { originalError: new OperationFailed(errors) })];
}

function tooMany(): AppError {
  const sentence = `The connection has ${MOST_OPERATIONS} operations open, and more would not do; end some, or open another`;
  return new AppError('subscription.too_many', sentence, { retryable: true, details: { most: MOST_OPERATIONS } });
}
