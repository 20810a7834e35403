import { setTimeout } from 'node:timers/promises';
import { AuditLog } from './auth/audit-log.js';
import { AuditStore } from './auth/audit-store.js';
import { Authenticator } from './auth/authenticator.js';
import type { Logins } from './auth/logins.js';
import { SessionWatch } from './auth/session-watch.js';
import { ApiTokenStore } from './auth/token-store.js';
import type { Config } from './config.js';
import { DeadLetterReplay } from './dead-letters/dead-letter-replay.js';
import { DeadLetterStore } from './dead-letters/dead-letter-store.js';
import type { Database } from './database/database.js';
import { DatabaseHealth } from './database/database-health.js';
import { openDatabases, type Databases } from './database/databases.js';
import { readInstallation } from './database/installation.js';
import { migrate } from './database/migrations.js';
import { Notifications } from './database/notifications.js';
import { openPostgres, type OpenPostgres } from './database/open-postgres.js';
import { Partitions } from './database/partitions.js';
import { Supervisor, type SupervisorNews } from './database/supervisor.js';
import { BatchStore } from './feed/batch-store.js';
import { FeedCursors } from './feed/feed-cursors.js';
import { FeedNews } from './feed/feed-news.js';
import { LiveFeed } from './feed/live/live-feed.js';
import { cachedSnapshots, ContentCache } from './events/content-cache.js';
import { exampleOperations } from './example-documents.js';
import { batchMetrics } from './ingest/batch-metrics.js';
import { BatchWriter } from './ingest/batch-writer.js';
import { ByteBudget } from './ingest/byte-budget.js';
import { DatabaseResolver } from './ingest/database-resolver.js';
import { openNormalizerPool, type NormalizerPool } from './ingest/normalizer-pool.js';
import { IngestPipeline } from './ingest/pipeline.js';
import { StoredDaysReader } from './events/stored-days.js';
import { Metrics } from './observability/metrics.js';
import { startTracing, type Tracing } from './observability/tracing.js';
import { ReadersByHosts } from './readers.js';
import { Retention } from './retention/retention.js';
import { RetentionWindow } from './storage/retention-window.js';
import { readTableCatalog, type TableCatalog } from './storage/table-catalog.js';
import { DeliveryLog } from './webhooks/delivery-log.js';
import { EndpointAddresses } from './webhooks/endpoint-address.js';
import { PostWebhook } from './webhooks/post-webhook.js';
import { WebhookStore } from './webhooks/webhook-store.js';
import { Webhooks } from './webhooks/webhooks.js';

/** Snapshots of each kind that the live feed keeps at hand: a kilobyte each, or a few. */
const LIVE_SNAPSHOTS = { values: 5_000, bytes: 8_388_608 };
const LIVE_ENVELOPES = { values: 1_000, bytes: 4_194_304 };

/** Every long-lived object, built once, in the order of dependency. */
export interface Services {
  readonly config: Config;
  /** For queries. */
  readonly database: Database;
  /** A few connections apart, so that nobody's question keeps others from being let in. */
  readonly control: Database;
  readonly databases: Databases;
  readonly health: DatabaseHealth;
  readonly catalog: TableCatalog;
  readonly tokens: ApiTokenStore;
  readonly authenticator: Authenticator;
  readonly sessions: SessionWatch;
  readonly audit: AuditLog;
  readonly auditEntries: AuditStore;
  readonly ingest: IngestPipeline;
  readonly deadLetters: { readonly store: DeadLetterStore; readonly replay: DeadLetterReplay };
  readonly readers: ReadersByHosts;
  readonly notifications: Notifications;
  readonly feedNews: FeedNews;
  readonly liveFeed: LiveFeed;
  readonly webhooks: Webhooks;
  readonly postWebhook: PostWebhook;
  readonly retention: Retention;
  readonly metrics: Metrics;
  /** Undefined without a collector. */
  readonly tracing: Tracing | undefined;
  /** Hears when the embedded server had to be started again. */
  onSupervisorNews(listener: (news: SupervisorNews) => void): void;
  /** Stops what was started, in reverse. */
  close(): Promise<void>;
}

