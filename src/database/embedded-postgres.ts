import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect as openSocket, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from '../errors.js';
import { connect } from './connect.js';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { ServerUsers } from './server-users.js';
import { unprivileged } from './unprivileged.js';

const run = promisify(execFile);
const USER = 'spoor';

/** Fit for a laptop: room for bulk loads, no surprise from the planner. Durability stays as Postgres ships it. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  wal_compression: 'on',
  jit: 'off',
  random_page_cost: '1.1',
};

export interface EmbeddedPostgres {
  /** Connection string for one database of the cluster. */
  url(database: string): string;
  /**
   * Starts the server again if it is gone, whoever started it before: several processes may share it, and the first one
   * that notices does it. It then listens elsewhere, so ask for its `url` again.
   *
   * @returns whether it was gone
   */
  revive(): Promise<boolean>;
  /** Stops the server unless somebody else still uses it. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the npm package on a free loopback port, with its data in a folder of ours.
 *
 * A server that already runs on that folder is used as it is: `spoor import` may run beside `spoor serve`, and whoever
 * leaves last stops it. What a server that was killed left undone, it recovers at its next start.
 *
 * @param folder holds the cluster, its password, its log; made when missing
 * @param settings override {@link SETTINGS}
 */
export async function startEmbeddedPostgres(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const cluster = new Cluster(folder, postgresBinaries());
  const users = new ServerUsers(join(folder, 'users'));
  users.join();
  try {
    await cluster.initialize();
    await cluster.start({ ...SETTINGS, ...settings });
  } catch (error) {
    users.leave();
    throw error;
  }
  return {
    url: (database) => cluster.url(database),
    revive: async () => {
      if (await cluster.isListening()) return false;
      await cluster.start({ ...SETTINGS, ...settings });
      return true;
    },
    stop: async () => {
      if (users.leave()) await cluster.stop();
    },
  };
}

class Cluster {
  private readonly data: string;
  private readonly passwordFile: string;
  /** Holds process and port of the server that runs, or of one that was killed. */
  private readonly lockFile: string;
  private lastPort = '';

  constructor(
    private readonly folder: string,
    private readonly binaries: PostgresBinaries,
  ) {
    this.data = join(folder, 'cluster');
    this.passwordFile = join(folder, 'password');
    this.lockFile = join(this.data, 'postmaster.pid');
  }

  /** Made aside and then renamed: what bears the name is whole, whatever else starts or dies at the same moment. */
  async initialize(): Promise<void> {
    if (existsSync(this.data)) return;
    this.drawPassword();
    const draft = join(this.folder, `cluster-${process.pid}-${randomBytes(4).toString('hex')}`);
    const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'];
    try {
      await this.run(this.binaries.initdb, ['-D', draft, '-U', USER, `--pwfile=${this.passwordFile}`, ...options]);
      renameSync(draft, this.data);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(this.data)) throw error;
    }
  }

  async start(settings: Readonly<Record<string, string>>): Promise<void> {
    let patience = new Patience();
    for (;;) {
      const problem = (await this.isRunning()) ? await this.knock() : await this.launch(settings);
      if (!problem) return;
      if (isStartingUp(problem)) patience = new Patience();
      if (patience.isOver) throw this.failure(problem);
      if (isRefused(problem) && patience.isWearingThin) this.forgetLockFile();
      // Another process starts or stops this server right now, or the last of a killed one has not gone yet.
      await setTimeout(200);
    }
  }

  /** A server that somebody killed is as good as stopped. */
  async stop(): Promise<void> {
    if (!(await this.isRunning())) return;
    try {
      await this.pgCtl('stop', '-w', '-m', 'fast', '-t', '120');
    } catch (error) {
      if (existsSync(this.lockFile) && !isRefused(await this.knock())) throw error;
    }
  }

  /** Of a server that is gone, or that starts and has not said where, it is the last one. */
  url(database: string): string {
    this.lastPort = this.port() || this.lastPort;
    const password = readFileSync(this.passwordFile, 'utf8');
    return `postgresql://${USER}:${password}@127.0.0.1:${this.lastPort}/${database}`;
  }

  /** Whether something takes connections where the server should. One that hangs does. */
  isListening(): Promise<boolean> {
    const port = Number(this.port());
    return port ? isListening(port) : Promise.resolve(false);
  }

  private port(): string {
    try {
      return readFileSync(this.lockFile, 'utf8').split('\n')[3]?.trim() ?? '';
    } catch {
      return '';
    }
  }

  /** The first one drawn stays: two processes that start at once end up with the same. */
  private drawPassword(): void {
    const draft = `${this.passwordFile}-${process.pid}-${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
    try {
      linkSync(draft, this.passwordFile);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }

  private async isRunning(): Promise<boolean> {
    return this.pgCtl('status').then(
      () => true,
      () => false,
    );
  }

  /** @returns why the running server does not let us in */
  private async knock(): Promise<unknown> {
    try {
      const client = await connect(this.url('postgres'));
      await client.end();
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** @returns why the server does not start */
  private async launch(settings: Readonly<Record<string, string>>): Promise<unknown> {
    const flags = Object.entries({ ...settings, port: String(await freePort()) });
    const options = flags.map(([name, value]) => `-c ${name}='${value}'`).join(' ');
    return this.pgCtl('start', '-w', '-t', '300', '-l', join(this.folder, 'log'), '-o', options).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  /** A killed server leaves its file; after a reboot, the process that the file names may be any other program. */
  private forgetLockFile(): void {
    rmSync(this.lockFile, { force: true });
  }

  private failure(cause: unknown): AppError {
    const sentence = `The embedded PostgreSQL does not start; ${join(this.folder, 'log')} says why`;
    return new AppError('database.unavailable', sentence, { cause });
  }

  private pgCtl(verb: string, ...args: string[]): Promise<unknown> {
    return this.run(this.binaries.pgCtl, [verb, '-D', this.data, ...args]);
  }

  private run(program: string, programArgs: readonly string[]): Promise<unknown> {
    const { command, args } = unprivileged(program, programArgs);
    return run(command, args, { env: { ...process.env, LC_ALL: 'C' } });
  }
}

/** Time for a server to show signs of life; one that recovers from a crash shows them, and may take longer. */
class Patience {
  private readonly start = Date.now();

  get isOver(): boolean {
    return Date.now() - this.start > 30_000;
  }

  /** A living server has opened its port by now. */
  get isWearingThin(): boolean {
    return Date.now() - this.start > 3000;
  }
}

/** SQLSTATE cannot_connect_now: it replays what a crash left undone, or shuts down. */
function isStartingUp(problem: unknown): boolean {
  return codeOf(problem) === '57P03';
}

/** Nobody listens there. */
function isRefused(problem: unknown): boolean {
  return codeOf(problem) === 'ECONNREFUSED';
}

function codeOf(problem: unknown): unknown {
  return (problem as { cause?: { code?: unknown } }).cause?.code;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openSocket(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
