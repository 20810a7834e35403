import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startEmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import { ATTACKS } from './attacks/documents.js';
import { memoryOf } from './attacks/memory.js';
import { describeMachine } from './machine.js';
import { eventStock } from './query/event-stock.js';
import { GraphQLClient } from './query/graphql-client.js';
import { keepDatabase } from './query/kept-database.js';
import { spoorDatabase } from './query/load-spoor.js';
import { markdownTable } from './query/markdown-table.js';
import { serve, type ServerProcess } from './query/serve.js';

/**
 * `npm run bench:attacks`: sends every attack of `attacks/documents.ts`, and a gzip bomb, to a server of its own, and
 * prints what it answered, after how long, and how much memory it held. `--events` says how many are stored.
 */
const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000' } } });
const stock = eventStock(Number(values.events), 1);

const postgres = await startEmbeddedPostgres('.bench/query', {});
try {
  console.log(await describeMachine(postgres.url('postgres')));
  console.log(`${stock.events.toLocaleString('en')} events\n`);
  const server = await serve(await keepDatabase(postgres, spoorDatabase(stock)));
  try {
    await attack(server);
  } finally {
    await server.stop();
  }
} finally {
  await postgres.stop();
}

async function attack(server: ServerProcess): Promise<void> {
  const client = new GraphQLClient(server);
  const rows: string[][] = [];
  for (const { name, query, variables = {} } of ATTACKS) {
    const { body, milliseconds } = await client.send(GraphQLClient.body(query, variables));
    rows.push(row(name, verdict(body), milliseconds, server.pid));
  }
  rows.push(await gzipBomb(server));
  client.close();
  console.log(markdownTable(['Attack', 'Answer', 'Cost', 'Milliseconds', 'MiB', 'MiB at most'], rows));
}

function row(name: string, [answer, cost]: readonly [string, string], milliseconds: number, pid: number): string[] {
  const { now, peak } = memoryOf(pid);
  return [name, answer, cost, milliseconds.toFixed(milliseconds < 10 ? 1 : 0), now.toFixed(0), peak.toFixed(0)];
}

/** The code of the first error with its limit, and the cost. */
function verdict(body: Buffer): readonly [string, string] {
  const { errors, extensions } = JSON.parse(body.toString()) as Answer;
  const [error] = errors ?? [];
  const answer = error ? [error.extensions.code, error.extensions.limit].filter(Boolean).join(' ') : 'data';
  return [answer, extensions?.cost.requested.toLocaleString('en') ?? ''];
}

interface Answer {
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly limit?: string } }[];
  readonly extensions?: { readonly cost: { readonly requested: number } };
}

async function gzipBomb(server: ServerProcess): Promise<string[]> {
  const body = gzipSync(
    Buffer.concat([Buffer.from('{"evt":{},"title":"'), Buffer.alloc(2 ** 30, 'a'), Buffer.from('"}')]),
  );
  const headers = { authorization: `Bearer ${server.token}`, 'content-encoding': 'gzip' };
  const start = performance.now();
  const response = await fetch(`${server.url}/v1/events`, { method: 'POST', headers, body });
  const { deadLetters } = (await response.json()) as { deadLetters: { code: string }[] };
  const name = `${(body.length / 2 ** 20).toFixed(1)} MiB of gzip that are 1 GiB`;
  const answer = `${response.status} ${deadLetters.map(({ code }) => code).join(', ')}`;
  return row(name, [answer, ''], performance.now() - start, server.pid);
}
