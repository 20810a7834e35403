import { LRUCache } from 'lru-cache';
import type { SnapshotSource } from './snapshot-loaders.js';
import type { Snapshot } from './snapshot-store.js';

/**
 * Snapshots that were asked for lately. They are content under its own id and never change, and a fleet goes on to send
 * events of the same processes.
 */
export class SnapshotCache implements SnapshotSource {
  private readonly kept: LRUCache<string, Snapshot>;

  constructor(
    private readonly source: SnapshotSource,
    /** Snapshots. */
    capacity: number,
  ) {
    this.kept = new LRUCache({ max: capacity });
  }

  async load(definition: string, ids: readonly string[]): Promise<(Snapshot | Error)[]> {
    const missing = ids.filter((id) => !this.kept.has(id));
    const loaded = missing.length ? await this.source.load(definition, missing) : [];
    const found = new Map(missing.map((id, i) => [id, loaded[i] as Snapshot | Error]));
    return ids.map((id) => {
      const snapshot = found.get(id) ?? this.kept.get(id) ?? new Error(`The snapshot ${id} is cached no more`);
      if (!(snapshot instanceof Error)) this.kept.set(id, snapshot);
      return snapshot;
    });
  }
}
