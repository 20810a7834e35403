import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAM, environment, type Settings } from '../support/cli.js';
import type { Target } from './delivery.js';

/** `spoor serve` as a process of its own, that can be killed and started again. */
export class SpoorProcess implements Target {
  url = 'http://127.0.0.1:9';
  headers: Readonly<Record<string, string>> = {};
  private child: ChildProcess | undefined;
  private said = '';

  constructor(
    private readonly settings: Settings,
    /** Goes before the program, such as a shell that makes a small disk first. */
    private readonly launcher: readonly string[] = [],
  ) {}

  /** Resolves once it listens. */
  async start(): Promise<void> {
    const [command = '', ...args] = [...this.launcher, process.execPath, PROGRAM, 'serve'];
    const env = environment({ SPOOR_PORT: '0', SPOOR_LOG_LEVEL: 'warn', ...this.settings });
    this.said = '';
    this.child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.child;
    await new Promise<void>((resolve, reject) => {
      stderr?.on('data', (bytes: Buffer) => (this.said += bytes.toString()));
      stdout?.on('data', (bytes: Buffer) => {
        this.said += bytes.toString();
        const [, found] = /Spoor listens on (http:\S+);/.exec(this.said) ?? [];
        if (found) this.url = found;
        const [, token] = /^ {2}(spoor_\w+)$/m.exec(this.said) ?? [];
        if (token) this.headers = { authorization: `Bearer ${token}` };
        if (found) resolve();
      });
      this.child?.once('exit', (code, signal) => {
        this.said += `\nThe server ended with ${code ?? signal}\n`;
        reject(new Error(this.said));
      });
    });
  }

  get pid(): number {
    return this.child?.pid as number;
  }

  /** All that it printed since it started. */
  get output(): string {
    return this.said;
  }

  get residentMiB(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  /** A folder as the process sees it, which may have mounts of its own. */
  seenFrom(folder: string): string {
    return `/proc/${this.pid}/root${folder}`;
  }

  /** @returns the exit code, null when the signal ended it */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  async isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  }
}

/** Where the embedded PostgreSQL of a data folder is now. */
export function embeddedUrl(folder: string): string {
  const port = readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[3]?.trim() ?? '';
  return `postgresql://spoor:${readFileSync(join(folder, 'password'), 'utf8')}@127.0.0.1:${port}/spoor`;
}
