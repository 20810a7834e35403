import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { createApollo } from './graphql/apollo.js';
import { OperationGate } from './graphql/operation-gate.js';
import { Operations } from './graphql/operations.js';
import { readPersistedDocuments } from './graphql/persisted-documents.js';
import { databaseChecks } from './health/database-checks.js';
import { HealthChecks } from './health/health-check.js';
import { buildGraphQLSchema } from './graphql/schema.js';
import { Subscriptions } from './graphql/subscription/subscriptions.js';
import { agentIntakeRoutes } from './http/agent-intake.route.js';
import { authenticateRequests } from './http/authenticate.js';
import { logDatabase } from './http/database-log.js';
import { deadLettersRoute } from './http/dead-letters.route.js';
import { Drain } from './http/drain.js';
import { secureEdge, withEdgeHeaders } from './http/edge.js';
import { eventStreamRoute } from './http/event-stream.route.js';
import { eventRoute } from './http/event.route.js';
import { logLiveFeed } from './http/feed-log.js';
import { sendGraphiQL } from './http/graphiql.js';
import { graphqlRoute } from './http/graphql.route.js';
import { healthRoutes } from './http/health.route.js';
import { ingestRoute } from './http/ingest.route.js';
import { metricsRoute } from './http/metrics.route.js';
import { sendNotFound, sendProblem } from './http/problem.js';
import { limitRates } from './http/rate-limit.js';
import { requestId } from './http/request-id.js';
import { webSocketServer } from './http/websocket/websocket-server.js';
import { PointBudget } from './limits/point-budget.js';
import { begin, watchRequests } from './http/watch-requests.js';
import { loggerOptions } from './observability/logger.js';
import { watchStatements } from './observability/watch-statements.js';
import { deliverWebhooks } from './deliver-webhooks.js';
import type { Services } from './services.js';

/** Bytes of a GraphQL request; events come in by streams, which have no such limit. */
const GRAPHQL_BODY_LIMIT = 1_048_576;

/** Milliseconds in which a request's headers must be there. Of bodies, only the time without a byte is limited. */
const HEADERS_TIMEOUT = 10_000;

/** The HTTP server: every route, wired to the services. Listening and closing are the caller's. */
export async function createApp(services: Services, drain = new Drain()): Promise<FastifyInstance> {
  const { config, databases, control, health, ingest, metrics, tracing } = services;
  const app = Fastify({
    bodyLimit: GRAPHQL_BODY_LIMIT,
    http: { headersTimeout: HEADERS_TIMEOUT, connectionsCheckingInterval: 1_000 },
    forceCloseConnections: 'idle',
    // A path that cannot even be decoded never gets to a route.
    frameworkErrors: (error, request, reply) => {
      begin(request, reply, metrics, tracing);
      void sendProblem(error, request, withEdgeHeaders(reply));
    },
    genReqId: requestId,
    logger: loggerOptions(config.logLevel),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustedProxies.length ? [...config.trustedProxies] : false,
  });
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  watchRequests(app, metrics, tracing);
  await secureEdge(app, config.corsOrigins);
  drain.watch(app, config.shutdownTimeout);
  await logDatabase(app.log, services);
  authenticateRequests(app, services);

  const schema = await buildGraphQLSchema();
  const gate = new OperationGate(readPersistedDocuments(config, schema));
  const budget = new PointBudget(config.pointsPerMinute);
  const watched = {
    onInternalError: (error: unknown, id: string) =>
      app.log.error({ err: error, reqId: id }, 'GraphQL operation failed'),
    ...{ metrics, tracing },
  };
  const apollo = createApollo(schema, { ...config, ...watched });
  await apollo.start();
  logLiveFeed(app.log, services.liveFeed);
  // Who waits for events would have to be waited for.
  app.addHook('preClose', () => services.liveFeed.close());
  app.addHook('onClose', () => apollo.stop());
  if (config.webhookDelivery) deliverWebhooks(app, services, schema);

  limitRates(app, budget);
  const watch = { metrics, tracing, log: app.log, slowQuery: config.slowQuery };
  const watches = databases.used.map((each) => watchStatements(each, watch));
  app.addHook('onClose', () => watches.forEach((stop) => stop()));

  healthRoutes(app, new HealthChecks(databaseChecks(control, health)), drain);
  metricsRoute(app, metrics);
  ingestRoute(app, ingest, config);
  agentIntakeRoutes(app, ingest, config);
  deadLettersRoute(app, services);
  eventRoute(app, services);
  const graphiql = config.graphiql ? sendGraphiQL : undefined;
  graphqlRoute(app, apollo, { ...services, ...config, graphiql, gate, budget });

  const graphqlServices = { ...services, requestTimeout: config.requestTimeout };
  const subscriptions = new Subscriptions(schema, graphqlServices, { ...config, ...watched });
  drain.onHangUp(() => subscriptions.close());
  const operations = new Operations(apollo, subscriptions, graphqlServices, { ...config, ...watched, gate });
  const streams = { ...services, ...config, operations, budget };
  eventStreamRoute(app, drain, streams);
  webSocketServer(app, drain, { ...streams, log: app.log, maxMessage: GRAPHQL_BODY_LIMIT });
  return app;
}
