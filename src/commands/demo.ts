import { setImmediate } from 'node:timers/promises';
import { parseScopes } from '../auth/scopes.js';
import { expiryOf } from '../auth/token-expiry.js';
import type { ApiTokenStore } from '../auth/token-store.js';
import type { Config } from '../config.js';
import { storeDemoEvents } from './demo-events.js';
import { askDemoQuestions } from './demo-questions.js';
import { startServer } from './serve.js';
import { StopRequest } from './stop-request.js';

/** `spoor demo`: starts everything, stores a day of simulated events, asks three questions about them, and serves. */
export async function demo(config: Config): Promise<void> {
  const stop = new StopRequest();
  say(`Spoor demo. Starting on ${databaseOf(config)} ...`);
  const isWanted = (): boolean => !stop.hasCome;
  const server = await startServer({ ...config, logLevel: quiet(config.logLevel) }).catch(async (error: unknown) => {
    // A Ctrl-C in a terminal reaches the programs that make the database, too, and they give up, perhaps before us.
    await setImmediate();
    if (isWanted()) throw error;
  });
  if (!server) return;
  try {
    if (isWanted()) say(await storeDemoEvents(server.services.ingest, Date.now(), isWanted));
    const token = await demoToken(server.services.tokens);
    if (isWanted()) say(await askDemoQuestions({ url: server.url, token }, Date.now()));
    if (isWanted()) {
      say(whereToGoOn(server.url, token));
      await stop.wait();
    }
    say('Stopping ...');
  } finally {
    await server.close();
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Whoever sets no level of their own sees the answers, and not a line of log for every request between them. */
function quiet(level: string): string {
  return level === 'info' ? 'warn' : level;
}

function databaseOf({ databaseUrl, dataFolder }: Config): string {
  return databaseUrl === undefined ? `an embedded PostgreSQL, data in ${dataFolder}` : 'the PostgreSQL of DATABASE_URL';
}

/** Each demo has a token of its own for a day: the secret of an earlier one is nowhere to be had. */
async function demoToken(tokens: ApiTokenStore): Promise<string> {
  const scopes = parseScopes(['events:*', 'deadletters:read']);
  const now = new Date();
  return (await tokens.create({ name: 'demo', scopes, hosts: [], expiresAt: expiryOf(now, 1) }, {}, now)).secret;
}

function whereToGoOn(url: string, token: string): string {
  return [
    '',
    'Spoor keeps serving until you press Ctrl-C:',
    `  an API token, for a day   ${token}`,
    `  GraphiQL, in a browser    ${url}/graphql   (asks for a password: the token; any name will do)`,
    `  GraphQL, for programs     POST ${url}/graphql`,
    `  one event, exact JSON     ${url}/v1/events/<id>`,
    `  send events               curl -T events.ndjson -X POST -H 'authorization: Bearer <token>' ${url}/v1/events`,
    `  is it ready               ${url}/health/ready`,
  ].join('\n');
}
