import type { Readable } from 'node:stream';
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Deadline } from '../database/deadline.js';
import { AppError } from '../errors.js';
import { costExtension } from '../graphql/cost/cost-plugin.js';
import {
  createGraphQLContext,
  type Allowance,
  type GraphQLContext,
  type GraphQLServices,
} from '../graphql/graphql-context.js';
import { inTime } from '../graphql/in-time.js';
import type { OperationGate } from '../graphql/operation-gate.js';
import type { PointAccount, PointBudget } from '../limits/point-budget.js';
import { actorOf, principalOf } from './authenticate.js';
import { readParameters, withDocument, type ApolloInput } from './graphql-parameters.js';
import { graphqlProblem } from './graphql-problem.js';
import { arrivingWithin } from './patience.js';
import { statusOf } from './problem.js';
import { clientOf, setRateLimitHeaders } from './rate-limit.js';

export interface GraphQLRouteOptions extends GraphQLServices {
  /** Answers a browser that opens the endpoint; undefined when it gets no page. */
  readonly graphiql: ((request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>) | undefined;
  readonly gate: OperationGate;
  readonly budget: PointBudget;
  /** Milliseconds. */
  readonly requestTimeout: number;
  /** Milliseconds in which a body must be there. */
  readonly bodyTimeout: number;
}

/** `/graphql` over HTTP (GraphQL over HTTP specification); a browser gets GraphiQL. */
export function graphqlRoute(
  app: FastifyInstance,
  apollo: ApolloServer<GraphQLContext>,
  { graphiql, ...options }: GraphQLRouteOptions,
): void {
  const endpoint = new GraphQLEndpoint(apollo, options);
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    config: { access: 'authenticated', takesPassword: graphiql !== undefined },
    preParsing: (request, _reply, body, done) => {
      done(null, request.method === 'POST' ? arrivingWithin(options.bodyTimeout, body as Readable) : body);
    },
    handler: (request, reply) => {
      if (graphiql && request.method === 'GET' && request.headers.accept?.includes('text/html')) {
        return graphiql(request, reply);
      }
      return endpoint.answer(request, reply);
    },
  });
}

class GraphQLEndpoint {
  constructor(
    private readonly apollo: ApolloServer<GraphQLContext>,
    private readonly options: Omit<GraphQLRouteOptions, 'graphiql'>,
  ) {}

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const account = this.options.budget.account(clientOf(request));
    const answer = await this.answerOrRefusal(request, reply, account);
    setRateLimitHeaders(reply, account);
    for (const [name, value] of answer.headers) void reply.header(name, value);
    const { body } = answer;
    if (body.kind !== 'complete') throw new Error('Nothing that Spoor offers is answered in parts');
    return reply.code(answer.status ?? 200).send(withCost(body.string, account));
  }

  private async answerOrRefusal(
    request: FastifyRequest,
    reply: FastifyReply,
    account: PointAccount,
  ): Promise<HTTPGraphQLResponse> {
    try {
      // To look at a request is work, too, whatever comes of it.
      await account.take(1);
      const input = this.checked(request);
      return await this.inTime(reply, (deadline) =>
        this.execute(request, input, { account, deadline, scope: request.scope }),
      );
    } catch (error) {
      if (error instanceof AppError) return refusal(error, request);
      throw error;
    }
  }

  /** @throws AppError for what may not even be parsed and validated */
  private checked(request: FastifyRequest): ApolloInput {
    const given = readParameters(request);
    if (!given) return { search: '', body: request.body };
    const document = this.options.gate.document(given);
    if (document === undefined) return { search: new URL(request.url, 'http://localhost').search, body: request.body };
    return withDocument(request, given, document);
  }

  private execute(
    request: FastifyRequest,
    { search, body }: ApolloInput,
    allowance: Allowance,
  ): Promise<HTTPGraphQLResponse> {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, [value].flat().join(', '));
    }
    return this.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method, headers, search, body },
      context: () =>
        createGraphQLContext(this.options, { ...actorOf(request), principal: principalOf(request) }, allowance),
    });
  }

  private async inTime<T>({ raw }: FastifyReply, work: (deadline: Deadline) => Promise<T>): Promise<T> {
    const deadline = new Deadline();
    // Nor is anything started for what nobody waits for any more.
    raw.once('close', () => deadline.pass());
    return inTime(this.options.requestTimeout, deadline, () => work(deadline));
  }
}

function refusal(error: AppError, request: FastifyRequest): HTTPGraphQLResponse {
  const headers = new HeaderMap([['content-type', 'application/json; charset=utf-8']]);
  const { retryAfter } = error.details;
  if (typeof retryAfter === 'number') headers.set('retry-after', String(retryAfter));
  const string = JSON.stringify(graphqlProblem(error, request));
  // A timeout comes to an operation that has begun, like that of a statement.
  const status = error.code === 'query.timeout' ? 200 : statusOf(error.code);
  return { status, headers, body: { kind: 'complete', string } };
}

/** Answers to what never became an operation have not been told their cost yet. */
function withCost(answer: string, account: PointAccount): string {
  if (!answer.startsWith('{"errors"') || answer.includes('"extensions":{"cost":')) return answer;
  const { extensions, ...parts } = JSON.parse(answer) as { extensions?: object };
  return JSON.stringify({ ...parts, extensions: { ...extensions, cost: costExtension(account) } });
}
