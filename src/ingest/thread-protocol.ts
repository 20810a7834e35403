import type { DocumentChunk } from './document-chunk.js';
import type { NormalizedBatch, Resolver } from './normalizer.js';

/** What the main thread and an ingest thread say to each other. */
export type ToThread =
  | { readonly kind: 'normalize'; readonly job: number; readonly chunk: DocumentChunk; readonly receivedAt: number }
  | { readonly kind: 'answer'; readonly question: number; readonly answer?: unknown; readonly hasFailed: boolean }
  | { readonly kind: 'committed'; readonly ids: readonly string[] }
  | { readonly kind: 'dropped'; readonly before: number };

export type FromThread =
  | { readonly kind: 'normalized'; readonly job: number; readonly batch: NormalizedBatch }
  /** `question` is the one whose answer was an error, where that was the reason. */
  | { readonly kind: 'failed'; readonly job: number; readonly error: string; readonly question?: number }
  | { readonly kind: 'question'; readonly id: number; readonly question: Question };

/** A call of one of the resolver's methods. */
export type Question = {
  readonly [Method in keyof Resolver]: { readonly about: Method; readonly parameters: Parameters<Resolver[Method]> };
}[keyof Resolver];
