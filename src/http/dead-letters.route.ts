import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditLog } from '../auth/audit-log.js';
import type { DeadLetterStore } from '../dead-letters/dead-letter-store.js';
import { letterLines } from '../dead-letters/letter-lines.js';
import { letterQuery, type LetterOptions } from '../dead-letters/letter-query.js';
import { AppError } from '../errors.js';
import { parseRfc3339 } from '../event-format/rfc3339.js';
import { quote } from '../node-id.js';
import { actorOf, principalOf } from './authenticate.js';

export interface DeadLettersRouteServices {
  readonly deadLetters: { readonly store: DeadLetterStore };
  readonly audit: AuditLog;
}

type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/**
 * `GET /v1/dead-letters`: all dead letters, or those that the query string asks for, as NDJSON, the oldest first. Their
 * documents are part of it only with the scope `events:read-sensitive`; without, the header `Spoor-Withheld` says so.
 */
export function deadLettersRoute(app: FastifyInstance, { deadLetters, audit }: DeadLettersRouteServices): void {
  const options = { config: { access: 'deadletters:read' } } as const;
  app.get('/v1/dead-letters', options, async (request: FastifyRequest<{ Querystring: Parameters }>, reply) => {
    const { scopes, hosts } = principalOf(request);
    const query = { ...letterQuery(readParameters(request.query)), hosts };
    const withRaw = scopes.has('events:read-sensitive');
    if (withRaw) {
      const details = { route: 'GET /v1/dead-letters', fields: ['raw'] };
      await audit.record({ ...actorOf(request), action: 'SENSITIVE_READ', details });
    } else reply.header('spoor-withheld', 'raw');
    const lines = letterLines(deadLetters.store, query, withRaw);
    // A mistake in the query, or a database that is away, shows with the first line: while there is still a status to send.
    const first = await lines.next();
    return reply.header('content-type', 'application/x-ndjson').send(Readable.from(joined(first, lines)));
  });
}

async function* joined(first: IteratorResult<string, void>, rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

/** @throws AppError `input.invalid` */
function readParameters(parameters: Parameters): LetterOptions {
  const unknown = Object.keys(parameters).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) {
    throw new AppError('input.invalid', `${quote(unknown)} is no parameter; the parameters are ${KNOWN.join(', ')}`);
  }
  const { code, host, contains, since, until } = parameters;
  return {
    ...(code !== undefined && { code: [code].flat() }),
    ...(host !== undefined && { host: single('host', host) }),
    ...(contains !== undefined && { contains: single('contains', contains) }),
    ...(since !== undefined && { since: time('since', single('since', since)) }),
    ...(until !== undefined && { until: time('until', single('until', until)) }),
  };
}

const KNOWN: readonly string[] = ['code', 'host', 'contains', 'since', 'until'] satisfies (keyof LetterOptions)[];

function single(name: string, value: string | string[]): string {
  if (typeof value === 'string') return value;
  throw new AppError('input.invalid', `\`${name}\` is given ${value.length} times; give it once`);
}

function time(name: string, text: string): Date {
  const instant = parseRfc3339(text);
  if (instant) return new Date(instant.seconds * 1000 + Math.floor(instant.nanoseconds / 1_000_000));
  const example = '2026-01-31T08:00:00Z';
  throw new AppError('input.invalid', `\`${name}\` is ${quote(text)}; give a time in RFC 3339, such as ${example}`);
}
