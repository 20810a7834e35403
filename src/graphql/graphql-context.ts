import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { EventStore } from '../events/event-store.js';
import type { HostStore } from '../events/host-store.js';
import type { SnapshotStore } from '../events/snapshot-store.js';

/** What a GraphQL operation works with. */
export interface GraphQLContext {
  readonly requestId: string;
  readonly events: EventStore;
  readonly snapshots: SnapshotLoaders;
  readonly hosts: HostStore;
}

export interface GraphQLServices {
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  readonly hosts: HostStore;
}

/** Loaders live for one operation: what they remember is what that operation sees. */
export function createGraphQLContext({ events, hosts, snapshots }: GraphQLServices, requestId: string): GraphQLContext {
  return { requestId, events, hosts, snapshots: new SnapshotLoaders(snapshots) };
}
