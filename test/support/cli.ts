import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command-line program as users get it: compiled. `npm test` builds it first. */
export const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly process: ChildProcess;
  readonly result: Promise<CliResult>;
}

export type Settings = Readonly<Record<string, string>>;

/** Runs `spoor ...` to its end. */
export function runCli(args: readonly string[], settings: Settings, input?: string | Buffer): Promise<CliResult> {
  const running = startCli(args, settings);
  running.process.stdin?.end(input);
  return running.result;
}

/** Starts `spoor ...` and leaves its standard input open. */
export function startCli(args: readonly string[], settings: Settings): RunningCli {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: environment(settings) });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  // A program that ends before it has read everything is a result, not an error of the test.
  child.stdin.on('error', () => undefined);
  const result = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, result };
}

/** Numbers by their name, of what `spoor import` prints at its end. */
export function countsIn({ stdout }: CliResult): Record<string, number> {
  const lines = stdout.matchAll(/^(received|stored|duplicates|dead letters) +([\d,]+)$/gm);
  const counts = [...lines].map(([, name = '', count = '']) => [name, Number(count.replaceAll(',', ''))] as const);
  return Object.fromEntries(counts);
}

/** Nothing of the settings of whoever runs the tests. */
export function environment(settings: Settings): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(SPOOR_|DATABASE_URL$|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(inherited), SPOOR_INGEST_WORKERS: '1', ...settings };
}
