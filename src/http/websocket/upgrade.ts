import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { quote } from '../../node-id.js';

/** Why a connection does not become a WebSocket. */
export interface UpgradeRefusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

/**
 * Looks at a request to become a WebSocket: only `/graphql` is one, only by the protocol graphql-transport-ws, and from a
 * browser only for pages that may call the API.
 *
 * @param origins of other pages that may
 */
export function upgradeRefusal(request: IncomingMessage, origins: readonly string[]): UpgradeRefusal | undefined {
  const { url = '', headers } = request;
  const path = url.split('?', 1)[0];
  if (path !== '/graphql') {
    const detail = `No WebSocket is at ${quote(path ?? '')}; the one that there is is at /graphql`;
    return { status: 404, code: 'route.not_found', detail };
  }
  if (headers.upgrade?.toLowerCase() !== 'websocket' || !protocolsOf(request).includes(GRAPHQL_TRANSPORT_WS_PROTOCOL)) {
    const detail = `A WebSocket at /graphql speaks ${GRAPHQL_TRANSPORT_WS_PROTOCOL}; name it in Sec-WebSocket-Protocol`;
    return { status: 400, code: 'request.invalid', detail };
  }
  if (!mayComeFrom(headers, origins)) {
    const detail = `Pages of ${quote(String(headers.origin))} may not call this API (SPOOR_CORS_ORIGINS)`;
    return { status: 403, code: 'request.invalid', detail };
  }
  return undefined;
}

/** Answers in HTTP, and hangs up. */
export function refuseUpgrade(socket: Duplex, { status, code, detail }: UpgradeRefusal, requestId: string): void {
  const body = JSON.stringify({ status, code, detail, retryable: status === 503, requestId });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    "content-security-policy: default-src 'none';frame-ancestors 'none'",
    'x-content-type-options: nosniff',
    ...(status === 503 ? ['retry-after: 5'] : []),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function protocolsOf({ headers }: IncomingMessage): string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
}

/** Browsers ask nobody before they open a WebSocket to another site, but they always say which page does. */
function mayComeFrom({ origin, host }: IncomingMessage['headers'], origins: readonly string[]): boolean {
  if (origin === undefined || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
