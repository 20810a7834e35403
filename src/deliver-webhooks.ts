import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { AppError } from './errors.js';
import { storedSelectionReader } from './graphql/filters/stored-filter.js';
import { formatNodeId } from './node-id.js';
import type { Services } from './services.js';
import { WebhookFailures } from './webhooks/webhook-failures.js';
import { WebhookLeases } from './webhooks/webhook-leases.js';
import { WebhookWorker } from './webhooks/webhook-worker.js';

/** Milliseconds that attempts under way get when the server stops; what is cut then, another process sends again. */
const LONGEST_GOODBYE = 5_000;

/** Delivers for webhooks as long as the server listens. */
export function deliverWebhooks(app: FastifyInstance, services: Services, schema: GraphQLSchema): void {
  const { config, control, readers, feedNews, metrics, postWebhook } = services;
  const { log } = app;
  const worker = new WebhookWorker({
    leases: new WebhookLeases(control, `${hostname()} ${process.pid} ${randomUUID()}`, config.webhookLease),
    failures: new WebhookFailures(control),
    ...{ readers, news: feedNews, post: postWebhook, disableAfterDays: config.webhookDisableAfterDays },
    compile: storedSelectionReader(schema),
    listener: {
      onAttempt: (news) => metrics.webhookAttempted(news),
      onDisabled: ({ id, reason }) => {
        log.warn({ webhookId: formatNodeId('webhook', id), reason }, 'A webhook is disabled');
      },
      onUnreadable: (id, event, error) => {
        const ids = { webhookId: formatNodeId('webhook', id), eventId: formatNodeId('event', event) };
        log.error({ ...ids, err: error }, 'An event cannot be read; a webhook sends it without its document');
      },
      onError: (error, id) => {
        // That the database is gone is logged once, elsewhere.
        if (error instanceof AppError && error.code === 'database.unavailable') return;
        const webhookId = id === undefined ? undefined : formatNodeId('webhook', id);
        log.error({ err: error, webhookId }, 'Webhooks could not be delivered; it is tried again');
      },
    },
  });
  app.addHook('onListen', (done) => {
    worker.start();
    done();
  });
  app.addHook('preClose', () => worker.close(Math.min(config.shutdownTimeout, LONGEST_GOODBYE)));
}
