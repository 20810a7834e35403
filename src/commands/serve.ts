import type { FastifyBaseLogger } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { createApp } from '../app.js';
import { createFirstToken } from '../auth/first-token.js';
import { DEFAULT_DAYS } from '../auth/token-expiry.js';
import type { ApiTokenStore } from '../auth/token-store.js';
import type { Config } from '../config.js';
import { dayName } from '../database/partitions.js';
import { AppError } from '../errors.js';
import { Drain } from '../http/drain.js';
import { RetentionSchedule } from '../retention/retention-schedule.js';
import { startServices, type Services } from '../services.js';
import { StopRequest } from './stop-request.js';

export interface RunningServer {
  readonly url: string;
  readonly services: Services;
  /** Drains the server and stops everything. */
  close(): Promise<void>;
}

/** Milliseconds for what is left when the last request is over: batches that commit, connections that close. */
const AFTER_REQUESTS = 10_000;

/** Starts everything and listens. */
export async function startServer(config: Config): Promise<RunningServer> {
  const services = await startServices(config);
  try {
    const drain = new Drain();
    const app = await createApp(services, drain);
    const url = await app.listen({ host: config.host, port: config.port });
    const schedule = config.retentionJob ? scheduleRetention(services, app.log) : undefined;
    return {
      url,
      services,
      close: async () => {
        await schedule?.close();
        drain.begin();
        await pause(config.drainDelay);
        await app.close();
        await Promise.race([services.ingest.settle(), pause(AFTER_REQUESTS / 2, undefined, { ref: false })]);
        await services.close();
      },
    };
  } catch (error) {
    await services.close();
    throw listenProblem(error, config);
  }
}

function scheduleRetention({ retention, metrics }: Services, log: FastifyBaseLogger): RetentionSchedule {
  return new RetentionSchedule(retention, {
    onRun: ({ made, dropped, postponed, deleted }) => {
      metrics.retentionRan('ok');
      const days = { made: made.map(dayName), dropped: dropped.map(({ day }) => dayName(day)) };
      log.info({ ...days, postponed: postponed.map(dayName), deleted }, 'Retention has run');
    },
    onFailure: (error) => {
      metrics.retentionRan('error');
      log.error({ err: error }, 'Retention failed; it runs again within the hour');
    },
  });
}

/** `spoor serve`: runs until SIGINT or SIGTERM, then finishes what is under way and stops. */
export async function serve(config: Config): Promise<void> {
  const stop = new StopRequest();
  // Whoever read the output may go away: that is no reason to stop serving.
  process.stdout.on('error', () => undefined);
  const server = await startServer(config);
  await greet(server.services.tokens);
  process.stdout.write(`Spoor listens on ${server.url}; GraphQL at ${server.url}/graphql\n`);
  await stop.wait();
  endInTime(config.drainDelay + config.shutdownTimeout + AFTER_REQUESTS);
  await server.close();
}

/** A database that stands still would hold its connections, and with them the process, for as long as it likes. */
function endInTime(milliseconds: number): void {
  const end = (): never => {
    process.stderr.write('Spoor did not come to its end in time; what was left is cut\n');
    process.exit(1);
  };
  setTimeout(end, milliseconds).unref();
}

/** Shows the key to a new installation. It goes where the person who starts it looks, and into no log. */
async function greet(tokens: ApiTokenStore): Promise<void> {
  const secret = await createFirstToken(tokens, new Date());
  if (secret === undefined) return;
  process.stdout.write(
    `Nobody can get in yet. This API token may do everything, for ${DEFAULT_DAYS} days; it is shown only now:\n\n` +
      `  ${secret}\n\nMake others with \`spoor token create\`, then revoke it.\n`,
  );
}

function listenProblem(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const problem =
    code === 'EADDRINUSE' ? 'is in use' : code === 'EACCES' ? 'may not be opened by this user' : undefined;
  if (!problem) return error;
  return new AppError('config.invalid', `Port ${port} of ${host} ${problem}; set SPOOR_PORT to another one`);
}
