import type { DocumentChunk, Envelope } from '../ingest/document-chunk.js';
import type { IngestPipeline } from '../ingest/pipeline.js';
import {
  inParts,
  isComplete,
  type DeadLetterStore,
  type LetterReason,
  type StoredLetter,
} from './dead-letter-store.js';
import type { LetterQuery } from './letter-query.js';

export interface ReplayReport {
  /** Letters that were tried. */
  readonly replayed: number;
  /** Events that were new; of letters that are gone now. */
  readonly stored: number;
  /** Events that were there already; of letters that are gone now. */
  readonly duplicates: number;
  readonly stillRefused: readonly LetterReason[];
  /** Letters of the query that were not tried. */
  readonly remaining: number;
}

/** Letters that one call tries at most. */
export const MOST_REPLAYED = 1_000;

/**
 * Tries dead letters again, by the way that all documents go.
 *
 * A letter goes only after the commit of its event: after a crash between the two, the next try finds a duplicate. Ids
 * follow from content, so replays side by side store nothing twice.
 */
export class DeadLetterReplay {
  constructor(
    private readonly letters: DeadLetterStore,
    private readonly ingest: IngestPipeline,
    private readonly limits: { readonly batchBytes: number; readonly batchDocuments: number },
    private readonly now: () => number = Date.now,
  ) {}

  async replay(query: LetterQuery, limit = MOST_REPLAYED): Promise<ReplayReport> {
    const start = new Date(this.now());
    const chosen = await this.letters.toReplay(query, limit);
    const stillRefused: LetterReason[] = [];
    let [stored, duplicates] = [0, 0];
    for (const part of inParts(chosen, this.limits)) {
      const outcome = await this.replayPart(part, query.hosts, start);
      stored += outcome.stored;
      duplicates += outcome.duplicates;
      stillRefused.push(...outcome.refused);
    }
    const remaining = await this.letters.waitingSince(query, start);
    return { replayed: chosen.length, stored, duplicates, stillRefused, remaining };
  }

  private async replayPart(
    part: readonly StoredLetter[],
    hosts: readonly string[] | undefined,
    time: Date,
  ): Promise<{ stored: number; duplicates: number; refused: LetterReason[] }> {
    const whole = part.filter(isComplete);
    const cut = part.filter((letter) => !isComplete(letter));
    const bytes = await this.letters.bytes(whole.map(({ id }) => id));
    // Somebody else may have been faster.
    const present = whole.filter(({ id }) => bytes.has(id));
    const { stored, duplicates, refused } = await this.ingest.storeAgain(chunkOf(present, bytes, hosts));
    const reasons = refused.map(({ index, code, pointer, message }) => {
      return { id: (present[index] as StoredLetter).id, code, pointer, message };
    });
    const kept = new Set(reasons.map(({ id }) => id));
    await this.letters.delete(present.map(({ id }) => id).filter((id) => !kept.has(id)));
    // Of one that was cut, the first reason stands: of its bytes nothing else can be said.
    await this.letters.keep([...reasons, ...cut.map(reasonOf)], time);
    return {
      stored,
      duplicates,
      refused: [...reasons, ...cut.map((letter) => ({ ...reasonOf(letter), ...cutReason(letter) }))],
    };
  }
}

function reasonOf({ id, code, pointer, message }: StoredLetter): LetterReason {
  return { id, code, pointer, message };
}

function cutReason({ keptBytes, byteLength, message }: StoredLetter): Pick<LetterReason, 'message'> {
  return {
    message: `${message}. Only its first ${keptBytes} of ${byteLength} bytes are kept: it cannot be tried again`,
  };
}

function chunkOf(
  letters: readonly StoredLetter[],
  bytesById: ReadonlyMap<string, Buffer>,
  hosts: readonly string[] | undefined,
): DocumentChunk {
  const pieces = letters.map(({ id }) => bytesById.get(id) as Buffer);
  const ranges: number[] = [];
  let end = 0;
  for (const { length } of pieces) ranges.push(end, (end += length));
  const bytes = new Uint8Array(end);
  pieces.forEach((piece, i) => bytes.set(piece, ranges[i * 2]));
  return {
    bytes,
    ranges: Uint32Array.from(ranges),
    firstIndex: 0,
    envelope: {},
    envelopes: letters.map((letter) => envelopeOf(letter, hosts)),
    flawed: [],
  };
}

/** What its sender was not allowed to write does not come in by way of somebody who tries it again. */
function envelopeOf(letter: StoredLetter, hosts: readonly string[] | undefined): Envelope {
  const { allowedHosts, envelope, isWrapped, receivedAt, host } = letter;
  const both = allowedHosts && hosts ? allowedHosts.filter((name) => hosts.includes(name)) : (allowedHosts ?? hosts);
  return {
    isWrapped,
    receivedAt: receivedAt.getTime(),
    ...(envelope && { opened: envelope }),
    ...(both && { allowedHosts: both }),
    ...(!allowedHosts && { fallbackHost: host.name }),
  };
}
