import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface WatchedProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** Secret of the first token, which may do everything; undefined when the database has it from an earlier start. */
  readonly token: string | undefined;
}

/** Starts `spoor serve` so that it answers for its memory, with nothing set but what is given, and waits until it listens. */
export async function startWatched(settings: Readonly<Record<string, string>>): Promise<WatchedProcess> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(SPOOR_|DATABASE_URL$|NODE_OPTIONS$)/.test(name));
  const child = fork(fileURLToPath(new URL('watched-server.js', import.meta.url)), {
    execArgv: ['--expose-gc'],
    env: { ...Object.fromEntries(inherited), SPOOR_PORT: '0', SPOOR_LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let said = '';
  return new Promise((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      said += bytes.toString();
      const [, url] = /Spoor listens on (\S+);/.exec(said) ?? [];
      const [, token] = /^ {2}(spoor_\w+)$/m.exec(said) ?? [];
      if (url === undefined) return;
      child.stdout?.off('data', hear).resume();
      resolve({ child, url, token });
    };
    child.stdout?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened: ${said}`)));
  });
}
