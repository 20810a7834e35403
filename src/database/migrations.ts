import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { AppError } from '../errors.js';
import { connect } from './connect.js';
import type { Database } from './database.js';
import { MIGRATIONS_FOLDER, migrationNames, readMigrationHistory, type MigrationHistory } from './migration-history.js';

const DATA_MODEL = new URL('../../prisma/schema.prisma', import.meta.url);

/** Any fixed number: one migration at a time on one database. */
const MIGRATION_LOCK = 7_766_067;

const NO_FILTER = { externalTables: [], externalEnums: [] };

/** What `spoor db status` shows. */
export interface MigrationStatus extends MigrationHistory {
  readonly applied: readonly string[];
  /** Changed after they were applied. */
  readonly edited: readonly string[];
}

/**
 * Applies what is pending of `prisma/migrations`, under an advisory lock, so that many processes may start at once.
 *
 * @returns the names of the migrations that it applied
 * @throws AppError `database.unmigrated` for a database in use by something else, and with what Postgres says of a
 *   statement that fails; nothing of that migration is left
 */
export async function migrate(connectionString: string): Promise<readonly string[]> {
  const lockHolder = await connect(connectionString);
  try {
    await lockHolder.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const { pending, failed } = await readMigrationHistory(async ({ text }) => {
      return (await lockHolder.query<Record<string, unknown>>(text)).rows;
    });
    return pending.length || failed.length ? await applyPending(connectionString) : [];
  } catch (error) {
    throw explained(error as Error);
  } finally {
    await lockHolder.end();
  }
}

async function applyPending(connectionString: string): Promise<readonly string[]> {
  return withEngine(connectionString, async (engine) => {
    // A migration is one transaction, so one that a crash or an error cut short has left nothing behind: try again.
    for (const migrationName of (await readStatus(engine)).failed) {
      await engine.markMigrationRolledBack({ migrationName });
    }
    const migrationsList = readMigrations();
    return (await engine.applyMigrations({ migrationsList, filters: NO_FILTER })).appliedMigrationNames;
  });
}

/** The engine is loaded where there is something to do for it, which a start seldom has. */
async function withEngine<T>(connectionString: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  return (await import('./schema-engine.js')).withSchemaEngine(connectionString, work);
}

/** Compares the database's history with the migrations of this version. */
export async function migrationStatus(connectionString: string): Promise<MigrationStatus> {
  return withEngine(connectionString, readStatus);
}

/** @throws AppError `database.unmigrated` unless every migration of this version is applied */
export async function requireMigrated(database: Database): Promise<void> {
  const { pending, failed } = await appliedMigrations(database);
  const [missing] = [...pending, ...failed];
  if (missing === undefined) return;
  throw new AppError('database.unmigrated', `The migration ${missing} is not applied; run \`spoor db migrate\` first`);
}

export function appliedMigrations(database: Database): Promise<MigrationHistory> {
  return readMigrationHistory((statement) => database.query(statement));
}

/** The SQL that makes an empty database into `schema.prisma`, for a test to hold the migrations against. */
export async function dataModelScript(connectionString: string): Promise<string> {
  const content = readFileSync(DATA_MODEL, 'utf8');
  return withEngine(connectionString, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    });
    return stdout ?? '';
  });
}

function explained(cause: Error): AppError {
  const isTaken = cause.message.includes('schema is not empty');
  const sentence = isTaken
    ? 'The database holds tables that are not of Spoor; name an empty database in DATABASE_URL'
    : `A migration failed and left nothing behind: ${cause.message}`;
  return new AppError('database.unmigrated', sentence, { cause });
}

async function readStatus(engine: SchemaEngine): Promise<MigrationStatus> {
  const migrationsList = readMigrations();
  const found = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: NO_FILTER,
  });
  const history = found.history;
  const pending = history && 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : [];
  const unknown = history && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : [];
  const { failedMigrationNames: failed, editedMigrationNames: edited } = found;
  const names = migrationsList.migrationDirectories.map(({ path }) => path);
  const applied = names.filter((name) => !pending.includes(name) && !failed.includes(name));
  return { applied, pending, unknown, failed, edited };
}

function readMigrations(): MigrationList {
  const read = (path: string): string => readFileSync(new URL(path, MIGRATIONS_FOLDER), 'utf8');
  return {
    baseDir: fileURLToPath(MIGRATIONS_FOLDER),
    lockfile: { path: 'migration_lock.toml', content: read('migration_lock.toml') },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: read(`${name}/migration.sql`) },
      },
    })),
  };
}
