import { markdownTable } from '../query/markdown-table.js';
import type { Delivered } from '../soak/messages.js';
import { percentile } from '../soak/percentiles.js';
import type { KillResult } from './kill-test.js';
import type { LatencyResult, LatencyStep } from './latency-step.js';
import type { Account } from './messages.js';

/** Milliseconds at the 99th percentile that the feed aims at. */
const AIM = { subscribers: 100, p99: 250 } as const;

const KIB = 1024;

/** Subscribers from which on memory a subscriber is more than noise. */
const ENOUGH = 50;

/** One line as soon as a step is done: the rest takes minutes. */
export function printStep(result: LatencyResult): void {
  const { account, perSecond, delivered } = result;
  const p99 = percentile(account.milliseconds, 0.99);
  const rate = delivered.acknowledged / delivered.seconds;
  console.log(
    `${titleOf(result)}, ${processesText(result.processes)}: p99 ${figure(p99)} ms, ` +
      `${figure(perSecond)} events/s received of ${figure(rate)} delivered${refusalsText(delivered)}${flaws(account)}`,
  );
}

/** The tables of `docs/benchmarks.md`. */
export function printLatencies(results: readonly LatencyResult[]): void {
  if (!results.length) return;
  const head = [
    'milliseconds from commit to receipt',
    'servers',
    'p50',
    'p95',
    'p99',
    'most',
    'received/s',
    'events',
    'missed',
  ];
  const rows = results.map((result) => latencyRow(result, results));
  console.log(`\n${markdownTable([...head, 'twice', 'p99 of polling'], rows)}`);
  const costHead = ['processors in use', 'servers', 'serving', 'PostgreSQL', 'sending', 'receiving'];
  const costs = results.map((result) => {
    const { servers, postgres, sender, subscribers } = result.cpu;
    return [
      titleOf(result),
      String(result.processes),
      ...[servers, postgres, sender, subscribers].map((use) => use.toFixed(2)),
    ];
  });
  console.log(`\n${markdownTable(costHead, costs)}`);
  const memoryHead = ['MiB after a collection', 'servers', 'heap before', 'idle', 'after all', 'closed', 'RSS before'];
  const memories = results.map((result) => memoryRow(result, results));
  console.log(`\n${markdownTable([...memoryHead, 'after all', 'KiB of heap each', 'of RSS each'], memories)}`);
}

export function printKills(result: KillResult): void {
  const { push, poll, subscribers, pollers, restarts, delivered, stored } = result;
  const head = [
    `${restarts.length} kills, ${processesText(result.processes)}`,
    'events',
    'missed',
    'twice',
    'connected again: p50',
  ];
  const row = (name: string, account: Account): string[] => [
    name,
    grouped(account.expected),
    grouped(account.missed),
    grouped(account.duplicates),
    ...[account.reconnected, account.resumed].flatMap((times) => [
      figure(percentile(times, 0.5)),
      figure(Math.max(...times)),
    ]),
  ];
  const rows = [row(`${subscribers} subscribers`, push), row(`${pollers} that poll every second`, poll)];
  console.log(`\n${markdownTable([...head, 'most', 'first event: p50', 'most'], rows)}`);
  const isWhole = delivered.acknowledged === delivered.sent && delivered.sent === stored;
  console.log(
    `\nlistens again after ${figure(percentile(restarts, 0.5))} ms at p50, ${figure(Math.max(...restarts))} at most; sent ${grouped(delivered.sent)}, ` +
      `acknowledged ${grouped(delivered.acknowledged)}, stored ${grouped(stored)}${refusalsText(delivered)}: ${isWhole ? 'PASS' : 'MISS'}`,
  );
  for (const [name, account] of Object.entries({ push, poll })) {
    if (flaws(account)) console.log(`${name}${flaws(account)}`);
  }
}

