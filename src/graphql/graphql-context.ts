import DataLoader from 'dataloader';
import { AcknowledgementLoaders } from '../acknowledgements/acknowledgement-loaders.js';
import type { AcknowledgementStore } from '../acknowledgements/acknowledgement-store.js';
import type { DeadLetterReplay } from '../dead-letters/dead-letter-replay.js';
import type { DeadLetterStore } from '../dead-letters/dead-letter-store.js';
import type { StoredEnvelope } from '../events/envelope-store.js';
import type { Actor, AuditLog } from '../auth/audit-log.js';
import type { Principal } from '../auth/principal.js';
import type { AuditStore } from '../auth/audit-store.js';
import type { ApiTokenStore } from '../auth/token-store.js';
import type { Deadline } from '../database/deadline.js';
import type { FeedSource } from '../feed/follower.js';
import type { LiveFeed } from '../feed/live/live-feed.js';
import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import { PivotLoaders } from '../analytics/pivot-loaders.js';
import type { PivotStore } from '../analytics/pivot-store.js';
import type { PointAccount } from '../limits/point-budget.js';
import { LineageLoaders } from '../lineage/lineage-loaders.js';
import type { LoaderListener } from '../loader-listener.js';
import type { Metrics } from '../observability/metrics.js';
import type { Readers, ReadersByHosts } from '../readers.js';
import type { Retention } from '../retention/retention.js';
import type { RequestScope } from '../observability/request-scope.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { SensitiveReads } from './access/sensitive-reads.js';
import type { SubscriptionOpener } from './subscription/subscription-plugin.js';

/** What a GraphQL operation works with. */
export interface GraphQLContext
  extends
    Omit<GraphQLServices, 'readers' | 'deadLetters' | 'liveFeed'>,
    Omit<Readers, 'envelopes' | 'snapshots' | 'pivots' | 'lineage' | 'acknowledgements'> {
  /** For who follows the feed longer than an operation lasts. */
  readonly feedSource: FeedSource;
  readonly requestId: string;
  /** From which the operation's cost is taken. */
  readonly account: PointAccount;
  /** Undefined where no subscription can be followed. */
  readonly opener: SubscriptionOpener | undefined;
  /** For logs and traces. */
  readonly scope: RequestScope | undefined;
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
  readonly acknowledgements: { readonly store: AcknowledgementStore; readonly loaders: AcknowledgementLoaders };
}

export interface GraphQLServices {
  readonly deadLetters: { readonly store: DeadLetterStore; readonly replay: DeadLetterReplay };
  readonly tokens: ApiTokenStore;
  readonly audit: AuditLog;
  readonly auditEntries: AuditStore;
  readonly readers: ReadersByHosts;
  readonly liveFeed: LiveFeed;
  /** Milliseconds that an operation may take. */
  readonly requestTimeout: number;
  readonly webhooks: Webhooks;
  readonly retention: Retention;
  readonly metrics: Metrics;
}

/** Who asks, by which request. */
export interface GraphQLActor extends Actor {
  readonly principal: Principal;
  readonly requestId: string;
}

/** What an operation may take. */
export interface Allowance {
  readonly account: PointAccount;
  readonly deadline: Deadline;
  readonly scope: RequestScope | undefined;
  /** Opens subscriptions, where they can be followed. */
  readonly opener?: SubscriptionOpener;
}

/** Loaders live for one operation: what they remember is what that operation sees. */
export async function createGraphQLContext(
  {
    readers,
    liveFeed,
    requestTimeout,
    webhooks,
    deadLetters,
    tokens,
    audit,
    auditEntries,
    retention,
    metrics,
  }: GraphQLServices,
  actor: GraphQLActor,
  { account, deadline, scope, opener }: Allowance,
): Promise<GraphQLContext> {
  const { principal, requestId } = actor;
  const onBatch: LoaderListener = (loader, keys) => metrics.keysLoaded(loader, keys);
  const seen = await readers.of(principal, { deadline, scope });
  return {
    ...{ requestTimeout, webhooks, tokens, audit, auditEntries, retention, metrics },
    ...seen,
    feedSource: {
      reader: async () => (await readers.of(principal, { scope })).feed,
      live: liveFeed,
      hosts: principal.hosts,
    },
    requestId,
    account,
    opener,
    scope,
    deadLetters: { ...deadLetters, bytes: new DataLoader((ids) => letterBytes(deadLetters.store, ids)) },
    envelopes: new DataLoader((ids) => seen.envelopes.load(ids)),
    principal,
    actor,
    sensitive: new SensitiveReads(principal),
    snapshots: new SnapshotLoaders(seen.snapshots, onBatch),
    pivots: { store: seen.pivots, loaders: new PivotLoaders(seen.pivots, onBatch) },
    lineage: new LineageLoaders(seen.lineage, seen.events, onBatch),
    acknowledgements: {
      store: seen.acknowledgements,
      loaders: new AcknowledgementLoaders(seen.acknowledgements, onBatch),
    },
  };
}

/** Bytes of a dead letter that a field shows, and one more, to tell whether there are more. */
export const MOST_LETTER_BYTES = 65_537;

async function letterBytes(store: DeadLetterStore, ids: readonly string[]): Promise<(Buffer | undefined)[]> {
  const bytes = await store.bytes(ids, MOST_LETTER_BYTES);
  return ids.map((id) => bytes.get(id));
}
