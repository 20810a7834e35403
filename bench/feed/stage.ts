import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase } from '#spoor/database/create-database.js';
import type { EmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import { open } from '../query/kept-database.js';
import type { Delivered, ToSender } from '../soak/messages.js';
import { Worker } from '../soak/worker.js';
import { cpuSeconds, cpuSecondsOfFamily } from './cpu-seconds.js';
import { Crowds } from './crowds.js';
import { expectedEvents, type ExpectedEvents } from './expected-events.js';
import type { FeedFilter } from './feed-filters.js';
import { FeedServer, type Memory } from './feed-server.js';
import type { Mode, SubscriberPlan } from './messages.js';
import { CONNECTIONS, type Stock } from './stock.js';

/** What all steps of a run share. */
export interface Setting {
  readonly postgres: EmbeddedPostgres;
  readonly folder: string;
  readonly stock: Stock;
  readonly filters: readonly FeedFilter[];
  /** Events a second to deliver. */
  readonly rate: number;
}

/** Seconds of processor. */
export interface CpuUse {
  readonly servers: number;
  readonly postgres: number;
  readonly sender: number;
  readonly subscribers: number;
}

let stages = 0;

/** A database, servers on it, a sender and processes for subscribers: anew for every step. */
export class Stage {
  private constructor(
    private readonly setting: Setting,
    private readonly database: string,
    readonly servers: readonly FeedServer[],
    private readonly sender: Worker<Delivered>,
    readonly crowds: Crowds,
  ) {}

  static async begin(setting: Setting, processes: number): Promise<Stage> {
    const { postgres, stock } = setting;
    const database = `feed_${++stages}`;
    await createDatabase(postgres.url('postgres'), database, stock.database);
    const servers = await startServers(postgres.url(database), processes);
    const urls = servers.map(({ url }) => url).join(',');
    const sender = await Worker.start<Delivered>('agent-sender.js', [urls, stock.token, database]);
    return new Stage(setting, database, servers, sender, await Crowds.start());
  }

  /** Ends when all are connected. Servers and filters are spread over them evenly. */
  async subscribe(counts: Readonly<Partial<Record<Mode, number>>>): Promise<void> {
    const { filters, stock } = this.setting;
    const plans = (['push', 'poll'] as const).flatMap((mode) =>
      Array.from({ length: counts[mode] ?? 0 }, (_, i): SubscriberPlan => {
        const filter = i % filters.length;
        const variables = filters[filter]?.variables ?? {};
        return { mode, filter, variables, urls: this.urlsFrom(i + Math.floor(i / filters.length)) };
      }),
    );
    await this.crowds.open(plans, stock.token, stock.after);
  }

  /** @param more how the sender differs from an agent */
  deliver(more: { readonly longestPause?: number } = {}): void {
    const delivery = { kind: 'deliver', connections: CONNECTIONS, eventsPerSecond: this.setting.rate } as const;
    this.sender.tell({ ...delivery, ...more } satisfies ToSender);
  }

  /** Ends when everything sent is acknowledged. */
  stopDelivery(): Promise<Delivered> {
    return this.sender.ask({ kind: 'stop' });
  }

  /** Of what this stage's sender has delivered. */
  expected(): Promise<ExpectedEvents> {
    const { postgres, stock, filters } = this.setting;
    return expectedEvents(postgres.url(this.database), stock.afterBatch, filters);
  }

  /** Of all servers. */
  async memory(): Promise<Memory> {
    const all = await Promise.all(this.servers.map((server) => server.memory()));
    return {
      rssMiB: all.reduce((sum, { rssMiB }) => sum + rssMiB, 0),
      heapMiB: all.reduce((sum, { heapMiB }) => sum + heapMiB, 0),
    };
  }

  cpuUse(): CpuUse {
    const postmaster = Number(readFileSync(join(this.setting.folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);
    return {
      servers: this.servers.reduce((sum, server) => sum + server.cpuSeconds, 0),
      postgres: cpuSecondsOfFamily(postmaster),
      sender: cpuSeconds(this.sender.pid),
      subscribers: this.crowds.cpuSeconds,
    };
  }

  async end(): Promise<void> {
    this.crowds.end();
    this.sender.end();
    await Promise.all(this.servers.map((server) => server.stop()));
    const admin = await open(this.setting.postgres.url('postgres'));
    await admin.query(`drop database ${this.database} with (force)`);
    await admin.end();
  }

  private urlsFrom(first: number): string[] {
    return this.servers.map((_, i) => (this.servers[(first + i) % this.servers.length] as FeedServer).url);
  }
}

/** All of them, or none. */
async function startServers(databaseUrl: string, count: number): Promise<FeedServer[]> {
  const servers: FeedServer[] = [];
  try {
    while (servers.length < count) servers.push(await FeedServer.start(databaseUrl));
    return servers;
  } catch (error) {
    for (const server of servers) await server.stop();
    throw error;
  }
}
