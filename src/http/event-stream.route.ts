import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLParameters } from '../graphql/operation-gate.js';
import type { Operations } from '../graphql/operations.js';
import type { OpenSubscription } from '../graphql/subscription/open-subscription.js';
import { OperationFailed } from '../graphql/subscription/operation-failed.js';
import type { PointBudget } from '../limits/point-budget.js';
import { Seats } from '../limits/seats.js';
import type { Services } from '../services.js';
import { actorOf, principalOf } from './authenticate.js';
import type { Drain } from './drain.js';
import { EventStream } from './event-stream.js';
import { readParameters } from './graphql-parameters.js';
import { arrivingWithin } from './patience.js';
import { clientOf } from './rate-limit.js';

export interface EventStreamServices extends Pick<Services, 'sessions'> {
  readonly operations: Operations;
  readonly budget: PointBudget;
  /** Milliseconds in which a body must be there. */
  readonly bodyTimeout: number;
  readonly feedStallTimeout: number;
  /** Whether GraphiQL follows subscriptions here: its page sends the password that the browser asked for. */
  readonly graphiql: boolean;
  /** Streams that one API token or login may have open. */
  readonly subscriptionsPerToken: number;
}

const ROUTE = '/graphql/stream';

/**
 * `/graphql/stream`: operations of every kind by Server-Sent Events, one a request (GraphQL over Server-Sent Events,
 * "distinct connections mode").
 *
 * The protocol's other mode, in which one stream carries the results of other requests, is not offered: its streams belong
 * to whoever knows their id, and its library lets results pile up for who does not take them.
 */
export function eventStreamRoute(app: FastifyInstance, drain: Drain, services: EventStreamServices): void {
  const endings = new Set<AbortController>();
  const seats = new Seats('event streams', services.subscriptionsPerToken);
  app.route({
    url: ROUTE,
    method: 'POST',
    config: { access: 'authenticated', takesPassword: services.graphiql },
    preParsing: (_request, _reply, body, done) => {
      done(null, arrivingWithin(services.bodyTimeout, body as Readable));
    },
    handler: async (request, reply) => {
      const leave = seats.take(principalOf(request));
      const ending = new AbortController();
      endings.add(ending);
      try {
        await stream(request, reply, ending, services);
      } catch (error) {
        if (reply.sent) reply.raw.destroy();
        throw error;
      } finally {
        endings.delete(ending);
        leave();
      }
      return reply;
    },
  });
  drain.onHangUp(() => {
    for (const ending of endings) ending.abort('cut_off');
  });
}

async function stream(
  request: FastifyRequest,
  reply: FastifyReply,
  ending: AbortController,
  { operations, sessions, budget, feedStallTimeout }: EventStreamServices,
): Promise<void> {
  const given = readParameters(request) ?? NOTHING;
  const principal = principalOf(request);
  reply.hijack();
  reply.raw.once('close', () => ending.abort('client'));
  const out = new EventStream(reply, feedStallTimeout);
  const outcome = await operations.run(given, {
    actor: { ...actorOf(request), principal },
    account: budget.account(clientOf(request)),
    scope: request.scope ?? { requestId: request.id, route: ROUTE },
    transport: 'sse',
    gone: ending.signal,
  });
  if (outcome.kind !== 'followed') {
    await out.next(JSON.stringify(outcome.kind === 'answered' ? outcome.result : { errors: outcome.errors }));
  } else {
    const { subscription } = outcome;
    const unwatch = sessions.watch(principal, (reason) => subscription.fail(reason, 'cut_off'));
    await sendAll(subscription, out).finally(unwatch);
  }
  await out.complete();
}

const NOTHING: GraphQLParameters = {
  ...{ query: undefined, documentId: undefined, operationName: undefined },
  ...{ variables: undefined, extensions: undefined },
};

/** The next item is asked for when the last one is on its way. */
async function sendAll(subscription: OpenSubscription, out: EventStream): Promise<void> {
  try {
    for await (const { text } of subscription) if (!(await out.next(text))) break;
  } catch (error) {
    if (!(error instanceof OperationFailed)) throw error;
    await out.next(JSON.stringify({ errors: error.errors }));
  }
}
