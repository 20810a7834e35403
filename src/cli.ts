#!/usr/bin/env node
import { Command, InvalidArgumentError } from 'commander';
import type { ConfigOptions } from './commands/config.js';
import type { ListLettersOptions } from './commands/dead-letters.js';
import { reportFailure } from './commands/report-failure.js';
import type { CreateTokenOptions } from './commands/token.js';
import type { SimulateOptions } from './commands/simulate.js';
import { readConfig } from './config.js';
import type { LetterOptions } from './dead-letters/letter-query.js';

// graphql-js checks every value for being of its own realm unless told otherwise: a third of a large answer's time.
process.env['NODE_ENV'] ??= 'production';

/** The verbs. Each loads its own module, so that none waits for what only another needs. */
const program = new Command('spoor').description(
  'Stores Linux runtime security events and answers questions about them over GraphQL.',
);

program
  .command('serve')
  .description('run the server until SIGINT or SIGTERM')
  .action(async () => (await import('./commands/serve.js')).serve(readConfig()));

program
  .command('demo')
  .description('store simulated events, show three queries with their answers, and serve')
  .action(async () => (await import('./commands/demo.js')).demo(readConfig()));

program
  .command('import')
  .description('store events from files: NDJSON, a JSON array or JSON objects; plain or gzip')
  .argument('<file...>', 'files to read; - is standard input')
  .option('--host <name>', 'host of the events, in place of the one that they name themselves')
  .action(async (files: string[], options: { host?: string }) => {
    process.exitCode = await (await import('./commands/import.js')).importFiles(readConfig(), files, options);
  });

program
  .command('simulate')
  .description('write events of a simulated fleet to standard output, as NDJSON')
  .option('--events <number>', 'how many', wholeNumber, 10_000)
  .option('--hosts <number>', 'of how many hosts', positiveNumber, 20)
  .option('--seed <number>', 'the same seed and options give the same bytes', wholeNumber, 1)
  .option('--start <time>', 'about the time of the first event (default: yesterday at 00:00 UTC)', time)
  .option('--hours <number>', 'hours over which the events are spread', positiveNumber, 24)
  .action(async (options: SimulateOptions) => (await import('./commands/simulate.js')).simulateEvents(options));

program
  .command('config')
  .description('show the settings in force, or a table of all of them')
  .option('--markdown', 'the table for the documentation')
  .option('--into <file>', 'write that table between the markers of a page')
  .action(async (options: ConfigOptions) => (await import('./commands/config.js')).showConfig(options));

program
  .command('schema')
  .description('write the GraphQL schema to schema/schema.graphql')
  .action(async () => (await import('./commands/schema.js')).schema());

const token = program.command('token').description('look after the API tokens');

token
  .command('create')
  .description('create an API token and write its secret to standard output, once')
  .requiredOption('--name <name>', 'who or what will use it')
  .requiredOption('--scope <scopes...>', 'what it allows, such as events:read or deadletters:*')
  .option('--host <names...>', 'the only hosts that shall exist for it')
  .option('--expires <days>', 'how long it is valid: days, such as 30d, or never', '90d')
  .action(async (options: CreateTokenOptions) => {
    await (await import('./commands/token.js')).createToken(readConfig(), options);
  });

token
  .command('list')
  .description('list the API tokens')
  .action(async () => (await import('./commands/token.js')).listTokens(readConfig()));

token
  .command('revoke')
  .description('revoke an API token at once')
  .argument('<id>', 'its id, as `token list` shows it')
  .action(async (id: string) => (await import('./commands/token.js')).revokeToken(readConfig(), id));

const deadLetters = program.command('dead-letters').description('look after documents that are no events');

selecting(deadLetters.command('list'))
  .description('show how many there are by reason, and the newest')
  .option('--limit <number>', 'how many to show', positiveNumber, 20)
  .action(async (options: ListLettersOptions) => {
    await (await import('./commands/dead-letters.js')).listDeadLetters(readConfig(), options);
  });

selecting(deadLetters.command('replay'))
  .description('try them again: what is an event now is stored, the rest stays')
  .action(async (options: LetterOptions) => {
    process.exitCode = await (await import('./commands/dead-letters.js')).replayDeadLetters(readConfig(), options);
  });

selecting(deadLetters.command('export'))
  .description('write them to standard output as NDJSON, with their documents')
  .action(async (options: LetterOptions) => {
    await (await import('./commands/dead-letters.js')).exportDeadLetters(readConfig(), options);
  });

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
  .description('look up every reference between rows; exits with 1 when a row is missing')
  .action(async () => {
    process.exitCode = await (await import('./commands/db-verify.js')).verifyDatabase(readConfig());
  });

database
  .command('restored')
  .description('after a backup was restored, before anything is stored: let the feed go on without a gap')
  .action(async () => (await import('./commands/db-restored.js')).goOnAfterRestore(readConfig()));

const retention = program.command('retention').description('keep the days that are to be kept');

retention
  .command('run')
  .description('make the partitions of today and tomorrow, and remove what has expired')
  .option('--dry-run', 'only say what would be done')
  .action(async (options: { dryRun?: boolean }) => {
    await (await import('./commands/retention-run.js')).runRetention(readConfig(), options);
  });

await program.parseAsync().catch(reportFailure);

function selecting(command: Command): Command {
  return command
    .option('--code <codes...>', 'only those with these reasons, such as field.wrong_type')
    .option('--host <name>', 'only those of this host')
    .option('--contains <text>', 'only those with this in their sentence')
    .option('--since <time>', 'only those that came at this time or later', time)
    .option('--until <time>', 'only those that came before this time', time);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function positiveNumber(text: string): number {
  const number = wholeNumber(text);
  if (number < 1) throw new InvalidArgumentError('It must be 1 or more.');
  return number;
}

function time(text: string): Date {
  const parsed = new Date(text);
  if (Number.isNaN(parsed.getTime())) {
    throw new InvalidArgumentError('It must be a time in RFC 3339, for example 2026-01-31T08:00:00Z.');
  }
  return parsed;
}
