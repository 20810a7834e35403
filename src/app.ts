import Fastify, { type FastifyInstance } from 'fastify';
import { createApollo } from './graphql/apollo.js';
import { buildGraphQLSchema } from './graphql/schema.js';
import { authenticateRequests } from './http/authenticate.js';
import { logDatabase } from './http/database-log.js';
import { Drain } from './http/drain.js';
import { eventRoute } from './http/event.route.js';
import { sendGraphiQL } from './http/graphiql.js';
import { graphqlRoute } from './http/graphql.route.js';
import { healthRoutes } from './http/health.route.js';
import { ingestRoute } from './http/ingest.route.js';
import { sendNotFound, sendProblem } from './http/problem.js';
import { requestId } from './http/request-id.js';
import type { Services } from './services.js';

/** Bytes of a GraphQL request; events come in by streams, which have no such limit. */
const GRAPHQL_BODY_LIMIT = 1_048_576;

/** The HTTP server: every route, wired to the services. Listening and closing are the caller's. */
export async function createApp(services: Services, drain = new Drain()): Promise<FastifyInstance> {
  const { config, health, ingest } = services;
  const app = Fastify({
    bodyLimit: GRAPHQL_BODY_LIMIT,
    forceCloseConnections: 'idle',
    // A path that cannot even be decoded never gets to a route.
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    genReqId: requestId,
    logger: { level: config.logLevel },
  });
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  drain.watch(app, config.shutdownTimeout);
  await logDatabase(app.log, services);
  authenticateRequests(app, services);

  const apollo = createApollo(await buildGraphQLSchema(), {
    onInternalError: (error, id) => app.log.error({ err: error, reqId: id }, 'GraphQL operation failed'),
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  healthRoutes(app, health, drain);
  ingestRoute(app, ingest);
  eventRoute(app, services);
  const graphiql = config.graphiql ? sendGraphiQL : undefined;
  graphqlRoute(app, apollo, { ...services, graphiql });
  return app;
}
