import type { Server } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { createApollo } from './graphql/apollo.js';
import { buildGraphQLSchema } from './graphql/schema.js';
import { agentIntakeRoutes } from './http/agent-intake.route.js';
import { authenticateRequests } from './http/authenticate.js';
import { deadLettersRoute } from './http/dead-letters.route.js';
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

/** Milliseconds that requests under way get when the server stops; a client that stalls would hold it up forever. */
const GRACE = 5_000;

/** The HTTP server: every route, wired to the services. Listening and closing are the caller's. */
export async function createApp(services: Services): Promise<FastifyInstance> {
  const { config, database, ingest, authenticator, audit } = services;
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
  authenticateRequests(app, authenticator, audit);

  const apollo = createApollo(await buildGraphQLSchema(), {
    onInternalError: (error, id) => app.log.error({ err: error, reqId: id }, 'GraphQL operation failed'),
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  app.addHook('preClose', (done) => {
    hangUp(app.server);
    done();
  });

  healthRoutes(app, database);
  ingestRoute(app, ingest);
  agentIntakeRoutes(app, ingest);
  deadLettersRoute(app, services);
  eventRoute(app, services);
  const graphiql = config.graphiql ? sendGraphiQL : undefined;
  graphqlRoute(app, apollo, { ...services, graphiql });
  return app;
}

/** Closes connections as they fall idle: one that is kept alive for a next request would be waited for. */
function hangUp(server: Server): void {
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const stalled = setTimeout(() => server.closeAllConnections(), GRACE);
  server.once('close', () => {
    clearInterval(idle);
    clearTimeout(stalled);
  });
}
