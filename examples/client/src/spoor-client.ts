import type { TypedDocumentString } from './generated/graphql.js';
import { SpoorError, type GraphQLFailure } from './spoor-error.js';

/** Milliseconds after which an answer is given up. Spoor waits 10 seconds for an event at most. */
const PATIENCE = 30_000;

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly GraphQLFailure[];
}

/** Asks Spoor over HTTP. What comes back has the type of the document that was asked. */
export class SpoorClient {
  /**
   * @param url such as `http://127.0.0.1:4000`
   * @param token secret of an API token
   */
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** @throws SpoorError for every refusal; an error of `fetch` when the server cannot be reached */
  async ask<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Result> {
    const late = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    const { data, errors } = await answerOf<Result>(response);
    if (data && !errors) return data;
    throw new SpoorError(errors?.[0] ?? unexplained(response), retryAfter(response));
  }
}

/** A proxy in between may answer with a page of its own. */
async function answerOf<Result>(response: Response): Promise<Answer<Result>> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Answer<Result>;
  } catch {
    return {};
  }
}

function unexplained({ status }: Response): GraphQLFailure {
  const extensions = { code: `HTTP_${status}`, retryable: status === 429 || status >= 500 };
  return { message: `The server answered ${status} and did not say why`, extensions };
}

/** Milliseconds. */
function retryAfter({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
