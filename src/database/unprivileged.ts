import { spawnSync } from 'node:child_process';
import { AppError } from '../errors.js';

/** How to start a program that refuses to run as root. */
export interface Unprivileged {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * PostgreSQL refuses to run as root, as containers and build machines often do. An empty user namespace makes it
 * nobody inside while its files stay as they are; there is nothing to create, own or clean up.
 *
 * @throws AppError `database.unavailable` with the next step when this root may not make a user namespace
 */
export function unprivileged(command: string, args: readonly string[]): Unprivileged {
  if (process.getuid?.() !== 0) return { command, args };
  if (spawnSync('unshare', ['--user', 'true']).status !== 0) {
    throw new AppError(
      'database.unavailable',
      'The embedded PostgreSQL does not run as root, and this root may not make a user namespace (unshare --user). ' +
        'Run Spoor as another user, or set DATABASE_URL to a PostgreSQL 15 or newer',
    );
  }
  return { command: 'unshare', args: ['--user', command, ...args] };
}
