import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { deliveryRequest, isAcknowledged, MOST_BYTES, MOST_MESSAGES } from './delivery-format.js';
import { EventSupply } from './event-supply.js';
import type { Delivered, ToSender } from './messages.js';

/**
 * A process that delivers like agents do: several connections, full batches, the same batch again until it is taken. Of
 * several servers (their URLs separated by commas), connections take turns, and so do tries.
 */
const [given = '', token = '', name = ''] = process.argv.slice(2);
const urls = given.split(',');
const supply = new EventSupply(name, 1);
let isOver = false;

/** Milliseconds between tries at most, as agents have it. */
const LONGEST_PAUSE = 120_000;

type Deliver = Extract<ToSender, { kind: 'deliver' }>;

process.on('message', (message: ToSender) => {
  if (message.kind === 'stop') isOver = true;
  else void deliver(message).then((delivered) => process.send?.(delivered));
});
process.send?.('ready');

async function deliver({ connections, eventsPerSecond, longestPause = LONGEST_PAUSE }: Deliver): Promise<Delivered> {
  isOver = false;
  const start = performance.now();
  const counts = { sent: 0, acknowledged: 0, requests: 0 };
  const milliseconds: number[] = [];
  const refusals: Record<string, number> = {};
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  /**
   * Keeps to the rate over all connections: a batch is due when those before it have had their time, those included that
   * others send while this one waits.
   */
  async function untilDue(): Promise<void> {
    if (eventsPerSecond === undefined) return;
    const wait = (): number => start + (counts.sent / eventsPerSecond) * 1000 - performance.now();
    for (let rest = wait(); rest > 0 && !isOver; rest = wait()) await setTimeout(rest);
  }

  async function sendOne(connection: number): Promise<void> {
    const documents = supply.batch(MOST_MESSAGES, MOST_BYTES);
    counts.sent += documents.length;
    const began = performance.now();
    const { path, headers, body } = deliveryRequest(documents, token);
    let turn = connection;
    for (let pause = 1000; ; pause = Math.min(2 * pause, longestPause), turn++) {
      counts.requests++;
      const status = await post(agent, `${urls[turn % urls.length]}${path}`, headers, body);
      if (isAcknowledged(status)) break;
      refusals[status] = (refusals[status] ?? 0) + 1;
      await setTimeout(pause);
    }
    counts.acknowledged += documents.length;
    milliseconds.push(performance.now() - began);
  }

  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      for (await untilDue(); !isOver; await untilDue()) await sendOne(connection);
    }),
  );
  agent.destroy();
  return { ...counts, milliseconds, refusals, seconds: (performance.now() - start) / 1000 };
}

function post(agent: Agent, url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': body.length },
    });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}
