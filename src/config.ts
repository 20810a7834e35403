import { availableParallelism } from 'node:os';
import { AppError } from './errors.js';

/** Everything that can be set from outside, in one place. No other file reads `process.env`. */
export interface Config {
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  readonly retentionDays: number;
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
  readonly logLevel: string;
  readonly graphiql: boolean;
  readonly jwksUrl: string | undefined;
  readonly jwtIssuer: string | undefined;
  readonly jwtAudience: string | undefined;
  readonly jwtScopesClaim: string;
  readonly jwtHostsClaim: string | undefined;
}

interface Setting<T> {
  readonly name: string;
  readonly default: T;
  readonly description: string;
  /** Throws a sentence about a value that does not do. */
  readonly parse: (text: string) => T;
}

/** One thread is left to Postgres and to the writer. */
const WORKERS = Math.max(1, Math.min(8, availableParallelism() - 1));

/** The table of settings; the README's table is the same list. */
export const settings = {
  databaseUrl: setting<string | undefined>(
    'DATABASE_URL',
    undefined,
    'PostgreSQL 15 or newer to use instead of the embedded one',
    postgresUrl,
  ),
  dataFolder: setting('SPOOR_DATA_DIR', './data', 'Folder of the embedded PostgreSQL', text),
  host: setting('SPOOR_HOST', '127.0.0.1', 'Address to listen on', text),
  port: setting('SPOOR_PORT', 4000, 'Port to listen on; 0 takes a free one', integer(0, 65_535)),
  retentionDays: setting('SPOOR_RETENTION_DAYS', 90, 'Days of events that get partitions', integer(1, 3650)),
  ingestWorkers: setting(
    'SPOOR_INGEST_WORKERS',
    WORKERS,
    'Threads that decode, check and normalize; 0 does it in the main thread. The default is one less than the processors',
    integer(0, 64),
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
    30_000,
    'Milliseconds that one query may take',
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
  logLevel: setting('SPOOR_LOG_LEVEL', 'info', 'trace, debug, info, warn, error, fatal or silent', logLevel),
  graphiql: setting('SPOOR_GRAPHIQL', true, 'Whether a browser that opens /graphql gets GraphiQL', boolean),
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
} satisfies { [Name in keyof Config]: Setting<Config[Name]> };

/**
 * Reads the configuration.
 *
 * @throws AppError `config.invalid` that lists every mistake at once
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const mistakes: string[] = [];
  const values: [string, unknown][] = Object.entries(settings).map(([name, entry]: [string, Setting<unknown>]) => {
    const given = environment[entry.name];
    if (given === undefined || given === '') return [name, entry.default];
    try {
      return [name, entry.parse(given)];
    } catch (error) {
      mistakes.push(`${entry.name} is "${redact(given)}" but ${(error as Error).message}`);
      return [name, entry.default];
    }
  });
  mistakes.push(...contradictions(Object.fromEntries(values) as unknown as Config));
  if (mistakes.length) throw new AppError('config.invalid', `The configuration has mistakes: ${mistakes.join('; ')}`);
  // The table has an entry for every field of Config, of that field's type: `satisfies` sees to it.
  return Object.fromEntries(values) as unknown as Config;
}

/** What no value by itself can show. */
function contradictions({ jwksUrl, jwtIssuer, jwtAudience }: Config): string[] {
  if (jwksUrl === undefined || (jwtIssuer !== undefined && jwtAudience !== undefined)) return [];
  return [
    'SPOOR_JWKS_URL is given without SPOOR_JWT_ISSUER and SPOOR_JWT_AUDIENCE, and would let in logins made for others',
  ];
}

function setting<T>(name: string, fallback: T, description: string, parse: (text: string) => T): Setting<T> {
  return { name, default: fallback, description, parse };
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

function postgresUrl(value: string): string {
  if (!/^postgres(ql)?:\/\/./.test(value)) throw new Error('must start with postgresql://');
  return value;
}

function webUrl(value: string): string {
  if (!/^https?:\/\/./.test(value) || !URL.canParse(value)) throw new Error('must start with https:// (or http://)');
  return value;
}

/** A connection string holds a password. */
function redact(value: string): string {
  return value.replace(/:\/\/[^@]*@/, '://***@');
}
