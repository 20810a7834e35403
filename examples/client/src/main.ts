import { parseArgs } from 'node:util';
import { CursorFile } from './cursor-file.js';
import { follow } from './follow.js';
import { followLive } from './follow-live.js';
import { AcknowledgeDocument, type ShownFragment } from './generated/graphql.js';
import { page } from './page.js';
import { patiently } from './patience.js';
import { SpoorClient } from './spoor-client.js';

const USAGE = `node dist/main.js page   [--where SECL] [--since TIME] [--until TIME]
node dist/main.js follow [--where SECL] [--from NOW|OLDEST|TIME] [--cursor FILE] [--acknowledge NOTE]
node dist/main.js live   [the same]

SPOOR_URL (http://127.0.0.1:4000) and SPOOR_TOKEN say whom to ask, and as whom.`;

const { positionals, values: given } = parseArgs({
  allowPositionals: true,
  options: {
    where: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    from: { type: 'string', default: 'NOW' },
    cursor: { type: 'string', default: 'cursor' },
    acknowledge: { type: 'string' },
  },
});

const client = new SpoorClient(process.env['SPOOR_URL'] ?? 'http://127.0.0.1:4000', process.env['SPOOR_TOKEN'] ?? '');
const stopped = new AbortController();
const { signal } = stopped;
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());

try {
  await run(positionals[0]);
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function run(command: string | undefined): Promise<void> {
  const { where, since, until, from, cursor } = given;
  const followed = { where, from, cursors: new CursorFile(cursor), handle };
  switch (command) {
    case 'page':
      for await (const events of page(client, { where, time: { gte: since, lt: until } }, signal)) print(events);
      return;
    case 'follow':
      return follow(client, followed, signal);
    case 'live':
      return followLive(client, followed, signal);
    default:
      console.error(USAGE);
      process.exitCode = 1;
  }
}

/** What a playbook does with events would stand here. */
async function handle(events: readonly ShownFragment[]): Promise<void> {
  print(events);
  if (given.acknowledge === undefined) return;
  const variables = { ids: events.map(({ id }) => id), note: given.acknowledge };
  await patiently(() => client.ask(AcknowledgeDocument, variables, signal), signal);
}

/** An event a line. */
function print(events: readonly ShownFragment[]): void {
  for (const event of events) console.log(JSON.stringify(event));
}
