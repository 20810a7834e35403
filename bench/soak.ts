import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { describeRuntime } from './machine.js';
import type { Asked, Delivered } from './soak/messages.js';
import { printSoak } from './soak/report.js';
import { ServerUnderTest } from './soak/server-under-test.js';
import { storedCounts } from './soak/stored-counts.js';
import { Worker } from './soak/worker.js';

/**
 * `npm run bench:soak`: agents deliver for a while at four fifths of what the server takes, dashboards ask beside it, and
 * nothing may be lost, nothing may pile up.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    /** Seconds for measuring the rate. */
    measure: { type: 'string', default: '20' },
    share: { type: 'string', default: '0.8' },
    connections: { type: 'string', default: '4' },
    dashboards: { type: 'string', default: '2' },
    /** Seconds from one refresh of a dashboard to the next. */
    refresh: { type: 'string', default: '5' },
    folder: { type: 'string', default: '.bench/soak' },
  },
});
const minutes = Number(values.minutes);
const connections = Number(values.connections);

/** Seconds between samples of memory: a collection stops the server for a moment. */
const SAMPLE_EVERY = 15;

/** Seconds without delivery in which the dashboards ask alone, to compare with. */
const QUIET = 15;

rmSync(values.folder, { recursive: true, force: true });
const server = await ServerUnderTest.start(values.folder);
const { url, token } = server;
const sender = await Worker.start<Delivered>('agent-sender.js', [url, token, `soak-${Date.now()}`]);
const dashboard = await Worker.start<Asked>('dashboard.js', [url, token, values.dashboards, values.refresh]);
try {
  console.log(`${describeRuntime()}; everything on this machine: server, PostgreSQL, senders, dashboards\n`);
  const measured = await deliver(undefined, Number(values.measure));
  const rate = measured.acknowledged / measured.seconds;
  const wanted = rate * Number(values.share);
  console.log(`measured  ${rate.toFixed(0)} events/s over ${connections} connections, alone`);
  console.log(`soak      ${minutes} minutes at ${wanted.toFixed(0)} events/s, ${values.dashboards} dashboards\n`);

  dashboard.tell('start');
  const delivered = await deliver(wanted, minutes * 60);
  const asked = await stopAsking();
  await setTimeout(2000);
  await server.sample();
  dashboard.tell('start');
  await setTimeout(QUIET * 1000);
  const quiet = await stopAsking();

  const stored = await storedCounts(values.folder);
  const isGood = printSoak({ measured, delivered, wanted, asked, quiet, stored, server });
  process.exitCode = isGood ? 0 : 1;
} finally {
  sender.end();
  dashboard.end();
  const code = await server.stop();
  if (code !== 0) console.log(`The server ended with ${code}`);
  rmSync(values.folder, { recursive: true, force: true });
}

async function deliver(eventsPerSecond: number | undefined, seconds: number): Promise<Delivered> {
  sender.tell({ kind: 'deliver', connections, eventsPerSecond });
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    await server.sample();
    await setTimeout(Math.min(SAMPLE_EVERY * 1000, Math.max(0, end - performance.now())));
  }
  const answer = sender.answer();
  sender.tell({ kind: 'stop' });
  return answer;
}

async function stopAsking(): Promise<Asked> {
  const answer = dashboard.answer();
  dashboard.tell('stop');
  return answer;
}
