import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { TypedDocumentString } from './generated/graphql.js';
import type { SpoorClient } from './spoor-client.js';
import { SpoorError, type GraphQLFailure } from './spoor-error.js';

/**
 * What a subscription sends, until the server or the connection ends it.
 *
 * @throws SpoorError for a refusal, an Error for a connection that broke
 */
export async function* subscribe<Result, Variables extends Record<string, unknown>>(
  { url, token }: SpoorClient,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): AsyncGenerator<Result> {
  const socket = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    // Node has a WebSocket of its own from version 22 on.
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    // Begun again, it would begin with the cursor of its variables: its user knows a newer one.
    retryAttempts: 0,
  });
  const results = socket.iterate<Result>({ query: document.toString(), variables });
  const stop = (): void => void results.return?.();
  signal.addEventListener('abort', stop);
  try {
    for await (const { data, errors } of results) {
      if (errors?.[0] || !data) throw refusal(errors ?? []);
      yield data;
    }
    throw new Error('The server ended the subscription');
  } catch (error) {
    throw Array.isArray(error) ? refusal(error as GraphQLFailure[]) : broken(error);
  } finally {
    signal.removeEventListener('abort', stop);
    await socket.dispose();
  }
}

function refusal([failure]: readonly GraphQLFailure[]): SpoorError {
  return new SpoorError(failure ?? { message: 'The server sent neither data nor an error' });
}

/** Close codes of the protocol that say no: whoever comes again in the same way is told so again. */
const FINAL = [4400, 4401, 4403];

function broken(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('reason' in error)) return error;
  const { code, reason } = error as { readonly code: number; readonly reason: string };
  const extensions = { code: `CLOSED_${code}`, retryable: !FINAL.includes(code) };
  return new SpoorError({ message: `The connection was closed: ${code} ${reason}`.trimEnd(), extensions });
}
