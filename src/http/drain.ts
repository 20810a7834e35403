import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/**
 * Ends a server so that no client loses an answer: first it only says that it is no longer ready, then it takes no more
 * connections, finishes the requests under way, and hangs up.
 */
export class Drain {
  private hasBegun = false;
  /** Requests under way on each connection. One that was opened and never used has none, too. */
  private readonly connections = new Map<Socket, number>();

  private readonly leaving: (() => void)[] = [];

  get isDraining(): boolean {
    return this.hasBegun;
  }

  /** From now on readiness says no, and every answer is the last one of its connection. */
  begin(): void {
    this.hasBegun = true;
  }

  /** Hears when the server hangs up: for what has no end of its own, and would be waited for. */
  onHangUp(listener: () => void): void {
    this.leaving.push(listener);
  }

  /** Leaves a connection to whoever has taken it over: it carries no requests any more. */
  release(connection: Duplex): void {
    this.connections.delete(connection as Socket);
  }

  /** @param timeout milliseconds that requests under way get once the server closes */
  watch(app: FastifyInstance, timeout: number): void {
    const { server } = app;
    server.on('connection', (socket) => {
      this.connections.set(socket, 0);
      socket.once('close', () => this.connections.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.count(request.socket, response));
    app.addHook('onSend', async (_request, reply) => {
      if (this.hasBegun) void reply.header('connection', 'close');
    });
    app.addHook('preClose', (done) => {
      this.begin();
      for (const leave of this.leaving) leave();
      this.hangUp(server, timeout);
      done();
    });
  }

  private count(socket: Socket, response: ServerResponse): void {
    this.connections.set(socket, (this.connections.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const rest = (this.connections.get(socket) ?? 1) - 1;
      if (this.connections.has(socket)) this.connections.set(socket, rest);
      // Its head may have gone out before the drain began, and promised to keep the connection.
      if (this.hasBegun && rest === 0) socket.destroySoon();
    });
  }

  /** Node itself calls no connection idle on which nothing has come yet, and would wait for it. */
  private hangUp(server: Server, timeout: number): void {
    for (const [socket, requests] of this.connections) if (requests === 0) socket.destroySoon();
    const cut = setTimeout(() => server.closeAllConnections(), timeout);
    server.once('close', () => clearTimeout(cut));
  }
}
