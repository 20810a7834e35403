#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import { readConfig } from './config.js';
import { reportFailure } from './commands/report-failure.js';

/** The verbs. Each loads its own module, so that one does not wait for what only another needs. */
const program = new Command('spoor')
  .description('Stores Linux runtime security events and answers questions about them over GraphQL.')
  .showHelpAfterError();

program
  .command('serve')
  .description('run the server until SIGINT or SIGTERM')
  .action(async () => (await import('./commands/serve.js')).serve(readConfig()));

program
  .command('demo')
  .description('fill a database with simulated events, show three queries, and serve')
  .action(async () => (await import('./commands/demo.js')).demo(readConfig()));

program
  .command('import')
  .description('store events from files: NDJSON, a JSON array or JSON objects; plain or gzip')
  .argument('<file...>', 'files to read; - is standard input')
  .option('--host <name>', 'host of the events, whatever they say themselves')
  .action(async (files: string[], options: { host?: string }) => {
    process.exitCode = await (await import('./commands/import.js')).importFiles(readConfig(), files, options);
  });

program
  .command('simulate')
  .description('write events of a simulated fleet to standard output, as NDJSON')
  .option('--events <number>', 'how many', wholeNumber, 10_000)
  .option('--hosts <number>', 'of how many hosts', wholeNumber, 20)
  .option('--seed <number>', 'the same seed and options give the same bytes', wholeNumber, 1)
  .option('--start <time>', 'time of the first event, RFC 3339 (default: midnight before yesterday, UTC)', time)
  .option('--hours <number>', 'hours over which the events are spread', wholeNumber, 24)
  .action(async (options: SimulateOptions) => (await import('./commands/simulate.js')).simulateEvents(options));

const database = program.command('db').description('look after the database');

database
  .command('migrate')
  .description('apply pending migrations')
  .action(async () => (await import('./commands/db-migrate.js')).migrateDatabase(readConfig()));

database
  .command('status')
  .description('show migrations, counts and sizes')
  .action(async () => (await import('./commands/db-status.js')).showStatus(readConfig()));

database
  .command('verify')
  .description('look for references to rows that are not there; exits with 1 when it finds one')
  .action(async () => {
    process.exitCode = await (await import('./commands/db-verify.js')).verifyDatabase(readConfig());
  });

program
  .command('schema')
  .description('write the GraphQL schema to schema/schema.graphql')
  .action(async () => (await import('./commands/schema.js')).schema());

await program.parseAsync().catch(reportFailure);
