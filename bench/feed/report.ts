import { markdownTable } from '../query/markdown-table.js';
import { percentile } from '../soak/percentiles.js';
import { figure, flawsText, grouped, refusalsText, serversText, titleOf } from './figures.js';
import type { KillResult } from './kill-test.js';
import type { LatencyResult } from './latency-step.js';
import { cpuTable, latencyTable, memoryTable } from './latency-tables.js';
import type { Account } from './messages.js';

/** Milliseconds at the 99th percentile that the feed aims at. */
const AIM = { subscribers: 100, p99: 250 } as const;

/** One line as soon as a step is done: the rest takes minutes. */
export function printStep(result: LatencyResult): void {
  const { account, perSecond, delivered, processes } = result;
  const p99 = percentile(account.milliseconds, 0.99);
  const rate = delivered.acknowledged / delivered.seconds;
  console.log(
    `${titleOf(result)}, ${serversText(processes)}: p99 ${figure(p99)} ms, ${figure(perSecond)} events/s received, ` +
      `${figure(rate)} delivered${refusalsText(delivered)}${flawsText(account)}`,
  );
}

/** The tables of `docs/benchmarks.md`. */
export function printLatencies(results: readonly LatencyResult[]): void {
  if (!results.length) return;
  for (const table of [latencyTable, cpuTable, memoryTable]) console.log(`\n${table(results)}`);
}

export function printKills(result: KillResult): void {
  const { push, poll, subscribers, pollers, restarts, processes, delivered, stored } = result;
  const head = [`${restarts.length} kills, ${serversText(processes)}`, 'to receive', 'missed', 'twice'];
  const times = ['connected again: p50', 'most', 'first event: p50', 'most'];
  const rows = [killRow(`${subscribers} subscribers`, push), killRow(`${pollers} that poll every second`, poll)];
  console.log(`\n${markdownTable([...head, ...times], rows)}\n`);
  const isWhole = delivered.acknowledged === delivered.sent && delivered.sent === stored;
  console.log(
    `listens again after ${figure(percentile(restarts, 0.5))} ms at p50, ${figure(Math.max(...restarts))} at most; ` +
      `sent ${grouped(delivered.sent)}, acknowledged ${grouped(delivered.acknowledged)}, stored ${grouped(stored)}` +
      `${refusalsText(delivered)}: ${isWhole ? 'PASS' : 'MISS'}`,
  );
  for (const [name, account] of Object.entries({ push, poll })) {
    if (flawsText(account)) console.log(`${name}${flawsText(account)}`);
  }
}

/** @returns whether nobody has missed anything, and nothing came that nobody asked for */
export function printVerdict(latencies: readonly LatencyResult[], kills: readonly KillResult[]): boolean {
  const accounts = [...latencies.map(({ account }) => account), ...kills.flatMap(({ push, poll }) => [push, poll])];
  const total = { expected: 0, missed: 0, foreign: 0, duplicates: 0 };
  for (const { expected, missed, foreign, duplicates } of accounts) {
    total.expected += expected;
    total.missed += missed;
    total.foreign += foreign;
    total.duplicates += duplicates;
  }
  const isGood = total.missed === 0 && total.foreign === 0;
  console.log(
    `\n${grouped(total.expected)} events to receive: ${grouped(total.missed)} missed, ${grouped(total.foreign)} not asked ` +
      `for, ${grouped(total.duplicates)} twice: ${isGood ? 'PASS' : 'MISS'}`,
  );
  for (const { mode, subscribers, processes, account } of latencies) {
    if (mode !== 'push' || subscribers !== AIM.subscribers) continue;
    const p99 = percentile(account.milliseconds, 0.99);
    const verdict = p99 < AIM.p99 ? 'PASS' : 'miss';
    console.log(
      `p99 at ${subscribers} subscribers, ${serversText(processes)}: ${figure(p99)} ms, aim < ${AIM.p99}: ${verdict}`,
    );
  }
  return isGood;
}

function killRow(name: string, { expected, missed, duplicates, reconnected, resumed }: Account): string[] {
  const times = [reconnected, resumed].flatMap((each) => [percentile(each, 0.5), Math.max(...each)]);
  return [name, ...[expected, missed, duplicates].map(grouped), ...times.map(figure)];
}