/** Starts Postgres where none is given, migrates it, and builds the services on it. */
export async function startServices(config: Config): Promise<Services> {
  const postgres = await openPostgres(config);
  try {
    await migrate(postgres.url);
    const services = await buildServices(config, postgres);
    await services.retention.makeAhead(Date.now());
    return services;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Builds the services on a migrated database, which they stop when they close. */
export async function buildServices(config: Config, postgres: OpenPostgres): Promise<Services> {
  const databases = openDatabases(() => postgres.url, config);
  const { readers: database, control } = databases;
  const health = new DatabaseHealth(databases);
  const catalog = await readTableCatalog(database);
  const { idKey, keptFrom } = await readInstallation(database);

  const tokens = new ApiTokenStore(control);
  const audit = new AuditLog(control);

  const normalizers: NormalizerPool = openNormalizerPool(
    config.ingestWorkers,
    {
      ...{ idKey, catalog, defaultHost: config.defaultHost, maxDocumentBytes: config.maxDocumentBytes },
      trustedFrom: Number(keptFrom),
    },
    new DatabaseResolver(databases.ingest),
  );
  const window = new RetentionWindow(config.retentionDays);
  const partitions = new Partitions(databases.ingest, window);
  const metrics = new Metrics(exampleOperations());
  const tracing = config.otlpEndpoint === undefined ? undefined : await startTracing(config.otlpEndpoint);
  const writer = new BatchWriter(databases.ingest, partitions, catalog);
  const ingest = new IngestPipeline(
    normalizers,
    writer,
    new ByteBudget(config.maxBytesInFlight),
    { ...config, chunksInFlight: config.ingestWorkers + 2, onBatch: batchMetrics(metrics) },
    health,
  );

  const newsListeners: ((news: SupervisorNews) => void)[] = [];
  const supervisor = supervise(postgres, health, newsListeners);
  health.start();

  const storedDays = new StoredDaysReader(database);
  const letters = new DeadLetterStore(database);
  const cursors = new FeedCursors(idKey);
  const readers = new ReadersByHosts(database, catalog, cursors);
  const notifications = new Notifications(() => postgres.url);
  const feedNews = new FeedNews(notifications, new BatchStore(control));
  health.onChange(({ kind }) => kind === 'severed' && notifications.sever());
  const liveFeed = new LiveFeed(
    {
      news: feedNews,
      batches: new BatchStore(database),
      reader: readers.all.feed,
      search: readers.all.search,
      snapshots: cachedSnapshots(readers.all.snapshots, LIVE_SNAPSHOTS),
      envelopes: new ContentCache(
        (ids) => readers.all.envelopes.load(ids),
        LIVE_ENVELOPES,
        (envelope) => ({ ...envelope }),
      ),
      onHost: (host) => readers.learn(host),
    },
    config.feedQueue,
  );
  const sessions = new SessionWatch(notifications, tokens);
  metrics.watch({
    bytesInFlight: () => ingest.bytesInFlight,
    pools: () => ({
      readers: database.pooled,
      ingest: databases.ingest.pooled,
      control: control.pooled,
    }),
    feed: () => liveFeed.size,
    oldestPartition: () => oldestDay(storedDays),
  });
  notifications.start();
  const addresses = new EndpointAddresses(config.webhookAllowedNetworks);
  const postWebhook = new PostWebhook(addresses, config.webhookTimeout);
  return {
    config,
    database,
    control,
    databases,
    health,
    catalog,
    tokens,
    authenticator: new Authenticator(tokens, await openLogins(config)),
    sessions,
    audit,
    auditEntries: new AuditStore(control),
    ingest,
    deadLetters: { store: letters, replay: new DeadLetterReplay(letters, ingest, config) },
    readers,
    notifications,
    feedNews,
    liveFeed,
    webhooks: new Webhooks({
      ...{ store: new WebhookStore(control), log: new DeliveryLog(database), addresses, post: postWebhook, audit },
      feed: readers.all.feed,
    }),
    postWebhook,
    retention: new Retention(database, partitions, window, config),
    metrics,
    tracing,
    onSupervisorNews: (listener) => void newsListeners.push(listener),
    close: async () => {
      feedNews.close();
      await liveFeed.close();
      sessions.close();
      await notifications.close();
      metrics.close();
      await tracing?.close();
      await health.stop();
      await supervisor.stop();
      await normalizers.close();
      await audit.flush();
      await databases.close();
      await postgres.stop();
    },
  };
}

function supervise(
  postgres: OpenPostgres,
  health: DatabaseHealth,
  listeners: readonly ((news: SupervisorNews) => void)[],
): Supervisor {
  const revive = (): Promise<boolean> => postgres.revive?.() ?? Promise.resolve(false);
  const supervisor = new Supervisor(revive, (news) => {
    for (const listener of listeners) listener(news);
  });
  health.onFailure(() => supervisor.look());
  return supervisor;
}

/** The library that checks logins is loaded for those who have any. */
async function openLogins(config: Config): Promise<Logins | undefined> {
  const { jwksUrl, jwtIssuer: issuer, jwtAudience: audience, jwtScopesClaim, jwtHostsClaim } = config;
  if (jwksUrl === undefined || issuer === undefined || audience === undefined) return undefined;
  const { Logins } = await import('./auth/logins.js');
  return new Logins({ jwksUrl, issuer, audience, scopesClaim: jwtScopesClaim, hostsClaim: jwtHostsClaim });
}

/** Undefined when the database does not say in time: whoever collects metrics will not wait. */
async function oldestDay(storedDays: StoredDaysReader): Promise<number | undefined> {
  const late = setTimeout(1_000, undefined, { ref: false });
  const days = await Promise.race([storedDays.read().catch(() => undefined), late]);
  return days?.[0]?.day;
}
