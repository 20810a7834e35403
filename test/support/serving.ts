import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { environment, PROGRAM, type Settings } from './cli.js';

/** `spoor serve` as users run it: a process of its own. */
export interface ServingSpoor {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly url: string;
  /** The token that the first start on a database shows; undefined at a later one. */
  readonly token: string | undefined;
  /** Everything it has written so far, to both outputs. */
  output(): string;
  /** Ends it by SIGTERM, unless it has ended. */
  stop(): Promise<void>;
}

/** Starts `spoor serve` on a free port, and waits until it listens. */
export async function serveSpoor(settings: Settings): Promise<ServingSpoor> {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment({ SPOOR_PORT: '0', ...settings }),
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      said += bytes.toString();
      const [, address] = /Spoor listens on (http:\/\/[\d.]+:\d+)/.exec(said) ?? [];
      if (address) resolve(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`The server ended before it listened: ${said}`)));
  });
  const [token] = /\bspoor_[0-9A-Za-z]{36}\b/.exec(said) ?? [];
  return {
    process: child,
    url,
    token,
    output: () => said,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
