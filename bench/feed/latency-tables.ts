import { markdownTable } from '../query/markdown-table.js';
import { percentile } from '../soak/percentiles.js';
import { figure, grouped, titleOf } from './figures.js';
import type { LatencyResult, LatencyStep } from './latency-step.js';

const KIB = 1024;

/** Subscribers from which on memory a subscriber is more than noise. */
const ENOUGH = 50;

/** How long it took, whether everything came, and how much longer asking every second takes. */
export function latencyTable(results: readonly LatencyResult[]): string {
  const head = ['milliseconds from commit to receipt', 'servers', 'p50', 'p95', 'p99', 'most', 'delivered/s'];
  const followed = results.filter(({ subscribers }) => subscribers > 0);
  const rows = followed.map((result) => {
    const { account, perSecond, processes, delivered } = result;
    return [
      titleOf(result),
      String(processes),
      ...[0.5, 0.95, 0.99, 1].map((share) => figure(percentile(account.milliseconds, share))),
      ...[delivered.acknowledged / delivered.seconds, perSecond].map(figure),
      ...[account.expected, account.missed, account.duplicates].map(grouped),
      baselineRatio(result, followed),
    ];
  });
  return markdownTable([...head, 'received/s', 'to receive', 'missed', 'twice', 'p99 of polling'], rows);
}

/** Processors in use, each as a share of one. */
export function cpuTable(results: readonly LatencyResult[]): string {
  const rows = results.map((result) => {
    const { servers, postgres, sender, subscribers } = result.cpu;
    const uses = [servers, postgres, sender, subscribers].map((use) => use.toFixed(2));
    return [titleOf(result), String(result.processes), ...uses];
  });
  return markdownTable(['processors in use', 'servers', 'serving', 'PostgreSQL', 'sending', 'receiving'], rows);
}

/** Of all servers together, and what a subscriber takes. */
export function memoryTable(results: readonly LatencyResult[]): string {
  const head = ['MiB after a collection', 'servers', 'heap before', 'idle', 'after all', 'closed', 'RSS before'];
  const rows = results.map((result) => {
    const { before, idle, with: loaded, without } = result.memory;
    const few = fewest(result, results);
    const more = result.subscribers - few.subscribers;
    return [
      titleOf(result),
      String(result.processes),
      ...[before, idle, loaded, without].map(({ heapMiB }) => heapMiB.toFixed(1)),
      ...[before, loaded].map(({ rssMiB }) => rssMiB.toFixed(0)),
      result.subscribers < ENOUGH ? '' : figure(((loaded.heapMiB - without.heapMiB) * KIB) / result.subscribers),
      more < ENOUGH ? '' : figure(((loaded.rssMiB - few.memory.with.rssMiB) * KIB) / more),
    ];
  });
  return markdownTable([...head, 'after all', 'KiB of heap each', 'of RSS each'], rows);
}

/** Of what is pushed, against as many who poll. */
function baselineRatio(result: LatencyResult, all: readonly LatencyResult[]): string {
  const isAlike = ({ mode, subscribers }: LatencyStep): boolean =>
    mode === 'poll' && subscribers === result.subscribers;
  const baseline = all.find(isAlike);
  if (result.mode === 'poll' || !baseline) return '';
  const [ours, theirs] = [result, baseline].map(({ account }) => percentile(account.milliseconds, 0.99));
  return `${figure((theirs ?? Number.NaN) / (ours ?? Number.NaN))} x`;
}

/** Ingest makes a server grow as well: to tell what subscribers take, look at the same with fewer of them, or none. */
function fewest({ mode, processes }: LatencyStep, all: readonly LatencyResult[]): LatencyResult {
  const isAlike = (each: LatencyStep): boolean =>
    (each.mode === mode || !each.subscribers) && each.processes === processes;
  return all.filter(isAlike).reduce((least, each) => (each.subscribers < least.subscribers ? each : least));
}
