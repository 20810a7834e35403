import type { Actor, AuditLog } from '../auth/audit-log.js';
import type { Principal } from '../auth/principal.js';
import type { AuditStore } from '../auth/audit-store.js';
import type { ApiTokenStore } from '../auth/token-store.js';
import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import { PivotLoaders } from '../analytics/pivot-loaders.js';
import type { PivotStore } from '../analytics/pivot-store.js';
import { LineageLoaders } from '../lineage/lineage-loaders.js';
import type { Readers, ReadersByHosts } from '../readers.js';
import { SensitiveReads } from './access/sensitive-reads.js';

/** What a GraphQL operation works with. */
export interface GraphQLContext
  extends Omit<GraphQLServices, 'readers'>, Omit<Readers, 'snapshots' | 'pivots' | 'lineage'> {
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
  readonly readers: ReadersByHosts;
}

/** Who asks, by which request. */
export interface GraphQLActor extends Actor {
  readonly principal: Principal;
  readonly requestId: string;
}

/** Loaders live for one operation: what they remember is what that operation sees. */
export async function createGraphQLContext(
  { readers, tokens, audit, auditEntries }: GraphQLServices,
  actor: GraphQLActor,
): Promise<GraphQLContext> {
  const { principal, requestId } = actor;
  const seen = await readers.of(principal);
  return {
    ...{ tokens, audit, auditEntries },
    ...seen,
    requestId,
    principal,
    actor,
    sensitive: new SensitiveReads(principal),
    snapshots: new SnapshotLoaders(seen.snapshots),
    pivots: { store: seen.pivots, loaders: new PivotLoaders(seen.pivots) },
    lineage: new LineageLoaders(seen.lineage, seen.events),
  };
}
