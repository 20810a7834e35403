import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PROGRAM } from '../program.js';
import { spoorEnvironment } from './load-spoor.js';

export interface ServerProcess {
  /** Where it answers, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** `spoor serve` as users run it: a process of its own, production, every setting at its default but the port. */
export async function serve(databaseUrl: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: { ...spoorEnvironment(databaseUrl), NODE_ENV: 'production', SPOOR_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  // Read to the end: it logs every request.
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const [, found] = /^Spoor listens on (\S+);/.exec(line) ?? [];
      if (found) resolve(found);
    });
    child.once('close', (code) => reject(new Error(`The server ended with ${code} before it listened`)));
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
    },
  };
}
