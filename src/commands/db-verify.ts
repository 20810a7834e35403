import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import { verifyReferences } from '../database/verify.js';
import { AppError } from '../errors.js';
import { readTableCatalog } from '../storage/table-catalog.js';
import { withDatabase } from './with-database.js';

/**
 * `spoor db verify`: looks up every reference between rows.
 *
 * @returns the exit code: 1 when something dangles
 */
export async function verifyDatabase(config: Config): Promise<number> {
  return withDatabase(config, async (database) => {
    const dangling = await printReferences(database);
    process.stdout.write(dangling ? `${dangling} references dangle\n` : 'Nothing dangles\n');
    return dangling ? 1 : 0;
  });
}

async function printReferences(database: Database): Promise<number> {
  const catalog = await readTableCatalog(database);
  if (!catalog['event']) throw notMigrated();
  let total = 0;
  for await (const { table, column, target, references, dangling, example } of verifyReferences(database, catalog)) {
    const name = `${table}.${column} -> ${target}`;
    const found = dangling ? `${dangling} dangle, one in ${table} ${example}` : 'none dangles';
    process.stdout.write(`${name.padEnd(52)}${String(references).padStart(12)}  ${found}\n`);
    total += dangling;
  }
  return total;
}

export function notMigrated(): AppError {
  return new AppError('database.unmigrated', 'The database has no tables of ours; run `spoor db migrate` first');
}
