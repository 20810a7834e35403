import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
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
  /** Stops the server, if this process is the one that answers for it. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the npm package on a free loopback port, with its data in a folder of ours.
 *
 * A server that already runs on that folder is used as it is. It belongs to the process that started it; when that one
 * is gone (`kill -9`), to the next that comes. What the server itself left undone it recovers at its start.
 *
 * @param folder holds the cluster, its password, its log; made when missing
 * @param settings override {@link SETTINGS}
 */
export async function startEmbeddedPostgres(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const cluster = new Cluster(folder, postgresBinaries());
  await cluster.initialize();
  const isOwner = await cluster.start({ ...SETTINGS, ...settings });
  return {
    url: (database) => cluster.url(database),
    stop: async () => {
      if (isOwner) await cluster.stop();
    },
  };
}

class Cluster {
  private readonly data: string;
  private readonly passwordFile: string;
  private readonly ownerFile: string;

  constructor(
    private readonly folder: string,
    private readonly binaries: PostgresBinaries,
  ) {
    this.data = join(folder, 'cluster');
    this.passwordFile = join(folder, 'password');
    this.ownerFile = join(folder, 'owner');
  }

  async initialize(): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    if (existsSync(join(this.data, 'PG_VERSION')) && existsSync(this.passwordFile)) return;
    // A first start that was cut short leaves a cluster nobody has written to.
    rmSync(this.data, { recursive: true, force: true });
    writeFileSync(this.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    chmodSync(this.folder, 0o700);
    const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'];
    await this.run(this.binaries.initdb, ['-D', this.data, '-U', USER, `--pwfile=${this.passwordFile}`, ...options]);
  }

  /** @returns whether this process now answers for the server */
  async start(settings: Readonly<Record<string, string>>): Promise<boolean> {
    if (await this.isRunning()) return this.adopt();
    const flags = Object.entries({ ...settings, port: String(await freePort()) });
    const options = flags.map(([name, value]) => `-c ${name}='${value}'`).join(' ');
    try {
      await this.pgCtl('start', '-w', '-t', '300', '-l', join(this.folder, 'log'), '-o', options);
    } catch (error) {
      // Two processes started at once: the other one won, and this one joins it.
      if (await this.isRunning()) return this.adopt();
      throw new Error(`The embedded PostgreSQL did not start; ${join(this.folder, 'log')} says why`, { cause: error });
    }
    return this.own();
  }

  async stop(): Promise<void> {
    await this.pgCtl('stop', '-w', '-m', 'fast', '-t', '120');
    rmSync(this.ownerFile, { force: true });
  }

  url(database: string): string {
    const port = readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[3] ?? '';
    const password = readFileSync(this.passwordFile, 'utf8');
    return `postgresql://${USER}:${password}@127.0.0.1:${port.trim()}/${database}`;
  }

  private async isRunning(): Promise<boolean> {
    return this.pgCtl('status').then(
      () => true,
      () => false,
    );
  }

  private adopt(): boolean {
    const owner = existsSync(this.ownerFile) ? Number(readFileSync(this.ownerFile, 'utf8')) : 0;
    return owner && isAlive(owner) ? owner === process.pid : this.own();
  }

  private own(): true {
    writeFileSync(this.ownerFile, String(process.pid));
    return true;
  }

  private pgCtl(verb: string, ...args: string[]): Promise<unknown> {
    return this.run(this.binaries.pgCtl, [verb, '-D', this.data, ...args]);
  }

  private run(program: string, programArgs: readonly string[]): Promise<unknown> {
    const { command, args } = unprivileged(program, programArgs);
    return run(command, args, { env: { ...process.env, LC_ALL: 'C' } });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
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
