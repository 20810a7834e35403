import type { Database } from '../database/database.js';
import type { HostRestriction } from '../database/host-restriction.js';
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

/** @param hosts that exist for the asker. A process and all its kin are of one host, so it is enough to hide the one. */
export function lineageStores(database: Database, hosts?: HostRestriction): LineageStores {
  return {
    instances: new InstanceStore(database, hosts),
    instanceSearch: new InstanceSearch(database, hosts),
    kin: new KinStore(database),
    sightings: new SightingStore(database),
  };
}
