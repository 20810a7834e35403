import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { EventStore } from '../events/event-store.js';
import type { HostStore } from '../events/host-store.js';
import type { SnapshotStore } from '../events/snapshot-store.js';
import type { EventAnalytics } from '../analytics/event-analytics.js';
import { PivotLoaders } from '../analytics/pivot-loaders.js';
import type { PivotStore } from '../analytics/pivot-store.js';
import type { PointAccount } from '../limits/point-budget.js';
import { LineageLoaders } from '../lineage/lineage-loaders.js';
import type { LineageStores } from '../lineage/lineage-stores.js';
import type { EventSearch } from '../search/event-search.js';

/** What a GraphQL operation works with. */
export interface GraphQLContext extends Omit<GraphQLServices, 'snapshots' | 'pivots' | 'lineage'> {
  readonly requestId: string;
  /** From which the operation's cost is taken. */
  readonly account: PointAccount;
  readonly snapshots: SnapshotLoaders;
  readonly pivots: { readonly store: PivotStore; readonly loaders: PivotLoaders };
  readonly lineage: LineageLoaders;
}

export interface GraphQLServices {
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  readonly hosts: HostStore;
  readonly search: EventSearch;
  readonly analytics: EventAnalytics;
  readonly pivots: PivotStore;
  readonly lineage: LineageStores;
}

/** What the context has from the request. */
export type RequestPart = Pick<GraphQLContext, 'requestId' | 'account'>;

/** Loaders live for one operation: what they remember is what that operation sees. */
export function createGraphQLContext(services: GraphQLServices, request: RequestPart): GraphQLContext {
  return {
    ...services,
    ...request,
    snapshots: new SnapshotLoaders(services.snapshots),
    pivots: { store: services.pivots, loaders: new PivotLoaders(services.pivots) },
    lineage: new LineageLoaders(services.lineage, services.events),
  };
}
