import { setTimeout } from 'node:timers/promises';
import type { Account, Mode, Progress, ToSubscribers } from './messages.js';
import { poll } from './poll.js';
import { push } from './push.js';
import { Crowd, Subscriber } from './subscriber.js';

/** A process with many subscribers, each with a connection of its own. */
let crowds: Readonly<Record<Mode, Crowd>> = { push: new Crowd(''), poll: new Crowd('') };
let subscribers: readonly Subscriber[] = [];
let endings: readonly (() => void)[] = [];

/** Connections that are opened at once. */
const AT_ONCE = 50;

/** Milliseconds without a new connection after which no more are waited for. */
const PATIENCE = 30_000;

process.on('message', (message: ToSubscribers) => {
  void answer(message).then((answered) => process.send?.(answered));
});
process.send?.('ready');

async function answer(message: ToSubscribers): Promise<object> {
  switch (message.kind) {
    case 'open':
      await open(message);
      return progress();
    case 'measure':
      crowds.push.measureFrom = crowds.poll.measureFrom = message.from;
      return progress();
    case 'progress':
      return progress();
    case 'killing':
      crowds.push.killedAt = crowds.poll.killedAt = message.at;
      return progress();
    case 'account':
      return account(message.mode, message.expected);
    case 'close':
      for (const end of endings) end();
      return progress();
  }
}

async function open({ token, after, subscribers: plans }: ToSubscribers & { kind: 'open' }): Promise<void> {
  crowds = { push: new Crowd(token), poll: new Crowd(token) };
  subscribers = plans.map((plan) => new Subscriber(plan, crowds[plan.mode], after));
  endings = [];
  for (let i = 0; i < subscribers.length; i += AT_ONCE) {
    const some = subscribers.slice(i, i + AT_ONCE);
    endings = [...endings, ...some.map((each) => (each.plan.mode === 'push' ? push(each) : poll(each)))];
    await allConnected(endings.length);
  }
}

/** @throws when nobody gets a connection any more: a mistake of the bench's, or of the server's */
async function allConnected(count: number): Promise<void> {
  let [before, since] = [-1, Date.now()];
  while (connected() < count) {
    if (connected() > before) [before, since] = [connected(), Date.now()];
    if (Date.now() - since > PATIENCE) throw new Error(`Subscribers cannot connect: ${JSON.stringify(problems())}`);
    await setTimeout(20);
  }
}

function connected(): number {
  return crowds.push.connected + crowds.poll.connected;
}

function problems(): object {
  return { ...crowds.push.problems, ...crowds.poll.problems };
}

function progress(): Progress {
  const received = subscribers.reduce((sum, { ids }) => sum + ids.size, 0);
  const measured = crowds.push.milliseconds.length + crowds.poll.milliseconds.length;
  return { received, measured, connected: connected() };
}

function account(mode: Mode, expected: readonly (readonly string[])[]): Account {
  const counts = { expected: 0, received: 0, missed: 0, duplicates: 0, foreign: 0 };
  for (const { plan, ids, duplicates } of subscribers.filter(({ plan }) => plan.mode === mode)) {
    const wanted = expected[plan.filter] ?? [];
    const found = wanted.filter((id) => ids.has(id)).length;
    counts.expected += wanted.length;
    counts.received += ids.size;
    counts.missed += wanted.length - found;
    counts.duplicates += duplicates;
    counts.foreign += ids.size - found;
  }
  const { milliseconds, reconnected, resumed, problems } = crowds[mode];
  return { ...counts, milliseconds, reconnected, resumed, problems };
}
