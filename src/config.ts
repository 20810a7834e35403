import { availableParallelism } from 'node:os';
import { isIP } from 'node:net';
import { AppError } from './errors.js';
import { readSettings, type Setting, type SettingsInForce, type SettingsTable } from './settings.js';

/** Everything that can be set from outside, in one place. No other file reads `process.env`. */
export interface Config {
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  readonly corsOrigins: readonly string[];
  /** Addresses and networks whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly retentionDays: number;
  readonly deadLetterRetentionDays: number;
  readonly auditRetentionDays: number;
  readonly retentionJob: boolean;
  readonly ingestWorkers: number;
  readonly batchBytes: number;
  readonly batchDocuments: number;
  readonly maxDocumentBytes: number;
  readonly maxBytesInFlight: number;
  readonly defaultHost: string;
  readonly databaseConnections: number;
  readonly ingestConnections: number;
  readonly statementTimeout: number;
  readonly drainDelay: number;
  readonly shutdownTimeout: number;
  readonly requestTimeout: number;
  readonly bodyTimeout: number;
  readonly maxQueryCost: number;
  readonly pointsPerMinute: number;
  readonly feedQueue: number;
  readonly maxSubscriptions: number;
  readonly subscriptionsPerToken: number;
  readonly feedStallTimeout: number;
  readonly slowQuery: number;
  readonly logLevel: string;
  readonly otlpEndpoint: string | undefined;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  readonly persistedDocuments: PersistedDocumentsMode;
  readonly persistedDocumentsFile: string | undefined;
  readonly webhookDelivery: boolean;
  /** Addresses and networks that webhooks may reach although they are not public. */
  readonly webhookAllowedNetworks: readonly string[];
  readonly webhookTimeout: number;
  readonly webhookLease: number;
  readonly webhookDisableAfterDays: number;
  readonly webhookLogDays: number;
  readonly jwksUrl: string | undefined;
  readonly jwtIssuer: string | undefined;
  readonly jwtAudience: string | undefined;
  readonly jwtScopesClaim: string;
  readonly jwtHostsClaim: string | undefined;
}

/** Whether GraphQL documents of a manifest may be asked for by their id, or nothing but these. */
export type PersistedDocumentsMode = (typeof PERSISTED_DOCUMENTS_MODES)[number];

const PERSISTED_DOCUMENTS_MODES = ['off', 'allow', 'require'] as const;

/** One thread is left to Postgres and to the writer. */
const WORKERS = Math.max(1, Math.min(8, availableParallelism() - 1));

