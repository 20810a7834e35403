import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse, validate, type GraphQLSchema } from 'graphql';
import type { Config, PersistedDocumentsMode } from '../config.js';
import { AppError } from '../errors.js';
import { quote } from '../node-id.js';
import { DocumentChecks } from './limits/document-checks.js';

/** How a request names what it wants to run. */
export interface DocumentRequest {
  readonly query: unknown;
  /** GraphQL over HTTP, persisted documents. */
  readonly documentId: unknown;
  /** What Apollo's clients send instead, in `extensions.persistedQuery`. */
  readonly sha256Hash: unknown;
}

/** Documents that clients brought with them when they were built, by their ids. */
export class PersistedDocuments {
  constructor(
    private readonly mode: PersistedDocumentsMode,
    private readonly documents: ReadonlyMap<string, string>,
  ) {}

  /**
   * The document to run: that of the manifest where an id names one.
   *
   * @throws AppError `query.not_persisted`, `query.unknown_document`
   */
  resolve({ query, documentId, sha256Hash }: DocumentRequest): unknown {
    const id = documentId ?? sha256Hash ?? undefined;
    if (id === undefined) {
      if (this.mode === 'require') throw notPersisted();
      return query;
    }
    // Apollo tells its clients that there are none, and they go on without.
    if (this.mode === 'off' && documentId === undefined) return query;
    const document = typeof id === 'string' ? this.documents.get(withoutPrefix(id)) : undefined;
    if (document !== undefined) return document;
    if (this.mode !== 'require' && typeof query === 'string') return query;
    throw this.unknown(id);
  }

  private unknown(id: unknown): AppError {
    const known =
      this.mode === 'off'
        ? 'persisted documents are off (SPOOR_PERSISTED_DOCUMENTS); send the document as `query`'
        : 'the manifest (SPOOR_PERSISTED_DOCUMENTS_FILE) has none of that id; deploy the one that the client was built with';
    return new AppError('query.unknown_document', `The document ${quote(String(id))} is not known: ${known}`);
  }
}

/**
 * The documents of the manifest that the configuration names.
 *
 * @throws AppError `config.invalid` with every mistake in it
 */
export function readPersistedDocuments(config: Config, schema: GraphQLSchema): PersistedDocuments {
  const { persistedDocuments: mode, persistedDocumentsFile: file } = config;
  if (mode === 'off' || file === undefined) return new PersistedDocuments('off', new Map());
  const manifest = readManifest(file);
  const checks = new DocumentChecks();
  const mistakes = Object.entries(manifest).flatMap(([id, document]) => mistakesOf(id, document, schema, checks));
  if (mistakes.length) throw invalid(file, mistakes.join('; '));
  const documents = Object.entries(manifest).map(([id, document]) => [withoutPrefix(id), document as string] as const);
  return new PersistedDocuments(mode, new Map(documents));
}

function readManifest(file: string): Record<string, unknown> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw invalid(file, error instanceof SyntaxError ? `is not JSON (${error.message})` : (error as Error).message);
  }
  if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) {
    return manifest as Record<string, unknown>;
  }
  throw invalid(file, 'must be a JSON object of ids and documents, as @graphql-codegen/client-preset writes it');
}

function mistakesOf(id: string, document: unknown, schema: GraphQLSchema, checks: DocumentChecks): string[] {
  const about = (sentence: string): string[] => [`the document ${quote(id)} ${sentence}`];
  if (typeof document !== 'string') return about('is no text');
  const digest = createHash('sha256').update(document).digest('hex');
  if (/^[\da-f]{64}$/i.test(withoutPrefix(id)) && withoutPrefix(id) !== digest)
    return about(`has the SHA-256 ${digest}`);
  try {
    checks.check(document);
    const [mistake] = validate(schema, parse(document));
    return mistake ? about(`does not fit the GraphQL schema: ${mistake.message}`) : [];
  } catch (error) {
    return about(`is refused: ${(error as Error).message}`);
  }
}

/** Ids by hash may say which hash it is. */
function withoutPrefix(id: string): string {
  return id.replace(/^sha256:/, '');
}

function invalid(file: string, mistakes: string): AppError {
  return new AppError(
    'config.invalid',
    `The manifest ${quote(file)} (SPOOR_PERSISTED_DOCUMENTS_FILE) has mistakes: ${mistakes}`,
  );
}

function notPersisted(): AppError {
  const sentence =
    'Only documents of the manifest may run here (SPOOR_PERSISTED_DOCUMENTS is require); name one by `documentId`';
  return new AppError('query.not_persisted', sentence);
}
