import { checkVariables } from './limits/check-variables.js';
import { DocumentChecks } from './limits/document-checks.js';
import type { PersistedDocuments } from './persisted-documents.js';

/** What a request for an operation brings, before anything of it is believed (GraphQL over HTTP, section 5.1). */
export interface GraphQLParameters {
  readonly query: unknown;
  readonly documentId: unknown;
  readonly operationName: unknown;
  readonly variables: unknown;
  readonly extensions: unknown;
}

/** The gate that every operation passes before it is parsed, by whichever transport it came. */
export class OperationGate {
  private readonly checks = new DocumentChecks();

  constructor(private readonly persistedDocuments: PersistedDocuments) {}

  /**
   * The document to run. Undefined for what is none, which is Apollo's to tell.
   *
   * @throws AppError for what may not even be parsed and validated
   */
  document({ query, documentId, variables, extensions }: GraphQLParameters): string | undefined {
    const document = this.persistedDocuments.resolve({ query, documentId, sha256Hash: hashIn(extensions) });
    checkVariables(variables);
    if (typeof document !== 'string') return undefined;
    this.checks.check(document);
    return document;
  }
}

/** The hash by which Apollo's clients name a document. */
function hashIn(extensions: unknown): unknown {
  return field(field(extensions, 'persistedQuery'), 'sha256Hash');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
