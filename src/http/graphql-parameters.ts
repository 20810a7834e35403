import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.js';
import type { GraphQLParameters } from '../graphql/operation-gate.js';

/**
 * The parameters of a POST's body or of a GET's URL. Undefined for what is no request at all, which is Apollo's to tell.
 *
 * @throws AppError `query.batched` for a list of requests
 */
export function readParameters(request: FastifyRequest): GraphQLParameters | undefined {
  if (request.method === 'GET') return ofUrl(request.url);
  const { body } = request;
  if (Array.isArray(body)) throw batched(body.length);
  if (typeof body !== 'object' || body === null) return undefined;
  const { query, documentId, operationName, variables, extensions } = body as Partial<GraphQLParameters>;
  return { query, documentId, operationName, variables, extensions };
}

/** The request as Apollo is to see it: with the document that was checked, and without the id that it came by. */
export function withDocument(request: FastifyRequest, given: GraphQLParameters, document: string): ApolloInput {
  const { search, searchParams } = new URL(request.url, ANY_ORIGIN);
  if (request.method !== 'GET') {
    const { operationName, variables } = given;
    const sent = { query: document, operationName, variables, extensions: withoutHash(given.extensions) };
    return { search, body: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) };
  }
  if (given.query === document) return { search, body: undefined };
  searchParams.set('query', document);
  searchParams.delete('extensions');
  return { search: `?${searchParams.toString()}`, body: undefined };
}

export interface ApolloInput {
  readonly search: string;
  readonly body: unknown;
}

const ANY_ORIGIN = 'http://localhost';

function ofUrl(url: string): GraphQLParameters {
  // Read as Apollo reads it: two readings of one URL could be two different documents.
  const { searchParams } = new URL(url, ANY_ORIGIN);
  const text = (name: string): string | undefined => searchParams.get(name) ?? undefined;
  return {
    query: text('query'),
    documentId: text('documentId'),
    operationName: text('operationName'),
    variables: json(text('variables')),
    extensions: json(text('extensions')),
  };
}

/** What is no JSON is left as it is, for Apollo to refuse. */
function json(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withoutHash(extensions: unknown): unknown {
  if (typeof extensions !== 'object' || extensions === null || Array.isArray(extensions)) return extensions;
  return Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'persistedQuery'));
}

function batched(length: number): AppError {
  const sentence = `The body is a list of ${length} requests; send each by itself, over one connection`;
  return new AppError('query.batched', sentence, { details: { found: length } });
}
