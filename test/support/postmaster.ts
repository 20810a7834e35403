import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The process of the embedded PostgreSQL in a folder. */
export function postmasterOf(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8'), 10);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits until a process that ends has ended, and its parent or the system has taken note. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}