/** The table of settings; the README's table is the same list. */
export const settings = {
  databaseUrl: setting<string | undefined>(
    'DATABASE_URL',
    undefined,
    'PostgreSQL 15 or newer to use instead of the embedded one',
    postgresUrl,
    { isSecret: true },
  ),
  dataFolder: setting('SPOOR_DATA_DIR', './data', 'Folder of the embedded PostgreSQL', text),
  host: setting('SPOOR_HOST', '127.0.0.1', 'Address to listen on', text),
  port: setting('SPOOR_PORT', 4000, 'Port to listen on; 0 takes a free one', integer(0, 65_535)),
  corsOrigins: setting<readonly string[]>(
    'SPOOR_CORS_ORIGINS',
    [],
    'Origins whose pages may call the API from a browser, separated by commas',
    list(origin),
  ),
  trustedProxies: setting<readonly string[]>(
    'SPOOR_TRUSTED_PROXIES',
    [],
    'Addresses and networks of proxies whose `X-Forwarded-*` headers are believed, separated by commas',
    list(network),
  ),
  retentionDays: setting('SPOOR_RETENTION_DAYS', 90, 'Days that events are kept', integer(1, 3650)),
  deadLetterRetentionDays: setting(
    'SPOOR_DEAD_LETTER_RETENTION_DAYS',
    90,
    'Days that dead letters are kept',
    integer(1, 3650),
  ),
  auditRetentionDays: setting(
    'SPOOR_AUDIT_RETENTION_DAYS',
    365,
    'Days that entries of the audit log are kept',
    integer(1, 3650),
  ),
  retentionJob: setting(
    'SPOOR_RETENTION_JOB',
    true,
    'Whether the server runs retention by itself, at start and every hour',
    boolean,
  ),
  ingestWorkers: setting(
    'SPOOR_INGEST_WORKERS',
    WORKERS,
    'Threads that decode, check and normalize; 0 does it in the main thread. The default is one less than the processors',
    integer(0, 64),
    { shownDefault: 'processors − 1, 1 to 8' },
  ),
  batchBytes: setting('SPOOR_BATCH_BYTES', 4_194_304, 'Bytes of documents in one transaction', integer(1024, 2 ** 28)),
  batchDocuments: setting('SPOOR_BATCH_DOCUMENTS', 500, 'Documents in one transaction', integer(1, 10_000)),
  maxDocumentBytes: setting(
    'SPOOR_MAX_DOCUMENT_BYTES',
    1_572_864,
    'Size past which a document becomes a dead letter',
    integer(1024, 2 ** 26),
  ),
  maxBytesInFlight: setting(
    'SPOOR_MAX_BYTES_IN_FLIGHT',
    67_108_864,
    'Bytes of documents that ingest holds in memory at once, over all requests; more waits',
    integer(2 ** 20, 2 ** 33),
  ),
  defaultHost: setting('SPOOR_DEFAULT_HOST', 'unknown', 'Host of documents that name none', text),
  databaseConnections: setting(
    'SPOOR_DATABASE_CONNECTIONS',
    10,
    'Connections to PostgreSQL for queries',
    integer(2, 200),
  ),
  ingestConnections: setting(
    'SPOOR_INGEST_CONNECTIONS',
    4,
    'Connections to PostgreSQL for ingest; three more are kept for health and access',
    integer(1, 64),
  ),
  statementTimeout: setting(
    'SPOOR_STATEMENT_TIMEOUT',
    8_000,
    'Milliseconds that one SQL statement of a reader may take; less than `SPOOR_REQUEST_TIMEOUT`',
    integer(10, 3_600_000),
  ),
  drainDelay: setting(
    'SPOOR_DRAIN_DELAY',
    0,
    'Milliseconds between saying that it is no longer ready and closing the port, for load balancers to notice',
    integer(0, 600_000),
  ),
  shutdownTimeout: setting(
    'SPOOR_SHUTDOWN_TIMEOUT',
    30_000,
    'Milliseconds that requests under way get when the server stops; after that they are cut',
    integer(0, 3_600_000),
  ),
  requestTimeout: setting(
    'SPOOR_REQUEST_TIMEOUT',
    9_500,
    'Milliseconds that a GraphQL operation may take; clients should wait longer',
    integer(20, 3_600_000),
  ),
  bodyTimeout: setting(
    'SPOOR_BODY_TIMEOUT',
    10_000,
    'Milliseconds without a byte after which a body counts as stalled; a GraphQL body must be there as a whole by then',
    integer(100, 3_600_000),
  ),
  maxQueryCost: setting(
    'SPOOR_MAX_QUERY_COST',
    100_000,
    'Points that one GraphQL operation may cost; a point is about one loaded object',
    integer(1, 2 ** 31),
  ),
  pointsPerMinute: setting(
    'SPOOR_POINTS_PER_MINUTE',
    1_000_000,
    'Points that one client may use in a minute, counted by each process; not less than `SPOOR_MAX_QUERY_COST`',
    integer(1, 2 ** 40),
  ),
  feedQueue: setting(
    'SPOOR_FEED_QUEUE',
    1000,
    'Events that wait for one subscriber who is slow, before it is given them from the database instead',
    integer(1, 1_000_000),
  ),
  maxSubscriptions: setting(
    'SPOOR_MAX_SUBSCRIPTIONS',
    10_000,
    'Subscriptions that are open at once in each process, and WebSockets',
    integer(0, 1_000_000),
  ),
  subscriptionsPerToken: setting(
    'SPOOR_SUBSCRIPTIONS_PER_TOKEN',
    1000,
    'Subscriptions that one API token or login has open at once in each process, WebSockets, and event streams',
    integer(1, 1_000_000),
  ),
  feedStallTimeout: setting(
    'SPOOR_FEED_STALL_TIMEOUT',
    30_000,
    'Milliseconds in which a subscriber must take an item; after that it is cut off, and told its cursor',
    integer(20, 3_600_000),
  ),
  slowQuery: setting(
    'SPOOR_SLOW_QUERY',
    1000,
    'Milliseconds past which a statement is logged as slow; 0 logs none',
    integer(0, 3_600_000),
  ),
  logLevel: setting('SPOOR_LOG_LEVEL', 'info', 'trace, debug, info, warn, error, fatal or silent', logLevel),
  otlpEndpoint: setting<string | undefined>(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    undefined,
    'OpenTelemetry collector that traces are sent to by OTLP over HTTP, such as `http://127.0.0.1:4318`',
    httpUrl,
  ),
  graphiql: setting('SPOOR_GRAPHIQL', true, 'Whether a browser that opens /graphql gets GraphiQL', boolean),
  introspection: setting(
    'SPOOR_INTROSPECTION',
    true,
    'Whether the GraphQL schema can be asked for; GraphiQL completes nothing without it',
    boolean,
  ),
  persistedDocuments: setting<PersistedDocumentsMode>(
    'SPOOR_PERSISTED_DOCUMENTS',
    'off',
    'off, allow (documents of the manifest by their id, and others) or require (no others)',
    persistedDocumentsMode,
  ),
  persistedDocumentsFile: setting<string | undefined>(
    'SPOOR_PERSISTED_DOCUMENTS_FILE',
    undefined,
    'Manifest of GraphQL documents: a JSON object of ids and documents',
    text,
  ),
  webhookDelivery: setting(
    'SPOOR_WEBHOOK_DELIVERY',
    true,
    'Whether the server delivers to webhooks; of several servers on one database, one is enough',
    boolean,
  ),
  webhookAllowedNetworks: setting<readonly string[]>(
    'SPOOR_WEBHOOK_ALLOWED_NETWORKS',
    [],
    'Addresses and networks that webhooks may reach although they are not public, separated by commas',
    list(network),
  ),
  webhookTimeout: setting(
    'SPOOR_WEBHOOK_TIMEOUT',
    10_000,
    'Milliseconds that one attempt to deliver may take, from looking up the name to the end of the answer',
    integer(100, 60_000),
  ),
  webhookLease: setting(
    'SPOOR_WEBHOOK_LEASE',
    30_000,
    'Milliseconds after which another server takes over the webhooks of one that died',
    integer(500, 600_000),
  ),
  webhookDisableAfterDays: setting(
    'SPOOR_WEBHOOK_DISABLE_AFTER_DAYS',
    5,
    'Days of failure without one success after which a webhook is disabled',
    integer(1, 365),
  ),
  webhookLogDays: setting(
    'SPOOR_WEBHOOK_LOG_DAYS',
    14,
    'Days that the log of deliveries to webhooks is kept',
    integer(1, 3650),
  ),
  jwksUrl: setting<string | undefined>(
    'SPOOR_JWKS_URL',
    undefined,
    'Where the keys are that logins (JSON Web Tokens) are signed with; lets people in beside API tokens',
    webUrl,
  ),
  jwtIssuer: setting<string | undefined>('SPOOR_JWT_ISSUER', undefined, '`iss` that a login must have', text),
  jwtAudience: setting<string | undefined>('SPOOR_JWT_AUDIENCE', undefined, '`aud` that a login must have', text),
  jwtScopesClaim: setting('SPOOR_JWT_SCOPES_CLAIM', 'scope', 'Claim of a login that holds its scopes', text),
  jwtHostsClaim: setting<string | undefined>(
    'SPOOR_JWT_HOSTS_CLAIM',
    undefined,
    'Claim of a login that lists the hosts it may see, "*" for all; without this setting every login sees all',
    text,
  ),
} satisfies SettingsTable<Config>;

