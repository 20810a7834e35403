import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import { IngestInterrupted, type IngestPipeline } from '../ingest/pipeline.js';
import { StreamBroken } from '../ingest/stream-chunks.js';
import { principalOf } from './authenticate.js';
import { decompress } from './decompress.js';
import { discardRest, streamBodies } from './ingest-body.js';
import { sendProblem } from './problem.js';

/** Where agents deliver: from 7.55 on, and before. */
const PATHS = ['/api/v2/secruntime', '/api/v2/logs'];

/**
 * The intake of Datadog's agents: an array of envelopes in, 202 once all of them are committed.
 *
 * An agent drops a payload for good at 400, 401, 403 and 413, and sends it again without end at every other status from
 * 400 up. So no document fails its request, 400 means that these bytes can never be read, and all else that goes wrong
 * here is answered with 429 or 503.
 */
export function agentIntakeRoutes(
  app: FastifyInstance,
  ingest: IngestPipeline,
  { bodyTimeout }: Pick<Config, 'bodyTimeout'>,
): void {
  void app.register((scope, _options, done) => {
    streamBodies(scope);
    scope.setErrorHandler((error: Error, request, reply) => sendProblem(forAgents(error), request, reply));
    for (const path of PATHS) {
      scope.post(path, { config: { access: 'events:write', takesAgentKey: true } }, async (request, reply) => {
        await takeIn(request, ingest, bodyTimeout);
        return reply.status(202).send({});
      });
    }
    done();
  });
}

async function takeIn(request: FastifyRequest, ingest: IngestPipeline, patience: number): Promise<void> {
  try {
    ingest.admit();
    const body = decompress((request.body ?? request.raw) as Readable, request.headers['content-encoding'], patience);
    await ingest.ingest(
      withoutProbe(body),
      { isWrapped: true, allowedHosts: principalOf(request).hosts },
      { scope: request.scope },
    );
  } catch (error) {
    discardRest(request);
    throw error;
  }
}

/** What an agent sends to find out whether somebody is there. */
const PROBE = '{}';

/** The body, or nothing where it is no more than a probe. Blanks before the first two bytes of JSON are left out. */
async function* withoutProbe(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = '';
  let isDecided = false;
  for await (const bytes of body) {
    let at = 0;
    for (; !isDecided && at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (isBlank(byte)) continue;
      isDecided = byte !== PROBE.charCodeAt(held.length);
      if (isDecided) break;
      held += String.fromCharCode(byte);
    }
    if (!isDecided) continue;
    if (held) yield Buffer.from(held);
    held = '';
    if (at < bytes.length) yield bytes.subarray(at);
  }
  if (held && held !== PROBE) yield Buffer.from(held);
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** What an agent does next follows from the status alone. */
function forAgents(error: Error): Error {
  const cause = error instanceof IngestInterrupted ? error.cause : error;
  if (cause instanceof StreamBroken) {
    const message = `The body cannot be read to its end (${cause.message}); what came before is committed`;
    return new AppError('ingest.truncated_body', message, { cause });
  }
  if (cause instanceof AppError) {
    const isUnreadable = cause.code === 'ingest.unsupported_encoding';
    return isUnreadable ? new AppError('ingest.unreadable_body', cause.message, { cause }) : cause;
  }
  if ('statusCode' in error && Number(error.statusCode) < 500) return error;
  const sentence = 'Something went wrong inside Spoor; send the payload again, nothing is stored twice';
  return new AppError('ingest.failed', sentence, { retryable: true, cause });
}
