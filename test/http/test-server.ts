import type { FastifyInstance } from 'fastify';
import { createApp } from '../../src/app.js';
import type { Config } from '../../src/config.js';
import type { IngestReport } from '../../src/ingest/ingest-report.js';
import { scopeNames, type Scope } from '../../src/auth/scopes.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';

/** Spoor on a free port of the loopback interface, with a database of its own. */
export interface TestServer {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Secret of an API token with every scope, which is sent unless a test sends another. */
  readonly token: string;
  createToken(options?: TestTokenOptions): Promise<string>;
  /** Posts documents to `/v1/events`. */
  post(body: BodyInit | Uint8Array, options?: PostOptions): Promise<PostAnswer>;
  /** Posts envelopes as an agent does. */
  agent(envelopes: readonly object[], token?: string): Promise<Response>;
  graphql<T = Record<string, unknown>>(query: string, variables?: object, options?: As): Promise<GraphQLAnswer<T>>;
  /** The text of `GET /v1/events/:id`. */
  eventText(id: string, options?: As): Promise<string>;
  /** `fetch` of a path, with the token. */
  get(path: string, options?: As): Promise<Response>;
  close(): Promise<void>;
}

/** Who asks, if not the one who may do everything. */
export interface As {
  readonly token?: string;
}

export interface TestTokenOptions {
  readonly name?: string;
  readonly scopes?: readonly Scope[];
  readonly hosts?: readonly string[];
  readonly expiresAt?: Date;
}

export interface PostOptions extends As {
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
  readonly extensions?: Readonly<Record<string, unknown>>;
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
  const createToken = (options: TestTokenOptions = {}): Promise<string> => createTestToken(services, options);
  const token = await createToken();
  const get = (path: string, as: As = {}): Promise<Response> =>
    fetch(`${url}${path}`, { headers: bearer(as.token ?? token) });
  return {
    url,
    app,
    services,
    token,
    createToken,
    get,
    post: (body, options) => post(url, body, { token, ...options }),
    graphql: (query, variables, options) => graphql(url, query, variables, { token, ...options }),
    agent: (envelopes, secret = token) =>
      fetch(`${url}/api/v2/secruntime`, {
        method: 'POST',
        headers: { 'dd-api-key': secret },
        body: JSON.stringify(envelopes),
      }),
    eventText: async (id, options) => (await get(`/v1/events/${id}`, options)).text(),
    close: async () => {
      await app.close();
      await services.close();
    },
  };
}

/** An API token with these scopes, all by default. */
export async function createTestToken(services: Services, options: TestTokenOptions = {}): Promise<string> {
  const { name = 'test', scopes = scopeNames, hosts = [], expiresAt } = options;
  return (await services.tokens.create({ name, scopes, hosts, expiresAt }, {}, new Date())).secret;
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

async function post(
  url: string,
  body: BodyInit | Uint8Array,
  { query = '', headers = {}, token = '' }: PostOptions,
): Promise<PostAnswer> {
  const response = await fetch(`${url}/v1/events${query}`, {
    method: 'POST',
    body,
    headers: { ...bearer(token), ...headers },
    duplex: 'half',
  } as RequestInit);
  const answer = (await response.json()) as never;
  return { status: response.status, headers: response.headers, report: answer, problem: answer };
}

async function graphql<T>(
  url: string,
  query: string,
  variables: object | undefined,
  { token = '' }: As,
): Promise<GraphQLAnswer<T>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(token) },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, text, ...(JSON.parse(text) as { data: T; errors?: GraphQLFailure[] }) };
}
