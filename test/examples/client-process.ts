import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles the example as its README says; types are checked with all others. */
export async function buildClient(): Promise<void> {
  const compiler = `${ROOT}node_modules/typescript/bin/tsc`;
  await promisify(execFile)(process.execPath, [compiler, '-p', `${ROOT}examples/client`, '--noCheck']);
}

/** The example client, running. */
export class ClientProcess {
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private printed = '';
  private complained = '';

  constructor(args: readonly string[], env: { readonly SPOOR_URL: string; readonly SPOOR_TOKEN: string }) {
    this.child = spawn(process.execPath, [`${ROOT}examples/client/dist/main.js`, ...args], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout.on('data', (bytes: Buffer) => (this.printed += bytes.toString()));
    this.child.stderr.on('data', (bytes: Buffer) => (this.complained += bytes.toString()));
  }

  /** Titles of the events that it has printed in whole lines. */
  get titles(): string[] {
    const lines = this.printed.split('\n').slice(0, -1);
    return lines.map((line) => (JSON.parse(line) as { title: string }).title);
  }

  /** What it has written to standard error. */
  get complaints(): string {
    return this.complained;
  }

  /** @returns the exit code, null when a signal ended it */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    const closed = once(this.child, 'close') as Promise<[number | null]>;
    if (signal) this.child.kill(signal);
    return (await closed)[0];
  }
}
