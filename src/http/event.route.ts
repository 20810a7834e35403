import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../auth/audit-log.js';
import { AppError } from '../errors.js';
import { stringifyLossless } from '../event-format/lossless-json.js';
import { redact } from '../event-format/sensitive-keys.js';
import { SnapshotLoaders } from '../events/snapshot-loaders.js';
import { parseEventId, quote } from '../node-id.js';
import type { ReadersByHosts } from '../readers.js';
import { actorOf, principalOf } from './authenticate.js';

/** What `document` costs in GraphQL, and the event. */
const POINTS = 21;

export interface EventRouteServices {
  readonly readers: ReadersByHosts;
  readonly audit: AuditLog;
}

/**
 * `GET /v1/events/:id`: the event's JSON as it came in, exact to the last digit. Without the scope
 * `events:read-sensitive`, sensitive values are `null`, and the header `Spoor-Withheld` names their keys.
 */
export function eventRoute(app: FastifyInstance, { readers, audit }: EventRouteServices): void {
  const options = { config: { access: 'events:read', points: POINTS } } as const;
  app.get<{ Params: { id: string } }>('/v1/events/:id', options, async (request, reply) => {
    const { id } = request.params;
    const { events, snapshots } = await readers.of(principalOf(request), { scope: request.scope });
    const event = await events.byId(parseEventId(id));
    if (!event) throw new AppError('event.not_found', `No event has the id ${quote(id)}; it may be past the retention`);
    const document = await new SnapshotLoaders(snapshots).document(event.fragment);
    const { value: redacted, withheld } = redact(document);
    const isWhole = !withheld.length || principalOf(request).scopes.has('events:read-sensitive');
    if (withheld.length) {
      if (isWhole)
        await audit.record({ ...actorOf(request), action: 'SENSITIVE_READ', details: { event: id, fields: withheld } });
      else reply.header('spoor-withheld', withheld.join(', '));
    }
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .send(stringifyLossless(isWhole ? document : redacted));
  });
}
