import { Agent, request } from 'node:http';

/** An answer as it came, and how long it took from the first byte sent to the last one received. */
export interface Answer {
  readonly body: Buffer;
  readonly milliseconds: number;
}

/** Where to ask, and as whom. */
export interface Endpoint {
  /** Such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly token: string;
}

/** One client: one connection that is kept alive, one question at a time. */
export class GraphQLClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly server: Endpoint) {}

  /** The body for {@link send}, made outside of what is measured. */
  static body(query: string, variables: object): Buffer {
    return Buffer.from(JSON.stringify({ query, variables }));
  }

  /** Sends and receives, nothing more: the bench runs on the same processors as what it measures. */
  send(body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const start = performance.now();
      const { url, token } = this.server;
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': body.length,
      };
      const sent = request(`${url}/graphql`, { method: 'POST', agent: this.agent, headers }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ milliseconds: performance.now() - start, body: Buffer.concat(pieces) });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** @throws what the server calls an error */
  async ask<T>(query: string, variables: object): Promise<T> {
    const { body } = await this.send(GraphQLClient.body(query, variables));
    if (!hasData(body)) throw new Error('The query took too long');
    return (JSON.parse(body.toString()) as { data: T }).data;
  }

  close(): void {
    this.agent.destroy();
  }
}

/** An error stands at either end of an answer; looking for it in a whole page of events would cost more. */
const ENDS = 2000;

/**
 * @returns whether there is data: a question that took too long is answered, too, though not as one wishes
 * @throws what the server calls an error, other than that
 */
export function hasData(body: Buffer): boolean {
  const ends = [body.subarray(0, ENDS), body.subarray(-ENDS)];
  if (!ends.some((end) => end.includes('"errors":['))) return true;
  const { errors = [] } = JSON.parse(body.toString()) as { errors?: GraphQLFailure[] };
  if (!errors.length) return true;
  if (errors.every(({ extensions }) => extensions.code === 'QUERY_TIMEOUT')) return false;
  throw new Error(errors.map(({ message }) => message).join('; '));
}

interface GraphQLFailure {
  readonly message: string;
  readonly extensions: { readonly code: string };
}
