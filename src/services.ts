import { AuditLog } from './auth/audit-log.js';
import { AuditStore } from './auth/audit-store.js';
import { Authenticator } from './auth/authenticator.js';
import { Logins } from './auth/logins.js';
import { ApiTokenStore } from './auth/token-store.js';
import type { Config } from './config.js';
import { DeadLetterReplay } from './dead-letters/dead-letter-replay.js';
import { DeadLetterStore } from './dead-letters/dead-letter-store.js';
import { Database } from './database/database.js';
import { migrate } from './database/migrations.js';
import { openPostgres, type OpenPostgres } from './database/open-postgres.js';
import { Partitions } from './database/partitions.js';
import { BatchWriter } from './ingest/batch-writer.js';
import { ByteBudget } from './ingest/byte-budget.js';
import { DatabaseResolver } from './ingest/database-resolver.js';
import { openNormalizerPool, type NormalizerPool } from './ingest/normalizer-pool.js';
import { IngestPipeline } from './ingest/pipeline.js';
import { ReadersByHosts } from './readers.js';
import { readTableCatalog, type TableCatalog } from './storage/table-catalog.js';

/** Every long-lived object, built once, in the order of dependency. */
export interface Services {
  readonly config: Config;
  readonly database: Database;
  /** A few connections apart, so that nobody's question keeps others from being let in. */
  readonly control: Database;
  readonly catalog: TableCatalog;
  readonly tokens: ApiTokenStore;
  readonly authenticator: Authenticator;
  readonly audit: AuditLog;
  readonly auditEntries: AuditStore;
  readonly ingest: IngestPipeline;
  readonly deadLetters: { readonly store: DeadLetterStore; readonly replay: DeadLetterReplay };
  readonly readers: ReadersByHosts;
  /** Stops what was started, in reverse. */
  close(): Promise<void>;
}

/** Connections for what has to be answered whatever else goes on: who somebody is, how the server is, who did what. */
const CONTROL_CONNECTIONS = 2;

/** Starts Postgres where none is given, migrates it, and builds the services on it. */
export async function startServices(config: Config): Promise<Services> {
  const postgres = await openPostgres(config);
  try {
    await migrate(postgres.url);
    return await buildServices(config, postgres);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Builds the services on a migrated database, which they stop when they close. */
export async function buildServices(config: Config, postgres: OpenPostgres): Promise<Services> {
  const { databaseConnections: connections, statementTimeout } = config;
  const database = new Database(postgres.url, { connections, statementTimeout });
  const catalog = await readTableCatalog(database);
  const { idKey } = await database.prisma.installation.findUniqueOrThrow({ where: { id: 1 } });

  const control = new Database(postgres.url, { connections: CONTROL_CONNECTIONS, statementTimeout });
  const tokens = new ApiTokenStore(control);
  const audit = new AuditLog(control);

  const normalizers: NormalizerPool = openNormalizerPool(
    config.ingestWorkers,
    { idKey, catalog, defaultHost: config.defaultHost, maxDocumentBytes: config.maxDocumentBytes },
    new DatabaseResolver(database),
  );
  const writer = new BatchWriter(database, new Partitions(database, config.retentionDays), catalog);
  const ingest = new IngestPipeline(normalizers, writer, new ByteBudget(config.maxBytesInFlight), {
    ...config,
    chunksInFlight: config.ingestWorkers + 2,
  });

  const letters = new DeadLetterStore(database);
  const readers = new ReadersByHosts(database, catalog);
  return {
    config,
    database,
    control,
    catalog,
    tokens,
    authenticator: new Authenticator(tokens, logins(config)),
    audit,
    auditEntries: new AuditStore(control),
    ingest,
    deadLetters: { store: letters, replay: new DeadLetterReplay(letters, ingest, config) },
    readers,
    close: async () => {
      await normalizers.close();
      await audit.flush();
      await database.close();
      await control.close();
      await postgres.stop();
    },
  };
}

function logins({ jwksUrl, jwtIssuer, jwtAudience, jwtScopesClaim, jwtHostsClaim }: Config): Logins | undefined {
  if (jwksUrl === undefined || jwtIssuer === undefined || jwtAudience === undefined) return undefined;
  const claims = { scopesClaim: jwtScopesClaim, hostsClaim: jwtHostsClaim };
  return new Logins({ jwksUrl, issuer: jwtIssuer, audience: jwtAudience, ...claims });
}
