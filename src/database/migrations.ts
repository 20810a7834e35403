import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { AppError } from '../errors.js';
import { connect } from './connect.js';
import type { Database } from './database.js';
import { withSchemaEngine } from './schema-engine.js';

const PRISMA_FOLDER = new URL('../../prisma/', import.meta.url);

/** Any fixed number: one migration at a time on one database. */
const MIGRATION_LOCK = 7_766_067;

const NO_FILTER = { externalTables: [], externalEnums: [] };

export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Applied to the database, but unknown to this version of Spoor. */
  readonly unknown: readonly string[];
  readonly failed: readonly string[];
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
    return await withSchemaEngine(connectionString, async (engine) => {
      // A migration is one transaction, so one that a crash or an error cut short has left nothing behind: try again.
      for (const migrationName of (await readStatus(engine)).failed) {
        await engine.markMigrationRolledBack({ migrationName });
      }
      const migrationsList = readMigrations();
      return (await engine.applyMigrations({ migrationsList, filters: NO_FILTER })).appliedMigrationNames;
    });
  } catch (error) {
    throw explained(error as Error);
  } finally {
    await lockHolder.end();
  }
}

/** Compares the database's history with the migrations of this version. */
export async function migrationStatus(connectionString: string): Promise<MigrationStatus> {
  return withSchemaEngine(connectionString, readStatus);
}

/** @throws AppError `database.unmigrated` unless every migration of this version is applied */
export async function requireMigrated(connectionString: string): Promise<void> {
  const { pending, failed } = await migrationStatus(connectionString);
  const [missing] = [...pending, ...failed];
  if (missing === undefined) return;
  throw new AppError('database.unmigrated', `The migration ${missing} is not applied; run \`spoor db migrate\` first`);
}

/** The same from the table of migrations alone, cheap enough to be asked for every few seconds. */
export async function appliedMigrations(
  database: Database,
): Promise<Pick<MigrationStatus, 'pending' | 'failed' | 'unknown'>> {
  const rows = await database.query({
    name: 'applied_migrations',
    text: `select m.migration_name as name, m.finished_at is not null as is_finished
             from _prisma_migrations m where m.rolled_back_at is null`,
    values: [],
  });
  const named = (isFinished: boolean): string[] =>
    rows.filter((row) => row['is_finished'] === isFinished).map(({ name }) => name as string);
  const [applied, failed] = [named(true), named(false)];
  ours ??= migrationNames();
  return {
    pending: ours.filter((name) => !applied.includes(name) && !failed.includes(name)),
    failed,
    unknown: applied.filter((name) => !ours?.includes(name)),
  };
}

let ours: readonly string[] | undefined;

/** The SQL that makes an empty database into `schema.prisma`, for a test to hold the migrations against. */
export async function dataModelScript(connectionString: string): Promise<string> {
  const content = readFileSync(new URL('schema.prisma', PRISMA_FOLDER), 'utf8');
  return withSchemaEngine(connectionString, async (engine) => {
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
  const folder = new URL('migrations/', PRISMA_FOLDER);
  const names = migrationNames();
  return {
    baseDir: fileURLToPath(folder),
    lockfile: { path: 'migration_lock.toml', content: readFileSync(new URL('migration_lock.toml', folder), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8') },
      },
    })),
  };
}

function migrationNames(): string[] {
  return readdirSync(new URL('migrations/', PRISMA_FOLDER), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
