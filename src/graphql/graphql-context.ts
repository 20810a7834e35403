import DataLoader from 'dataloader';
import type { DeadLetterReplay } from '../dead-letters/dead-letter-replay.js';
import type { DeadLetterStore } from '../dead-letters/dead-letter-store.js';
import type { EnvelopeStore, StoredEnvelope } from '../events/envelope-store.js';
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
import type { EventSearch } from '../search/event-search.js';
import { SensitiveReads } from './access/sensitive-reads.js';

/** What a GraphQL operation works with. */
export interface GraphQLContext extends Omit<
  GraphQLServices,
  'deadLetters' | 'envelopes' | 'snapshots' | 'pivots' | 'lineage'
> {
  readonly requestId: string;
  readonly deadLetters: GraphQLServices['deadLetters'] & { readonly bytes: DataLoader<string, Buffer | undefined> };
  /** By UUID. */
  readonly envelopes: DataLoader<string, StoredEnvelope>;
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
  readonly deadLetters: { readonly store: DeadLetterStore; readonly replay: DeadLetterReplay };
  readonly tokens: ApiTokenStore;
  readonly audit: AuditLog;
  readonly auditEntries: AuditStore;
  readonly events: EventStore;
  readonly envelopes: EnvelopeStore;
  readonly snapshots: SnapshotStore;
  readonly hosts: HostStore;
  readonly search: EventSearch;
  readonly analytics: EventAnalytics;
  readonly pivots: PivotStore;
  readonly lineage: LineageStores;
}

/** Who asks, by which request. */
export interface GraphQLActor extends Actor {
  readonly principal: Principal;
  readonly requestId: string;
}

/** Loaders live for one operation: what they remember is what that operation sees. */
export function createGraphQLContext(services: GraphQLServices, actor: GraphQLActor): GraphQLContext {
  const { principal, requestId } = actor;
  return {
    ...services,
    requestId,
    deadLetters: { ...services.deadLetters, bytes: new DataLoader((ids) => letterBytes(services, ids)) },
    envelopes: new DataLoader((ids) => services.envelopes.load(ids)),
    principal,
    actor,
    sensitive: new SensitiveReads(principal),
    snapshots: new SnapshotLoaders(services.snapshots),
    pivots: { store: services.pivots, loaders: new PivotLoaders(services.pivots) },
    lineage: new LineageLoaders(services.lineage, services.events),
  };
}

/** Bytes of a dead letter that a field shows, and one more, to tell whether there are more. */
export const MOST_LETTER_BYTES = 65_537;

async function letterBytes({ deadLetters }: GraphQLServices, ids: readonly string[]): Promise<(Buffer | undefined)[]> {
  const bytes = await deadLetters.store.bytes(ids, MOST_LETTER_BYTES);
  return ids.map((id) => bytes.get(id));
}
