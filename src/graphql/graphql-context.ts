import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { EventStore } from '../events/event-store.js';
import type { SnapshotStore } from '../events/snapshot-store.js';
import type { PrismaClient } from '../generated/prisma/client.js';

/** What a GraphQL operation works with. */
export interface GraphQLContext {
  readonly requestId: string;
  readonly events: EventStore;
  readonly snapshots: SnapshotLoaders;
  readonly prisma: PrismaClient;
}

export interface GraphQLServices {
  readonly events: EventStore;
  readonly snapshots: SnapshotStore;
  readonly prisma: PrismaClient;
}

/** Loaders live for one operation: what they remember is what that operation sees. */
export function createGraphQLContext(
  { events, snapshots, prisma }: GraphQLServices,
  requestId: string,
): GraphQLContext {
  return { requestId, events, prisma, snapshots: new SnapshotLoaders(snapshots) };
}
