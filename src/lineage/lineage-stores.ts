import type { Database } from '../database/database.js';
import { InstanceSearch } from './instance-search.js';
import { InstanceStore } from './instance-store.js';
import { KinStore } from './kin-store.js';
import { SightingStore } from './sighting-store.js';

/** Everything that reads lineages. */
export interface LineageStores {
  readonly instances: InstanceStore;
  readonly instanceSearch: InstanceSearch;
  readonly kin: KinStore;
  readonly sightings: SightingStore;
}

export function lineageStores(database: Database): LineageStores {
  return {
    instances: new InstanceStore(database),
    instanceSearch: new InstanceSearch(database),
    kin: new KinStore(database),
    sightings: new SightingStore(database),
  };
}
