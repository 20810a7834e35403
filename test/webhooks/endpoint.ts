import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request as an endpoint got it. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** The body of a message. */
export interface ReceivedMessage {
  readonly type: string;
  readonly webhook: { readonly id: string; readonly name: string | null };
  readonly cursor: string;
  readonly events: readonly ReceivedEvent[];
}

export interface ReceivedEvent {
  readonly id: string;
  readonly cursor: string;
  readonly host: { readonly id: string; readonly name: string };
  readonly time: string;
  readonly receivedAt: string;
  readonly committedAt: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** In place of a document that cannot be read. */
  readonly error?: { readonly code: string; readonly message: string };
}

export type Answer = (response: http.ServerResponse, request: ReceivedRequest) => void;

export const accept: Answer = (response) => response.writeHead(204).end();

export function answer(status: number, headers: http.OutgoingHttpHeaders = {}): Answer {
  return (response) => response.writeHead(status, headers).end('no');
}

/** What a webhook posts to: a server on the loopback interface that keeps all it gets. */
export class Endpoint {
  readonly received: ReceivedRequest[] = [];
  /** What it answers where no path says otherwise. */
  answer: Answer = accept;
  /** What it answers by path. */
  readonly answers = new Map<string, Answer>();

  private constructor(
    private readonly server: http.Server,
    private readonly scheme: string,
  ) {}

  static async start(tls?: https.ServerOptions): Promise<Endpoint> {
    const server = tls ? https.createServer(tls) : http.createServer();
    const endpoint = new Endpoint(server, tls ? 'https' : 'http');
    server.on('request', (request, response) => void endpoint.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  url(path = '/hook', host = '127.0.0.1'): string {
    return `${this.scheme}://${host}:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** Bodies of what came on a path. */
  messages(path = '/hook'): ReceivedMessage[] {
    return this.on(path).map(({ text }) => JSON.parse(text) as ReceivedMessage);
  }

  on(path: string): ReceivedRequest[] {
    return this.received.filter((request) => request.path === path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url: path = '', headers } = request;
    const received = { path, headers, text: Buffer.concat(chunks).toString() };
    this.received.push(received);
    (this.answers.get(path) ?? this.answer)(response, received);
  }
}
