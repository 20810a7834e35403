import { once } from 'node:events';
import { startWatched, type WatchedProcess } from '../soak/watched-process.js';
import { cpuSeconds } from './cpu-seconds.js';

const MIB = 2 ** 20;

export interface Memory {
  readonly rssMiB: number;
  /** Of the main thread, after a collection. */
  readonly heapMiB: number;
}

/** One of the servers: it can be killed, and comes again where it was. */
export class FeedServer {
  /** Milliseconds that it took from each kill until it listened again. */
  readonly restarts: number[] = [];
  private cpuOfKilled = 0;

  private constructor(
    private process: WatchedProcess,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async start(databaseUrl: string): Promise<FeedServer> {
    const settings = {
      DATABASE_URL: databaseUrl,
      NODE_ENV: 'production',
      // Every subscriber has the same token, and the baseline asks more often than a client may.
      SPOOR_POINTS_PER_MINUTE: String(2 ** 40),
      // All subscribers have one token.
      SPOOR_SUBSCRIPTIONS_PER_TOKEN: '10000',
    };
    return new FeedServer(await startWatched(settings), settings);
  }

  get url(): string {
    return this.process.url;
  }

  /** Of the first one on a database only. */
  get token(): string | undefined {
    return this.process.token;
  }

  /** Seconds of processor, those of killed processes included as far as they were asked for. */
  get cpuSeconds(): number {
    return this.cpuOfKilled + cpuSeconds(this.process.child.pid as number);
  }

  /** Collects garbage first: what is left is held. */
  async memory(): Promise<Memory> {
    const answered = once(this.process.child, 'message');
    this.process.child.send('memory');
    const [{ rss, heapUsed }] = (await answered) as [{ rss: number; heapUsed: number }];
    return { rssMiB: rss / MIB, heapMiB: heapUsed / MIB };
  }

  /** Without a warning, and at once starts another one in its place. */
  async killAndRestart(): Promise<void> {
    const { child } = this.process;
    const start = performance.now();
    this.cpuOfKilled += cpuSeconds(child.pid as number);
    child.kill('SIGKILL');
    await once(child, 'exit');
    this.process = await startWatched({ ...this.settings, SPOOR_PORT: new URL(this.url).port });
    this.restarts.push(performance.now() - start);
  }

  async stop(): Promise<void> {
    const { child } = this.process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}
