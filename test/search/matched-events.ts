import { SnapshotLoaders } from '../../src/events/snapshot-loaders.js';
import { MatchedEvent } from '../../src/matching/matched-event.js';
import type { Readers } from '../../src/readers.js';
import { EVERYTHING } from '../../src/search/filter.js';

/** Every stored event as a matcher sees it, by its UUID. */
export async function matchedEvents(readers: Readers): Promise<ReadonlyMap<string, MatchedEvent>> {
  const events = await readers.search.page(EVERYTHING, { direction: 'asc', limit: 1000 });
  const loaders = new SnapshotLoaders(readers.snapshots);
  const envelopes = await envelopesOf(
    readers,
    events.map(({ envelopeId }) => envelopeId).filter((id) => id !== null),
  );
  const matched = events.map(async (event) => {
    const document = await loaders.document(event.fragment);
    return [event.id, new MatchedEvent(event, document, envelopes.get(event.envelopeId ?? ''))] as const;
  });
  return new Map(await Promise.all(matched));
}

async function envelopesOf({ envelopes }: Readers, ids: readonly string[]) {
  if (!ids.length) return new Map<string, never>();
  const unique = [...new Set(ids)];
  const loaded = await envelopes.load(unique);
  return new Map(
    loaded.map((envelope, i) => {
      if (envelope instanceof Error) throw envelope;
      return [unique[i] as string, envelope] as const;
    }),
  );
}
