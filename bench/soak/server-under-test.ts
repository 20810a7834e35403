import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { MemorySample } from './messages.js';
import { startWatched } from './watched-process.js';

const MIB = 2 ** 20;

/** The server, watched. */
export class ServerUnderTest {
  readonly samples: MemorySample[] = [];
  peakRssMiB = 0;
  private readonly startedAt = performance.now();
  private readonly peakWatch: NodeJS.Timeout;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** Secret of the first token, which may do everything. */
    readonly token: string,
  ) {
    this.peakWatch = setInterval(() => (this.peakRssMiB = Math.max(this.peakRssMiB, this.rssMiB())), 250).unref();
  }

  static async start(dataFolder: string): Promise<ServerUnderTest> {
    const { child, url, token } = await startWatched({ SPOOR_DATA_DIR: dataFolder });
    if (token === undefined) throw new Error(`${dataFolder} holds a database already`);
    return new ServerUnderTest(child, url, token);
  }

  /** Collects garbage first: what is left is held. */
  async sample(): Promise<MemorySample> {
    const answered = once(this.child, 'message');
    this.child.send('memory');
    const [{ rss, heapUsed }] = (await answered) as [{ rss: number; heapUsed: number }];
    const seconds = (performance.now() - this.startedAt) / 1000;
    const sample = { seconds, rssMiB: rss / MIB, heapMiB: heapUsed / MIB };
    this.samples.push(sample);
    return sample;
  }

  async stop(): Promise<number | null> {
    clearInterval(this.peakWatch);
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = (await exited) as [number | null];
    return code;
  }

  /** Of another process, from outside; NaN where the system does not tell. */
  private rssMiB(): number {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    } catch {
      return Number.NaN;
    }
  }
}
