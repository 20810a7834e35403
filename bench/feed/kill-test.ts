import { setTimeout } from 'node:timers/promises';
import type { Delivered } from '../soak/messages.js';
import type { FeedServer } from './feed-server.js';
import { wanted } from './latency-step.js';
import type { Account } from './messages.js';
import { Stage, type Setting } from './stage.js';

export interface KillOptions {
  readonly processes: number;
  readonly subscribers: number;
  readonly minutes: number;
  /** Seconds from one kill to the next. */
  readonly every: number;
}

export interface KillResult extends KillOptions {
  readonly pollers: number;
  readonly push: Account;
  readonly poll: Account;
  readonly delivered: Delivered;
  readonly stored: number;
  /** Milliseconds of each restart, from the kill until the server listened. */
  readonly restarts: readonly number[];
}

/** Share of subscribers that as many pollers are put beside. */
const POLLERS = 0.2;

/** Milliseconds between tries of the sender: with the pauses of agents one would measure these. */
const LONGEST_PAUSE = 1000;

/** Kills a server every few seconds, the servers in turns, while events are delivered; nobody may miss one of them. */
export async function testKills(setting: Setting, options: KillOptions): Promise<KillResult> {
  const { processes, subscribers, minutes, every } = options;
  const pollers = Math.ceil(subscribers * POLLERS);
  const stage = await Stage.begin(setting, processes);
  const { crowds, servers } = stage;
  try {
    await stage.subscribe({ push: subscribers, poll: pollers });
    stage.deliver({ longestPause: LONGEST_PAUSE });
    const kills = Math.max(1, Math.floor((minutes * 60) / every));
    await setTimeout((every * 1000) / 2);
    for (let i = 0; i < kills; i++) {
      const next = performance.now() + (i + 1 < kills ? every : every / 2) * 1000;
      await crowds.tell({ kind: 'killing', at: Date.now() });
      await (servers[i % processes] as FeedServer).killAndRestart();
      await setTimeout(Math.max(0, next - performance.now()));
    }
    const delivered = await stage.stopDelivery();
    const { stored, byFilter } = await stage.expected();
    await crowds.settle(wanted(byFilter, subscribers) + wanted(byFilter, pollers));
    const push = await crowds.account('push', byFilter);
    const poll = await crowds.account('poll', byFilter);
    const restarts = servers.flatMap((server) => server.restarts);
    return { ...options, pollers, push, poll, delivered, stored, restarts };
  } finally {
    await stage.end();
  }
}
