import { setTimeout } from 'node:timers/promises';
import { Worker } from '../soak/worker.js';
import { cpuSeconds } from './cpu-seconds.js';
import type { Account, Mode, Progress, SubscriberPlan, ToSubscribers } from './messages.js';

/** Processes that subscribers are spread over: one process would be what is measured. */
const PROCESSES = 2;

/** Milliseconds without an event after which nobody waits for what is missing any more. */
const PATIENCE = 15_000;

/** All subscribers, in some processes. */
export class Crowds {
  private constructor(private readonly workers: readonly Worker<Progress | Account>[]) {}

  static async start(): Promise<Crowds> {
    const starting = Array.from({ length: PROCESSES }, () =>
      Worker.start<Progress | Account>('../feed/subscriber-process.js', []),
    );
    return new Crowds(await Promise.all(starting));
  }

  get cpuSeconds(): number {
    return this.workers.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
  }

  /** Ends when all are connected. */
  async open(plans: readonly SubscriberPlan[], token: string, after: string): Promise<void> {
    const opening = this.workers.map((worker, i) => {
      const subscribers = plans.filter((_, place) => place % PROCESSES === i);
      return worker.ask({ kind: 'open', subscribers, token, after } satisfies ToSubscribers);
    });
    await Promise.all(opening);
  }

  async tell(message: ToSubscribers): Promise<Progress> {
    const all = (await this.ask(message)) as readonly Progress[];
    const sum = (of: (progress: Progress) => number): number => all.reduce((total, each) => total + of(each), 0);
    return {
      received: sum(({ received }) => received),
      measured: sum(({ measured }) => measured),
      connected: sum(({ connected }) => connected),
    };
  }

  /** Waits until as much has come as should, or until nothing comes any more. */
  async settle(wanted: number): Promise<void> {
    let [received, since] = [-1, Date.now()];
    while (Date.now() - since < PATIENCE) {
      const progress = await this.tell({ kind: 'progress' });
      if (progress.received >= wanted) return;
      if (progress.received > received) [received, since] = [progress.received, Date.now()];
      await setTimeout(100);
    }
  }

  async account(mode: Mode, expected: readonly (readonly string[])[]): Promise<Account> {
    const all = (await this.ask({ kind: 'account', mode, expected })) as readonly Account[];
    return all.reduce(added);
  }

  end(): void {
    for (const worker of this.workers) worker.end();
  }

  private ask(message: ToSubscribers): Promise<readonly (Progress | Account)[]> {
    return Promise.all(this.workers.map((worker) => worker.ask(message)));
  }
}

function added(a: Account, b: Account): Account {
  const problems = { ...a.problems };
  for (const [name, count] of Object.entries(b.problems)) problems[name] = (problems[name] ?? 0) + count;
  return {
    expected: a.expected + b.expected,
    received: a.received + b.received,
    missed: a.missed + b.missed,
    duplicates: a.duplicates + b.duplicates,
    foreign: a.foreign + b.foreign,
    milliseconds: a.milliseconds.concat(b.milliseconds),
    reconnected: a.reconnected.concat(b.reconnected),
    resumed: a.resumed.concat(b.resumed),
    problems,
  };
}
