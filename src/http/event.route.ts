import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors.js';
import { stringifyLossless } from '../event-format/lossless-json.js';
import type { EventStore } from '../events/event-store.js';
import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import type { SnapshotStore } from '../events/snapshot-store.js';
import { parseEventId, quote } from '../node-id.js';

/** What `document` costs in GraphQL, and the event. */
const POINTS = 21;

/** `GET /v1/events/:id`: the event's JSON as it came in, exact to the last digit. */
export function eventRoute(app: FastifyInstance, events: EventStore, snapshots: SnapshotStore): void {
  app.get<{ Params: { id: string } }>('/v1/events/:id', { config: { points: POINTS } }, async (request, reply) => {
    const { id } = request.params;
    const event = await events.byId(parseEventId(id));
    if (!event) throw new AppError('event.not_found', `No event has the id ${quote(id)}; it may be past the retention`);
    const document = await new SnapshotLoaders(snapshots).document(event.fragment);
    return reply.header('content-type', 'application/json; charset=utf-8').send(stringifyLossless(document));
  });
}
