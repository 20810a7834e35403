import { createApp } from '../app.js';
import type { Config } from '../config.js';
import { startServices, type Services } from '../services.js';

export interface RunningServer {
  readonly url: string;
  readonly services: Services;
  close(): Promise<void>;
}

/** Starts everything and listens. */
export async function startServer(config: Config): Promise<RunningServer> {
  const services = await startServices(config);
  try {
    const app = await createApp(services);
    const url = await app.listen({ host: config.host, port: config.port });
    return {
      url,
      services,
      close: async () => {
        await app.close();
        await services.close();
      },
    };
  } catch (error) {
    await services.close();
    throw error;
  }
}

/** `spoor serve`: runs until SIGINT or SIGTERM, then finishes what is under way and stops. */
export async function serve(config: Config): Promise<void> {
  const server = await startServer(config);
  process.stdout.write(`Spoor listens on ${server.url}; GraphQL at ${server.url}/graphql\n`);
  await untilSignal();
  await server.close();
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}
