import type { JsonObject } from '../event-format/lossless-json.js';

/**
 * Documents on their way from the stream to a normalizer, as one block of bytes that can be handed to another thread
 * without copying.
 */
export interface DocumentChunk {
  readonly bytes: Uint8Array;
  /** `[start, end)` of each document in `bytes`, flat. */
  readonly ranges: Uint32Array;
  /** Position of the first document in its stream. */
  readonly firstIndex: number;
  readonly envelope: Envelope;
  /** Of documents that each came with something of their own, in the place of `envelope`. */
  readonly envelopes?: readonly Envelope[];
  /** Documents that are dead letters whatever their bytes say. */
  readonly flawed: readonly FlawedDocument[];
}

/** What came with documents but is not part of them. */
export interface Envelope {
  /** Host that the sender names; without one the documents' own `hostname` counts. */
  readonly host?: string;
  /** Whether each document stands in an agent's envelope, which says such things of that document. */
  readonly isWrapped?: boolean;
  /** The only hosts that the sender may write for; without, all. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** The rest of an agent's envelope that has been opened before. */
  readonly opened?: JsonObject;
  /** Milliseconds since 1970 when the document first came, if that was not now. */
  readonly receivedAt?: number;
  /** Host of a document that names none, in the place of the usual one. */
  readonly fallbackHost?: string;
}

export interface FlawedDocument {
  /** In the chunk. */
  readonly position: number;
  /** Bytes received; the chunk may hold only the beginning. */
  readonly byteLength: number;
  readonly reason: 'too_large' | 'stream_ended' | 'unstorable';
  /** For `unstorable`: what the database said. */
  readonly problem?: string;
}

export function documentCount(chunk: DocumentChunk): number {
  return chunk.ranges.length / 2;
}

/** The documents `[from, to)` of a chunk as a chunk of their own, over the same bytes. */
export function sliceChunk(chunk: DocumentChunk, from: number, to: number): DocumentChunk {
  return {
    ...chunk,
    ranges: chunk.ranges.slice(from * 2, to * 2),
    ...(chunk.envelopes && { envelopes: chunk.envelopes.slice(from, to) }),
    firstIndex: chunk.firstIndex + from,
    flawed: chunk.flawed
      .filter(({ position }) => position >= from && position < to)
      .map((flaw) => ({ ...flaw, position: flaw.position - from })),
  };
}
