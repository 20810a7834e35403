import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { type GraphQLError, parse } from 'graphql';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { OperationFailed } from '../../graphql/subscription/operation-failed.js';
import { Seats } from '../../limits/seats.js';
import { ClientAddresses } from '../client-address.js';
import type { Drain } from '../drain.js';
import { requestId } from '../request-id.js';
import { BROKEN, GOING_AWAY, TOO_MANY_MESSAGES } from './close.js';
import { Connection, type WebSocketServices } from './connection.js';
import { keepAlive } from './heartbeat.js';
import { MessageRate } from './message-rate.js';
import { refuseUpgrade, upgradeRefusal } from './upgrade.js';

/** `/graphql` by WebSocket (graphql-transport-ws): operations of every kind. */
export function webSocketServer(app: FastifyInstance, drain: Drain, services: WebSocketServices): void {
  const connections = new Set<Connection>();
  const seats = new Seats('WebSockets', services.subscriptionsPerToken);
  const addresses = new ClientAddresses(services.trustedProxies);
  const protocol = protocolServer(services);
  const upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: services.maxMessage,
    handleProtocols: () => GRAPHQL_TRANSPORT_WS_PROTOCOL,
  });

  app.server.on('upgrade', (request, socket, head) => {
    const id = requestId();
    socket.on('error', () => socket.destroy());
    const problem = upgradeRefusal(request, services.corsOrigins) ?? noRoom(connections.size, services);
    if (problem) return refuseUpgrade(socket, problem, id);
    upgrades.handleUpgrade(request, socket, head, (webSocket) => {
      drain.release(socket);
      const { authorization } = request.headers;
      const from = { id, address: addresses.of(request), authorization };
      const connection = new Connection(webSocket, from, services, seats);
      connections.add(connection);
      services.metrics.webSocketsChanged(connections.size);
      webSocket.once('close', () => {
        connections.delete(connection);
        services.metrics.webSocketsChanged(connections.size);
      });
      open(webSocket, connection, protocol, services.log, id);
    });
  });
  drain.onHangUp(() => {
    for (const connection of connections) connection.close(GOING_AWAY);
  });
}

type Protocol = ReturnType<typeof protocolServer>;

/** The library speaks the protocol; what operations are, `Operations` knows. */
function protocolServer({ initTimeout }: WebSocketServices) {
  return makeServer<Record<string, unknown>, Connection>({
    ...(initTimeout !== undefined && { connectionInitWaitTimeout: initTimeout }),
    onConnect: async ({ extra, connectionParams }) => {
      if (!(await extra.connect(connectionParams))) throw new Refused();
    },
    onSubscribe: async ({ extra, subscriptions }, _id, payload) => {
      const outcome = await extra.run(payload, Object.keys(subscriptions).length);
      if (isErrors(outcome)) return outcome;
      return { schema: NO_SCHEMA, document: ANY_DOCUMENT, contextValue: outcome };
    },
    execute: ({ contextValue }) => contextValue as never,
    // An item of a subscription, or else a result as Apollo has formatted it.
    onNext: ({ extra }, _id, _payload, _args, result) =>
      'text' in result ? extra.prepared.add((result as { text: string }).text) : (result as object),
    onError: (_context, _id, _payload, errors) => errors.flatMap(told),
  });
}

/** It is closed already. */
class Refused extends Error {}

/** The library executes nothing, but wants to know what. */
const ANY_DOCUMENT = parse('{ __typename }');
const NO_SCHEMA = undefined as never;

function isErrors(outcome: unknown): outcome is readonly [GraphQLError] {
  return Array.isArray(outcome);
}

function told({ originalError }: GraphQLError): OperationFailed['errors'] {
  if (originalError instanceof OperationFailed) return originalError.errors;
  throw originalError ?? new Error('An error without an origin');
}

function open(
  socket: WebSocket,
  connection: Connection,
  protocol: Protocol,
  log: FastifyBaseLogger,
  reqId: string,
): void {
  const rate = new MessageRate();
  const flood = (): boolean => {
    if (!rate.isPassedBy(Date.now())) return false;
    connection.close(TOO_MANY_MESSAGES);
    return true;
  };
  keepAlive(socket);
  // What is wrong with a frame, the library has answered by then, with a code of its own.
  socket.on('error', () => connection.close(BROKEN));
  socket.on('ping', flood);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) => connection.send(message),
      close: (code = BROKEN.code, reason = BROKEN.reason) => connection.close({ code, reason }),
      onMessage: (handle) =>
        socket.on('message', (data: Buffer) => {
          if (connection.signal.aborted || flood()) return;
          handle(String(data)).catch((error: unknown) => {
            if (error instanceof Refused || connection.signal.aborted) return;
            log.error({ err: error, reqId }, 'WebSocket failed');
            connection.close(BROKEN);
          });
        }),
    },
    connection,
  );
  // Nothing runs on for a connection that is being closed. Subscriptions hear of it first, and why.
  const end = (): void => void closed().catch(() => undefined);
  connection.signal.addEventListener('abort', () => queueMicrotask(end), { once: true });
  socket.once('close', (code) => connection.closed(code));
}

function noRoom(open: number, { maxSubscriptions }: WebSocketServices): ReturnType<typeof upgradeRefusal> {
  if (open < maxSubscriptions) return undefined;
  const detail = `This server has ${maxSubscriptions} WebSockets open, and more would not do (SPOOR_MAX_SUBSCRIPTIONS); try again later`;
  return { status: 503, code: 'subscription.too_many', detail };
}
