import type { Actor, AuditLog } from '../auth/audit-log.js';
import type { Principal } from '../auth/principal.js';
import type { AuditStore } from '../auth/audit-store.js';
import type { ApiTokenStore } from '../auth/token-store.js';
import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { EventStore } from '../events/event-store.js';
import type { HostStore } from '../events/host-store.js';
import type { SnapshotStore } from '../events/snapshot-store.js';
import type { EventAnalytics } from '../analytics/event-analytics.js';
import { PivotLoaders } from '../analytics/pivot-loaders.js';
import type { PivotStore } from '../analytics/pivot-store.js';
import { LineageLoaders } from '../lineage/lineage-loaders.js';
import type { LineageStores } from '../lineage/lineage-stores.js';
import type { LoaderListener } from '../loader-listener.js';
import type { Metrics } from '../observability/metrics.js';
import type { Retention } from '../retention/retention.js';
import type { EventSearch } from '../search/event-search.js';
import { SensitiveReads } from './access/sensitive-reads.js';

/** What a GraphQL operation works with. */
export interface GraphQLContext extends Omit<GraphQLServices, 'snapshots' | 'pivots' | 'lineage'> {
  readonly requestId: string;
  /** Who asks. */
  readonly principal: Principal;
  /** The same with the request, for the audit log. */
  readonly actor: Actor;
  readonly sensitive: SensitiveReads;
  readonly snapshots: SnapshotLoaders;
  readonly pivots: { readonly store: PivotStore; readonly loaders: PivotLoaders };
  readonly lineage: LineageLoaders;
}

export interface GraphQLServices {
  readonly tokens: ApiTokenStore;
  readonly audit: AuditLog;
  readonly auditEntries: AuditStore;
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  readonly hosts: HostStore;
  readonly search: EventSearch;
  readonly analytics: EventAnalytics;
  readonly pivots: PivotStore;
  readonly lineage: LineageStores;
  readonly retention: Retention;
  readonly metrics: Metrics;
}

/** Who asks, by which request. */
export interface GraphQLActor extends Actor {
  readonly principal: Principal;
  readonly requestId: string;
}

/** Loaders live for one operation: what they remember is what that operation sees. */
export function createGraphQLContext(services: GraphQLServices, actor: GraphQLActor): GraphQLContext {
  const { principal, requestId } = actor;
  const onBatch: LoaderListener = (loader, keys) => services.metrics.keysLoaded(loader, keys);
  return {
    ...services,
    requestId,
    principal,
    actor,
    sensitive: new SensitiveReads(principal),
    snapshots: new SnapshotLoaders(services.snapshots, onBatch),
    pivots: { store: services.pivots, loaders: new PivotLoaders(services.pivots, onBatch) },
    lineage: new LineageLoaders(services.lineage, services.events, onBatch),
  };
}
