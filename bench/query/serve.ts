import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { PROGRAM } from '../program.js';
import type { Endpoint } from './graphql-client.js';
import { spoorEnvironment } from './load-spoor.js';

export interface ServerProcess extends Endpoint {
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * `spoor serve` as users run it: a process of its own, production, every setting at its default but the port, and an API
 * token to ask it with.
 */
export async function serve(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const env = { ...spoorEnvironment(databaseUrl), NODE_ENV: 'production', SPOOR_PORT: '0', ...settings };
  const token = await createToken(env);
  const child = spawn(process.execPath, [PROGRAM, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
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
    token,
    pid: child.pid as number,
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

async function createToken(env: NodeJS.ProcessEnv): Promise<string> {
  const scopes = ['events:read', 'events:read-sensitive', 'events:write'];
  const given = ['token', 'create', '--name', 'bench', '--expires', '1d', '--scope', ...scopes];
  return (await promisify(execFile)(process.execPath, [PROGRAM, ...given], { env })).stdout.trim();
}