/**
 * Reads the configuration.
 *
 * @throws AppError `config.invalid` that lists every mistake at once
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return readConfigInForce(environment).values;
}

/** The same, and where each value comes from. */
export function readConfigInForce(environment: NodeJS.ProcessEnv = process.env): SettingsInForce<Config> {
  const { mistakes: each, ...inForce } = readSettings<Config>(settings, environment);
  const mistakes = [...each, ...contradictions(inForce.values)];
  if (mistakes.length) throw new AppError('config.invalid', `The configuration has mistakes: ${mistakes.join('; ')}`);
  return inForce;
}

/** What no value by itself can show. */
function contradictions(config: Config): string[] {
  const { statementTimeout, requestTimeout, maxQueryCost, pointsPerMinute } = config;
  const found: string[] = [];
  if (statementTimeout >= requestTimeout) {
    const advice = 'or no statement would ever be told that it took too long';
    found.push(
      `SPOOR_STATEMENT_TIMEOUT is ${statementTimeout} but must be less than ${requestTimeout}, SPOOR_REQUEST_TIMEOUT, ${advice}`,
    );
  }
  if (pointsPerMinute < maxQueryCost) {
    const advice = 'or the dearest query would never run';
    found.push(
      `SPOOR_POINTS_PER_MINUTE is ${pointsPerMinute} but must be at least ${maxQueryCost}, SPOOR_MAX_QUERY_COST, ${advice}`,
    );
  }
  if (config.persistedDocuments !== 'off' && config.persistedDocumentsFile === undefined) {
    found.push(`SPOOR_PERSISTED_DOCUMENTS is "${config.persistedDocuments}" but needs SPOOR_PERSISTED_DOCUMENTS_FILE`);
  }
  const { jwksUrl, jwtIssuer, jwtAudience } = config;
  if (jwksUrl !== undefined && (jwtIssuer === undefined || jwtAudience === undefined)) {
    found.push(
      'SPOOR_JWKS_URL is given without SPOOR_JWT_ISSUER and SPOOR_JWT_AUDIENCE, and would let in logins made for others',
    );
  }
  return found;
}

