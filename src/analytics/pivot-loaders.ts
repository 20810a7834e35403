import DataLoader from 'dataloader';
import type { LoaderListener } from '../loader-listener.js';
import type { TimeRange } from '../search/time-range.js';
import type { PivotStore, Sightings } from './pivot-store.js';
import type { Pivot } from './pivots.js';

/** Sightings for one request: those of a whole page in one go, and only when somebody asks. */
export class PivotLoaders {
  private readonly loaders = new Map<string, DataLoader<string, Sightings>>();

  constructor(
    private readonly store: PivotStore,
    private readonly onBatch?: LoaderListener,
  ) {}

  sightings(pivot: Pivot, key: string, range: TimeRange): Promise<Sightings> {
    const name = JSON.stringify([pivot.name, range.from, range.to]);
    let loader = this.loaders.get(name);
    if (!loader) {
      loader = new DataLoader((keys) => {
        this.onBatch?.(pivot.name, keys.length);
        return this.store.sightings(pivot, keys, range);
      });
      this.loaders.set(name, loader);
    }
    return loader.load(key);
  }
}
