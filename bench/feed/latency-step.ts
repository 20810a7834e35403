import { setTimeout } from 'node:timers/promises';
import type { Delivered } from '../soak/messages.js';
import type { Memory } from './feed-server.js';
import type { Account, Mode } from './messages.js';
import { Stage, type CpuUse, type Setting } from './stage.js';

export interface LatencyStep {
  readonly mode: Mode;
  readonly subscribers: number;
  readonly processes: number;
}

export interface LatencyResult extends LatencyStep {
  readonly account: Account;
  readonly delivered: Delivered;
  readonly stored: number;
  /** Events that all subscribers together received in a second, while events were delivered. */
  readonly perSecond: number;
  /** Shares of one processor. */
  readonly cpu: CpuUse;
  readonly memory: {
    /** Before there were subscribers. */
    readonly before: Memory;
    /** With them, before there were events. */
    readonly idle: Memory;
    /** With them, after all events. */
    readonly with: Memory;
    /** Without them again. */
    readonly without: Memory;
  };
}

/** Seconds of delivery before the measurement: what is compiled on the way is not what a server is like that has run for days. */
const WARM_UP = 5;

/** Milliseconds until what belongs to a closed connection is gone. */
const CLOSING = 2000;

/** Events are delivered, subscribers receive them; how long after the commit, and at which expense. */
export async function measureLatency(setting: Setting, step: LatencyStep, seconds: number): Promise<LatencyResult> {
  const stage = await Stage.begin(setting, step.processes);
  const { crowds } = stage;
  try {
    const before = await stage.memory();
    await stage.subscribe({ [step.mode]: step.subscribers });
    const idle = await stage.memory();
    stage.deliver();
    await setTimeout(WARM_UP * 1000);
    await crowds.tell({ kind: 'measure', from: Date.now() });
    const [start, cpuStart] = [performance.now(), stage.cpuUse()];
    await setTimeout(seconds * 1000);
    const cpuEnd = stage.cpuUse();
    const { measured } = await crowds.tell({ kind: 'progress' });
    const elapsed = (performance.now() - start) / 1000;
    const delivered = await stage.stopDelivery();
    const { stored, byFilter } = await stage.expected();
    await crowds.settle(wanted(byFilter, step.subscribers));
    const account = await crowds.account(step.mode, byFilter);
    const loaded = await stage.memory();
    await crowds.tell({ kind: 'close' });
    await setTimeout(CLOSING);
    const memory = { before, idle, with: loaded, without: await stage.memory() };
    const cpu = cpuShares(cpuStart, cpuEnd, elapsed);
    return { ...step, account, delivered, stored, perSecond: measured / elapsed, cpu, memory };
  } finally {
    await stage.end();
  }
}

/** How many events all subscribers together are to receive, when filters are spread over them in turns. */
export function wanted(byFilter: readonly (readonly string[])[], subscribers: number): number {
  let sum = 0;
  for (let i = 0; i < subscribers; i++) sum += byFilter[i % byFilter.length]?.length ?? 0;
  return sum;
}

function cpuShares(start: CpuUse, end: CpuUse, seconds: number): CpuUse {
  return {
    servers: (end.servers - start.servers) / seconds,
    postgres: (end.postgres - start.postgres) / seconds,
    sender: (end.sender - start.sender) / seconds,
    subscribers: (end.subscribers - start.subscribers) / seconds,
  };
}
