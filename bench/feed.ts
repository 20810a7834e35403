import { rmSync } from 'node:fs';
import { startEmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import { rowOfDocument } from './feed/event-row.js';
import { feedFilters, shareOf } from './feed/feed-filters.js';
import { testKills, type KillResult } from './feed/kill-test.js';
import { measureLatency, type LatencyResult, type LatencyStep } from './feed/latency-step.js';
import { readOptions, type FeedOptions } from './feed/options.js';
import { printKills, printLatencies, printStep, printVerdict } from './feed/report.js';
import type { Setting } from './feed/stage.js';
import { CONNECTIONS, makeStock } from './feed/stock.js';
import { describeMachine } from './machine.js';
import { EventSupply } from './soak/event-supply.js';

/**
 * `npm run bench:feed`: while agents deliver at half of what the server takes, how long after its commit an event is with
 * those who follow the feed, at which expense, and whether anybody misses one when servers are killed.
 */
const FILTERS = 100;

/** As many as the sender's supply is made of. */
const POOL = 4000;

const options = readOptions();
rmSync(options.folder, { recursive: true, force: true });
const postgres = await startEmbeddedPostgres(options.folder);
try {
  const setting = await prepare(options);
  const latencies: LatencyResult[] = [];
  for (const step of stepsOf(options)) {
    const result = await measureLatency(setting, step, options.seconds);
    printStep(result);
    latencies.push(result);
  }
  printLatencies(latencies);
  const kills: KillResult[] = [];
  for (const processes of options.killMinutes ? options.processes : []) {
    const { killMinutes: minutes, killEvery: every, killSubscribers: subscribers } = options;
    const result = await testKills(setting, { processes, subscribers, minutes, every });
    printKills(result);
    kills.push(result);
  }
  process.exitCode = printVerdict(latencies, kills) ? 0 : 1;
} finally {
  await postgres.stop();
  rmSync(options.folder, { recursive: true, force: true });
}

async function prepare({ folder, measure, share, rate: given, seconds }: FeedOptions): Promise<Setting> {
  console.log(`${await describeMachine(postgres.url('postgres'))}; everything on this machine`);
  const rows = new EventSupply('sample', 1, POOL).batch(POOL, Infinity).map(rowOfDocument);
  const filters = feedFilters(rows, FILTERS);
  const shares = filters.map((filter) => shareOf(filter, rows));
  const percent = (value: number): string => `${(100 * value).toFixed(2)}%`;
  const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
  console.log(
    `filters   ${FILTERS}; each lets ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))} of the events pass, ${percent(mean)} on average`,
  );
  const stock = await makeStock(postgres, measure);
  const rate = given ?? stock.rate * share;
  console.log(`measured  ${stock.rate.toFixed(0)} events/s over ${CONNECTIONS} connections to one server, alone`);
  console.log(
    `steps     ${seconds} s each at ${rate.toFixed(0)} events/s, on a copy of a database with ${stock.events} events\n`,
  );
  return { postgres, folder, stock, filters, rate };
}

/** The baseline polls one server. */
function stepsOf({ processes, subscribers, withPolling }: FeedOptions): LatencyStep[] {
  const pushed = processes.flatMap((count) =>
    subscribers.map((each): LatencyStep => ({ mode: 'push', subscribers: each, processes: count })),
  );
  const polled = subscribers
    .filter((each) => each > 0)
    .map((each): LatencyStep => ({ mode: 'poll', subscribers: each, processes: 1 }));
  return withPolling ? [...pushed, ...polled] : pushed;
}
