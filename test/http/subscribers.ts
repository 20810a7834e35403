import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { bearer, type GraphQLFailure, type TestServer } from './test-server.js';

/** Something that came by a subscription, or all that came of another operation. */
export interface Received {
  readonly data?: Readonly<Record<string, never>> | null;
  readonly errors?: readonly (GraphQLFailure & { readonly extensions: { readonly cursor?: string } })[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What one operation brings, as it comes. */
export interface Results extends AsyncIterable<Received> {
  next(): Promise<Received | undefined>;
  /** Ends the operation. */
  stop(): Promise<void>;
}

export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly extensions?: Record<string, unknown>;
}

/** A client of graphql-ws that does not try again. */
export function webSocketClient(server: TestServer, token: string = server.token): Client {
  return createClient({
    url: webSocketUrl(server),
    webSocketImpl: WebSocket,
    connectionParams: bearer(token),
    retryAttempts: 0,
    lazyCloseTimeout: 0,
    onNonLazyError: () => undefined,
  });
}

export function webSocketUrl({ url }: TestServer, path = '/graphql'): string {
  return `${url.replace('http', 'ws')}${path}`;
}

/** A WebSocket that speaks the protocol word by word. */
export class RawSocket {
  readonly messages: Record<string, unknown>[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(String(data)) as Record<string, unknown>));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  static async open(server: TestServer, headers: Record<string, string> = {}): Promise<RawSocket> {
    const raw = new RawSocket(new WebSocket(webSocketUrl(server), 'graphql-transport-ws', { headers }));
    await new Promise((resolve) => raw.socket.once('open', resolve));
    return raw;
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }
}