/** @returns whether nobody has missed anything, and nothing came that nobody asked for */
export function printVerdict(latencies: readonly LatencyResult[], kills: readonly KillResult[]): boolean {
  const accounts = [...latencies.map(({ account }) => account), ...kills.flatMap(({ push, poll }) => [push, poll])];
  const sum = (of: (account: Account) => number): number => accounts.reduce((total, account) => total + of(account), 0);
  const [missed, foreign] = [sum((account) => account.missed), sum((account) => account.foreign)];
  const isGood = missed === 0 && foreign === 0;
  const counts = `${grouped(missed)} missed, ${grouped(foreign)} not asked for, ${grouped(sum((account) => account.duplicates))} twice`;
  console.log(
    `\n${grouped(sum((account) => account.expected))} events to receive: ${counts}: ${isGood ? 'PASS' : 'MISS'}`,
  );
  for (const { mode, subscribers, processes, account } of latencies) {
    if (mode !== 'push' || subscribers !== AIM.subscribers) continue;
    const p99 = percentile(account.milliseconds, 0.99);
    const verdict = p99 < AIM.p99 ? 'PASS' : 'miss';
    console.log(
      `p99 at ${subscribers} subscribers, ${processesText(processes)}: ${figure(p99)} ms, aim < ${AIM.p99}: ${verdict}`,
    );
  }
  return isGood;
}

function latencyRow(result: LatencyResult, all: readonly LatencyResult[]): string[] {
  const { account, perSecond, processes, mode, subscribers } = result;
  const at = (share: number): number => percentile(account.milliseconds, share);
  const baseline = all.find((each) => each.mode === 'poll' && each.subscribers === subscribers);
  const ratio = mode === 'push' && baseline ? percentile(baseline.account.milliseconds, 0.99) / at(0.99) : undefined;
  return [
    titleOf(result),
    String(processes),
    ...[at(0.5), at(0.95), at(0.99), at(1)].map(figure),
    figure(perSecond),
    grouped(account.expected),
    grouped(account.missed),
    grouped(account.duplicates),
    ratio === undefined || Number.isNaN(ratio) ? '' : `${figure(ratio)} x`,
  ];
}

function memoryRow(result: LatencyResult, all: readonly LatencyResult[]): string[] {
  const { before, idle, with: loaded, without } = result.memory;
  const few = fewest(result, all);
  const more = result.subscribers - few.subscribers;
  return [
    titleOf(result),
    String(result.processes),
    ...[before, idle, loaded, without].map(({ heapMiB }) => heapMiB.toFixed(1)),
    ...[before, loaded].map(({ rssMiB }) => rssMiB.toFixed(0)),
    result.subscribers < ENOUGH ? '' : figure(((loaded.heapMiB - without.heapMiB) * KIB) / result.subscribers),
    more < ENOUGH ? '' : figure(((loaded.rssMiB - few.memory.with.rssMiB) * KIB) / more),
  ];
}

/** Ingest makes a server grow as well: to tell what subscribers take, look at the same with fewer of them. */
function fewest({ mode, processes }: LatencyStep, all: readonly LatencyResult[]): LatencyResult {
  const alike = all.filter((each) => each.mode === mode && each.processes === processes);
  return alike.reduce((least, each) => (each.subscribers < least.subscribers ? each : least));
}

function titleOf({ mode, subscribers }: LatencyStep): string {
  const name = subscribers === 1 ? '1 subscriber' : `${grouped(subscribers)} subscribers`;
  return mode === 'push' ? name : `${name.replace('subscriber', 'poller')}, every second`;
}

function processesText(processes: number): string {
  return processes === 1 ? '1 server' : `${processes} servers`;
}

/** By status; 0 is a broken connection. */
function refusalsText({ refusals }: Delivered): string {
  const found = Object.entries(refusals).map(([status, count]) => `${count} x ${status}`);
  return found.length ? `; refused: ${found.join(', ')}` : '';
}

function flaws({ missed, duplicates, foreign, problems }: Account): string {
  const counts = Object.entries({ missed, twice: duplicates, 'not asked for': foreign, ...problems });
  const found = counts.filter(([, count]) => count > 0).map(([name, count]) => `${grouped(count)} ${name}`);
  return found.length ? `; ${found.join(', ')}` : '';
}

/** Three digits that mean something. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 100) return grouped(Math.round(value));
  return value.toFixed(value >= 10 ? 0 : 1);
}

function grouped(value: number): string {
  return value.toLocaleString('en');
}
