import { DocumentSplitter } from '../../src/ingest/document-splitter.js';
import type { ChunkLimits } from '../../src/ingest/chunk-builder.js';
import type { DocumentChunk } from '../../src/ingest/document-chunk.js';

export const LIMITS: ChunkLimits = { batchBytes: 2 ** 22, batchDocuments: 500, maxDocumentBytes: 1_572_864 };

export interface Split {
  /** Every document, as text; behind it the reason when it is flawed. */
  readonly documents: readonly string[];
  readonly chunks: readonly DocumentChunk[];
  readonly isInsideValue: boolean;
}

/** Feeds a stream to a splitter piece by piece. */
export function split(pieces: Iterable<string | Uint8Array>, limits: Partial<ChunkLimits> = {}, isWhole = true): Split {
  const splitter = new DocumentSplitter({ ...LIMITS, ...limits }, {});
  const chunks: DocumentChunk[] = [];
  for (const piece of pieces) chunks.push(...splitter.push(Buffer.from(piece as Uint8Array)));
  const { isInsideValue } = splitter;
  chunks.push(...splitter.end(isWhole));
  return { documents: chunks.flatMap(documentsOf), chunks, isInsideValue };
}

function documentsOf(chunk: DocumentChunk): string[] {
  const bytes = Buffer.from(chunk.bytes);
  const flaws = new Map(chunk.flawed.map(({ position, reason }) => [position, ` <${reason}>`]));
  return Array.from({ length: chunk.ranges.length / 2 }, (_, i) => {
    const text = bytes.toString('utf8', chunk.ranges[i * 2], chunk.ranges[i * 2 + 1]);
    return text + (flaws.get(i) ?? '');
  });
}
