import type { FastifyInstance } from 'fastify';
import { createApp } from '../../src/app.js';
import type { Config } from '../../src/config.js';
import type { IngestReport } from '../../src/ingest/ingest-report.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';

/** Spoor on a free port of the loopback interface, with a database of its own. */
export interface TestServer {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Posts documents to `/v1/events`. */
  post(body: BodyInit | Uint8Array, options?: PostOptions): Promise<PostAnswer>;
  graphql<T = Record<string, unknown>>(query: string, variables?: object): Promise<GraphQLAnswer<T>>;
  /** The text of `GET /v1/events/:id`. */
  eventText(id: string): Promise<string>;
  close(): Promise<void>;
}

export interface PostOptions {
  /** What stands behind `/v1/events`, such as `?host=a`. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PostAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly report: IngestReport;
  readonly problem: Problem;
}

/** RFC 9457. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly requestId: string;
  readonly report: IngestReport;
}

export interface GraphQLAnswer<T> {
  readonly status: number;
  readonly text: string;
  readonly data: T;
  readonly errors?: readonly GraphQLFailure[];
}

export interface GraphQLFailure {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly retryable: boolean; readonly requestId: string };
}

export async function startTestServer(overrides: Partial<Config> = {}): Promise<TestServer> {
  // A test asks more in a minute than any client.
  return serveTest(await startTestServices({ logLevel: 'silent', pointsPerMinute: 2 ** 40, ...overrides }));
}

/** The same over services made elsewhere, which it closes when it closes. */
export async function serveTest(services: Services): Promise<TestServer> {
  const app = await createApp(services);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    app,
    services,
    post: (body, options) => post(url, body, options),
    graphql: (query, variables) => graphql(url, query, variables),
    eventText: async (id) => (await fetch(`${url}/v1/events/${id}`)).text(),
    close: async () => {
      await app.close();
      await services.close();
    },
  };
}

async function post(
  url: string,
  body: BodyInit | Uint8Array,
  { query = '', headers = {} }: PostOptions = {},
): Promise<PostAnswer> {
  const response = await fetch(`${url}/v1/events${query}`, {
    method: 'POST',
    body,
    headers,
    duplex: 'half',
  } as RequestInit);
  const answer = (await response.json()) as never;
  return { status: response.status, headers: response.headers, report: answer, problem: answer };
}

async function graphql<T>(url: string, query: string, variables?: object): Promise<GraphQLAnswer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, text, ...(JSON.parse(text) as { data: T; errors?: GraphQLFailure[] }) };
}
