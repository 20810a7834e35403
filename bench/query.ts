import { startEmbeddedPostgres } from '#spoor/database/embedded-postgres.js';
import { describeMachine } from './machine.js';
import { Baseline } from './query/baseline.js';
import { queryCases } from './query/cases.js';
import { eventStock } from './query/event-stock.js';
import { GraphQLClient } from './query/graphql-client.js';
import { keepDatabase, open } from './query/kept-database.js';
import { documentDatabase } from './query/load-documents.js';
import { spoorDatabase } from './query/load-spoor.js';
import { readOptions } from './query/options.js';
import { printResult, printTables } from './query/report.js';
import { runCase, type CaseResult } from './query/run-case.js';
import { serve } from './query/serve.js';
import { LOG_SETTINGS, ServerLog } from './query/server-log.js';

/** `npm run bench:query`: how fast Spoor answers over HTTP, and a table of documents the same questions in SQL. */
const options = readOptions();
const stock = eventStock(options.events, options.seed);
const cases = queryCases(stock.events, options.only);

const FOLDER = '.bench/query';

const postgres = await startEmbeddedPostgres(FOLDER, LOG_SETTINGS);
try {
  console.log(await describeMachine(postgres.url('postgres')));
  console.log(`${stock.events.toLocaleString('en')} events of ${stock.hosts} hosts over 7 days, seed ${stock.seed}\n`);
  const url = await keepDatabase(postgres, spoorDatabase(stock));
  const documents = options.withBaseline ? await keepDatabase(postgres, documentDatabase(stock)) : undefined;
  await measure(url, documents);
} finally {
  await postgres.stop();
}

async function measure(url: string, documents: string | undefined): Promise<void> {
  const server = await serve(url, { SPOOR_POINTS_PER_MINUTE: '1000000000' });
  const client = new GraphQLClient(server);
  const database = await open(url);
  const baseline = documents === undefined ? undefined : await Baseline.open(documents);
  const log = await ServerLog.open(url, `${FOLDER}/log`);
  const bench = { server, options, stock, database, client, log, baseline };
  const results: CaseResult[] = [];
  try {
    for (const queryCase of cases) {
      const result = await runCase(queryCase, bench, results).catch((error: Error) => error);
      if (result instanceof Error) fail(queryCase.name, result);
      else printResult(result);
      if (!(result instanceof Error)) results.push(result);
    }
    printTables(results);
  } finally {
    await log.close();
    await baseline?.close();
    await database.end();
    client.close();
    await server.stop();
  }
}

/** One question that cannot be asked takes none of the others with it. A slow one is no failure. */
function fail(name: string, { message }: Error): void {
  console.log(`${name}: FAILED: ${message}`);
  process.exitCode = 1;
}