function setting<T>(
  name: string,
  fallback: T,
  description: string,
  parse: (text: string) => T,
  more: Pick<Setting<T>, 'isSecret' | 'shownDefault'> = {},
): Setting<T> {
  return { name, default: fallback, description, parse, ...more };
}

function text(value: string): string {
  return value;
}

function integer(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < min || number > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return number;
  };
}

function boolean(value: string): boolean {
  if (!/^(true|false|1|0)$/.test(value)) throw new Error('must be true or false');
  return value === 'true' || value === '1';
}

function logLevel(value: string): string {
  if (!/^(trace|debug|info|warn|error|fatal|silent)$/.test(value)) {
    throw new Error('must be trace, debug, info, warn, error, fatal or silent');
  }
  return value;
}

function persistedDocumentsMode(value: string): PersistedDocumentsMode {
  const mode = PERSISTED_DOCUMENTS_MODES.find((known) => known === value);
  if (!mode) throw new Error('must be off, allow or require');
  return mode;
}

function postgresUrl(value: string): string {
  if (!/^postgres(ql)?:\/\/./.test(value)) throw new Error('must start with postgresql://');
  return value;
}

function webUrl(value: string): string {
  if (!/^https?:\/\/./.test(value) || !URL.canParse(value)) throw new Error('must start with https:// (or http://)');
  return value;
}

function httpUrl(value: string): string {
  if (!/^https?:\/\/./.test(value) || !URL.canParse(value)) throw new Error('must be a URL with http:// or https://');
  return value.replace(/\/+$/, '');
}

function list(item: (text: string) => string): (value: string) => readonly string[] {
  return (value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
      .map(item);
}

/** As browsers send it: scheme, host and port, and nothing behind. */
function origin(value: string): string {
  if (!URL.canParse(value) || new URL(value).origin !== value) {
    throw new Error(`must list origins such as https://dashboard.example:8443, which "${value}" is not`);
  }
  return value;
}

function network(value: string): string {
  const [address = '', bits, ...more] = value.split('/');
  const version = isIP(address);
  const isBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  if (!version || !isBits || more.length) {
    throw new Error(`must list IP addresses and networks such as 10.0.0.0/8, which "${value}" is not`);
  }
  return value;
}
