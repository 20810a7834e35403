import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleDocument, exampleNames } from '../../src/example-documents.js';
import { bearer, startTestServer, type TestServer } from './test-server.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function get(path: string, headers: Record<string, string>, url = server.url): Promise<Answer> {
  const response = await fetch(`${url}${path}`, { headers: { ...bearer(server.token), ...headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** What of a body comes up to a word, or up to its end. */
async function textUntil({ body }: Response, word: string): Promise<string> {
  let text = '';
  for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(bytes).toString();
    if (text.includes(word)) break;
  }
  return text;
}

describe('GraphiQL', () => {
  it('is what a browser gets that opens /graphql', async () => {
    const response = await get('/graphql', { accept: BROWSER });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.text).toMatch(/<title>Spoor<\/title>/);
  });

  it('loads nothing from anywhere else', async () => {
    const { text: html } = await get('/graphql', { accept: BROWSER });
    const markup = html
      .replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, '$1')
      .replace(/(<style\b[^>]*>)[\s\S]*?<\/style>/g, '$1');

    const links = [...markup.matchAll(/\b(?:src|href|srcset|action|data)\s*=\s*["']?([^"'\s>]+)/gi)].map(
      ([, link]) => link,
    );
    expect(links.filter((link) => !link?.startsWith('data:'))).toEqual([]);
    const styles = [...html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/g)].map(([, style]) => style).join('\n');
    expect(styles).not.toMatch(/@import|url\(\s*["']?(?:https?:)?\/\//i);
    expect(html).not.toMatch(/\bimport\s*(?:\(\s*)?["'`](?:https?:)?\/\//);
    expect(html).not.toMatch(/\bfrom\s*["'`](?:https?:)?\/\//);
    expect(html).not.toMatch(/importScripts\(\s*["'`](?:https?:)?\/\//);
  });

  it('is kept by the browser from loading anything from anywhere else', async () => {
    const policy = (await get('/graphql', { accept: BROWSER })).headers.get('content-security-policy') ?? '';

    expect(policy).toMatch(/^default-src 'none'/);
    expect(policy).not.toMatch(/https?:|\*/);
  });

  it('opens on the example documents, in their order', async () => {
    const { text: html } = await get('/graphql', { accept: BROWSER });
    const operations = exampleNames().map((name) => /^query \w+/m.exec(exampleDocument(name))?.[0] as string);

    const places = operations.map((operation) => html.indexOf(`${operation}(`));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('follows subscriptions by event streams, with the password that the browser has', async () => {
    const { text: html } = await get('/graphql', { accept: BROWSER });
    const [, options = ''] = /renderYogaGraphiQL\(\s*[^,]+,\s*(\{.*\}),\s*\);/.exec(html) ?? [];
    const { subscriptionsEndpoint: path, method, ...others } = JSON.parse(options) as Record<string, string>;
    const password = { authorization: `Basic ${Buffer.from(`me:${server.token}`).toString('base64')}` };
    const { cursor } = (await server.graphql<{ eventFeed: { cursor: string } }>('{ eventFeed { cursor } }')).data
      .eventFeed;
    await server.post('{"title":"shown"}');

    const gone = new AbortController();
    const stream = await fetch(`${server.url}${path}`, {
      method: method as string,
      // As GraphiQL's loader sends it, and the browser marks it.
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        ...password,
      },
      body: JSON.stringify({ query: `subscription { eventFeed(after: "${cursor}") { event { title } } }` }),
      signal: gone.signal,
    });
    const shown = await textUntil(stream, 'shown');
    gone.abort();

    expect(shown).toContain('data: {"data":{"eventFeed":{"event":{"title":"shown"}}}}');
    expect(others['subscriptionsProtocol']).toBe('GRAPHQL_SSE');
    // It would be taken for that of subscriptions as well.
    expect(others).not.toHaveProperty('endpoint');
  });

  it('is sent once to a browser that has it already', async () => {
    const first = await get('/graphql', { accept: BROWSER });

    const second = await get('/graphql', { accept: BROWSER, 'if-none-match': first.headers.get('etag') ?? '' });

    expect(second.status).toBe(304);
    expect(second.text).toBe('');
  });

  it.each([
    ['a program that sends a query', { accept: 'application/json', 'apollo-require-preflight': '1' }],
    ['a program that takes anything', { accept: '*/*', 'apollo-require-preflight': '1' }],
  ])('is not what %s gets', async (_, headers) => {
    const response = await get('/graphql?query={__typename}', headers);

    expect(JSON.parse(response.text)).toMatchObject({ data: { __typename: 'Query' } });
  });
});

describe('the landing page of Apollo', () => {
  it.each([
    ['a browser that opens /graphql', true, BROWSER],
    ['a browser where there is no GraphiQL', false, BROWSER],
    ['who asks for HTML in capitals', true, 'TEXT/HTML'],
  ])('is not shown to %s', async (_, graphiql, accept) => {
    const other = await startTestServer({ graphiql });

    const { status, text } = await get('/graphql', { accept, ...bearer(other.token) }, other.url);

    await other.close();
    expect(text).not.toMatch(/apollographql|embeddable-sandbox|Apollo Server/i);
    if (!graphiql) expect(status).toBe(400);
  });
});
