import { readdirSync } from 'node:fs';
import type { Rows, Statement } from './database.js';

export const MIGRATIONS_FOLDER = new URL('../../prisma/migrations/', import.meta.url);

/** How the migrations of this version and those of the database differ. */
export interface MigrationHistory {
  readonly pending: readonly string[];
  readonly failed: readonly string[];
  /** Applied to the database, but unknown to this version of Spoor. */
  readonly unknown: readonly string[];
}

/**
 * Reads the history from its table alone: cheap enough for every start, and to be asked for every few seconds. To load
 * the schema engine for it would take longer than all other statements of a start together.
 */
export async function readMigrationHistory(ask: (statement: Statement) => Promise<Rows>): Promise<MigrationHistory> {
  ours ??= migrationNames();
  const [table] = await ask(EXISTS);
  if (table?.['is_there'] !== true) return { pending: ours, failed: [], unknown: [] };
  const rows = await ask(APPLIED);
  const named = (isFinished: boolean): string[] =>
    rows.filter((row) => row['is_finished'] === isFinished).map(({ name }) => name as string);
  const [applied, failed] = [named(true), named(false)];
  return {
    pending: ours.filter((name) => !applied.includes(name) && !failed.includes(name)),
    failed,
    unknown: applied.filter((name) => !ours?.includes(name)),
  };
}

const EXISTS: Statement = {
  name: 'has_migrations',
  text: "select to_regclass('_prisma_migrations') is not null as is_there",
  values: [],
};

const APPLIED: Statement = {
  name: 'applied_migrations',
  text: `select m.migration_name as name, m.finished_at is not null as is_finished
           from _prisma_migrations m where m.rolled_back_at is null`,
  values: [],
};

let ours: readonly string[] | undefined;

/** Of this version, in the order in which they are applied. */
export function migrationNames(): string[] {
  return readdirSync(MIGRATIONS_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
