import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { exampleDocument, exampleNames } from '../example-documents.js';

/** Everything comes inside the page and from this server; the browser refuses whatever would come from elsewhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' blob:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * GraphiQL places its tabs for dragging before it has laid them out, and shows that place as soon as one is pressed: the
 * tab jumps away from under the mouse, and the click is lost.
 */
const TABS_THAT_STAY = '<style>.graphiql-tab { transform: none !important; }</style>';

interface Page {
  readonly gzipped: Buffer;
  /** The page has 2 MB: a browser that has it already need not load it again. */
  readonly etag: string;
}

let page: Promise<Page> | undefined;

/** Answers with GraphiQL: one HTML page with its assets inside, a tab for every example document. */
export async function sendGraphiQL(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  page ??= render();
  const { gzipped, etag } = await page;
  void reply.headers({
    'cache-control': 'private, no-cache',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    etag,
    'referrer-policy': 'no-referrer',
    vary: 'accept',
    'x-content-type-options': 'nosniff',
  });
  if (request.headers['if-none-match'] === etag) return reply.status(304).send();
  return reply.type('text/html; charset=utf-8').header('content-encoding', 'gzip').send(gzipped);
}

async function render(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  // GraphiQL itself knows `defaultTabs`, and its loader `subscriptionsEndpoint`; the package's types do not. The endpoint
  // is the page's own address: given by name, it would be that of subscriptions as well.
  const options = {
    title: 'Spoor',
    subscriptionsProtocol: 'GRAPHQL_SSE',
    subscriptionsEndpoint: '/graphql/stream',
    method: 'POST',
    defaultTabs: exampleNames().map((name) => ({ query: exampleDocument(name) })),
  } as Parameters<typeof renderGraphiQL>[0];
  const html = renderGraphiQL(options).replace('</head>', `${TABS_THAT_STAY}</head>`);
  const gzipped = await promisify(gzip)(html);
  return { gzipped, etag: `"${createHash('sha256').update(gzipped).digest('base64url')}"` };
}
