import { createClient, type Client } from 'graphql-ws';
import { createClient as createSseClient } from 'graphql-sse';
import { WebSocket } from 'ws';
import { bearer, type GraphQLFailure, type TestServer } from './test-server.js';

/** Something that came by a subscription, or all that came of another operation. */
export interface Received {
  readonly data?: Readonly<Record<string, never>> | null;
  readonly errors?: readonly Failure[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export type Failure = GraphQLFailure & {
  readonly extensions: { readonly cursor?: string; readonly eventId?: string; readonly limit?: string };
};

export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
}

/** What one operation brings, one after the other; errors that end it are the last. */
export interface Results {
  /** Undefined at the end. */
  next(): Promise<Received | undefined>;
  stop(): Promise<void>;
}

export type Transport = (server: TestServer, operation: Operation, token?: string) => Results;

/** The official clients, which do not try again. */
export const TRANSPORTS: Readonly<Record<'websocket' | 'sse', Transport>> = {
  websocket(server, operation, token) {
    const client = webSocketClient(server, token);
    return results(client.iterate(operation), () => client.dispose());
  },
  sse(server, operation, token = server.token) {
    const client = createSseClient({
      url: `${server.url}/graphql/stream`,
      headers: bearer(token),
      retryAttempts: 0,
    });
    return results(client.iterate(operation), () => client.dispose());
  },
};

export function webSocketClient(server: TestServer, token: string = server.token): Client {
  return createClient({
    url: webSocketUrl(server),
    webSocketImpl: WebSocket,
    connectionParams: bearer(token),
    retryAttempts: 0,
  });
}

export function webSocketUrl({ url }: Pick<TestServer, 'url'>, path = '/graphql'): string {
  return `${url.replace('http', 'ws')}${path}`;
}

function results(iterator: AsyncIterableIterator<unknown>, dispose: () => unknown): Results {
  // Asked for at once: graphql-ws would wait for ever after an end that came before anybody asked.
  let first: Promise<IteratorResult<unknown>> | undefined = iterator.next();
  first.catch(() => undefined);
  return {
    async next() {
      try {
        const asked = first ?? iterator.next();
        first = undefined;
        const result = (await asked) as IteratorResult<Received, undefined>;
        return result.done ? undefined : result.value;
      } catch (error) {
        if (Array.isArray(error)) return { errors: error as Failure[] };
        throw error;
      }
    },
    async stop() {
      await iterator.return?.();
      await dispose();
    },
  };
}

/** A WebSocket on which a test says every word itself. */
export class RawSocket {
  readonly messages: { readonly type: string; readonly id?: string; readonly payload?: unknown }[] = [];
  readonly closed: Promise<string>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(String(data)) as never));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve(`${code} ${String(reason)}`));
    });
  }

  static async open(
    server: Pick<TestServer, 'url'>,
    headers: Record<string, string> = {},
    path = '/graphql',
  ): Promise<RawSocket> {
    const raw = new RawSocket(new WebSocket(webSocketUrl(server, path), 'graphql-transport-ws', { headers }));
    await new Promise((resolve) => raw.socket.once('open', resolve));
    return raw;
  }

  /** One that has been let in. */
  static async enter(server: TestServer, token: string = server.token): Promise<RawSocket> {
    const raw = await RawSocket.open(server);
    raw.send({ type: 'connection_init', payload: bearer(token) });
    return raw;
  }

  send(message: object | string): void {
    if (this.socket.readyState === WebSocket.OPEN)
      this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }
}
