import { LRUCache } from 'lru-cache';
import type { SnapshotSource } from './snapshot-loaders.js';
import type { Snapshot } from './snapshot-store.js';

/** Reads by ids: one value an id, in their order; an error for one that is not there. */
type Load<Value> = (ids: readonly string[]) => Promise<(Value | Error)[]>;

/**
 * What was asked for lately of what is stored as content under its own id. It never changes, and a fleet goes on to send
 * events of the same processes.
 */
export class ContentCache<Value extends object> {
  private readonly kept: LRUCache<string, Value>;

  constructor(
    private readonly source: Load<Value>,
    capacity: number,
  ) {
    this.kept = new LRUCache({ max: capacity });
  }

  async load(ids: readonly string[]): Promise<(Value | Error)[]> {
    const known = ids.map((id) => this.kept.get(id));
    const missing = ids.filter((_, i) => !known[i]);
    const loaded = missing.length ? await this.source(missing) : [];
    const found = new Map(missing.map((id, i) => [id, loaded[i] as Value | Error]));
    for (const [id, value] of found) if (!(value instanceof Error)) this.kept.set(id, value);
    return ids.map((id, i) => known[i] ?? (found.get(id) as Value | Error));
  }
}

/** @param capacity snapshots of each definition */
export function cachedSnapshots(source: SnapshotSource, capacity: number): SnapshotSource {
  const caches = new Map<string, ContentCache<Snapshot>>();
  return {
    load(definition, ids) {
      let cache = caches.get(definition);
      if (!cache) {
        cache = new ContentCache((missing) => source.load(definition, missing), capacity);
        caches.set(definition, cache);
      }
      return cache.load(ids);
    },
  };
}
