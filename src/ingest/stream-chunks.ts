import type { ByteLease } from './byte-budget.js';
import type { ChunkLimits } from './chunk-builder.js';
import type { DocumentChunk, Envelope } from './document-chunk.js';
import { DocumentSplitter } from './document-splitter.js';

export interface StreamOptions {
  readonly envelope: Envelope;
  readonly lease: ByteLease;
  readonly limits: ChunkLimits;
}

/** The stream broke off: its source failed, or its bytes ended inside an array or a value. */
export class StreamBroken extends Error {}

/**
 * Cuts a stream into chunks and launches each, within what its lease gives. A stream that breaks off still has its complete
 * documents launched.
 *
 * @throws StreamBroken
 */
export async function forEachChunk(
  source: AsyncIterable<Uint8Array>,
  { envelope, lease, limits }: StreamOptions,
  launch: (chunk: DocumentChunk) => Promise<void>,
): Promise<void> {
  const splitter = new DocumentSplitter(limitsFor(envelope, limits), envelope);
  let broken: StreamBroken | undefined;
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((error: Error) => {
        broken = new StreamBroken(error.message, { cause: error });
        return undefined;
      });
      if (!next || next.done) break;
      const { buffer, byteOffset, byteLength } = next.value;
      if (!lease.tryGrow(byteLength)) {
        // What is complete makes room by being stored. To wait with it in hand could be to wait for each other.
        for (const chunk of splitter.flush()) await launch(chunk);
        await lease.grow(byteLength);
      }
      for (const chunk of splitter.push(Buffer.from(buffer, byteOffset, byteLength))) await launch(chunk);
      lease.shrinkTo(splitter.heldBytes);
    }
  } finally {
    await iterator.return?.();
  }
  if (!broken && splitter.isInsideValue) broken = new StreamBroken('it ended inside a JSON value');
  for (const chunk of splitter.end(!broken)) await launch(chunk);
  if (broken) throw broken;
}

/** Room for an envelope: in it, every quotation mark of the document takes another byte, and more stands around it. */
function limitsFor({ isWrapped }: Envelope, limits: ChunkLimits): ChunkLimits {
  return isWrapped ? { ...limits, maxDocumentBytes: 2 * limits.maxDocumentBytes + 65_536 } : limits;
}
