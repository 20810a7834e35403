import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import type { IngestReport } from '../ingest/ingest-report.js';
import { IngestInterrupted, type IngestPipeline } from '../ingest/pipeline.js';
import { StreamBroken } from '../ingest/stream-chunks.js';
import { isHostName, LONGEST_HOST_NAME } from '../ingest/host-name.js';
import { quote } from '../node-id.js';
import { principalOf } from './authenticate.js';
import { decompress } from './decompress.js';
import { discardRest, streamBodies } from './ingest-body.js';

/** `POST /v1/events`: a stream of documents in, an answer once all of them are committed. */
export function ingestRoute(
  app: FastifyInstance,
  ingest: IngestPipeline,
  { bodyTimeout }: Pick<Config, 'bodyTimeout'>,
): void {
  void app.register((scope, _options, done) => {
    streamBodies(scope);
    scope.post(
      '/v1/events',
      { config: { access: 'events:write' } },
      (request: FastifyRequest<{ Querystring: { host?: unknown } }>) => ingestBody(request, ingest, bodyTimeout),
    );
    done();
  });
}

async function ingestBody(
  request: FastifyRequest<{ Querystring: { host?: unknown } }>,
  ingest: IngestPipeline,
  patience: number,
): Promise<IngestReport> {
  ingest.admit();
  const host = hostName(request.query.host);
  const body = decompress((request.body ?? request.raw) as Readable, request.headers['content-encoding'], patience);
  const watched = new NonBlankWatch(body);
  try {
    const { hosts: allowedHosts } = principalOf(request);
    const report = await ingest.ingest(
      watched,
      { allowedHosts, ...(host !== undefined && { host }) },
      { scope: request.scope },
    );
    if (watched.sawContent) return report;
  } catch (error) {
    discardRest(request);
    if (error instanceof IngestInterrupted) throw interruption(error);
    throw error;
  }
  throw new AppError(
    'ingest.empty_body',
    'The body holds no document; send a JSON object, an array of them, or NDJSON',
  );
}

function hostName(host: unknown): string | undefined {
  if (host === undefined || host === '') return undefined;
  if (typeof host === 'string' && isHostName(host)) return host;
  const problem = typeof host === 'string' ? `is ${quote(host)}` : 'is given more than once';
  throw new AppError('input.invalid', `\`host\` ${problem}; give one name of at most ${LONGEST_HOST_NAME} characters`);
}

/** Tells an empty body from an empty list. */
class NonBlankWatch implements AsyncIterable<Uint8Array> {
  sawContent = false;

  constructor(private readonly source: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const bytes of this.source) {
      this.sawContent ||= bytes.some((byte) => byte > 0x20);
      yield bytes;
    }
  }
}

/** What was committed stays; to send the whole body again stores the rest and doubles nothing. */
function interruption({ report, cause: reason }: IngestInterrupted): AppError {
  const cause = reason instanceof StreamBroken && reason.cause instanceof AppError ? reason.cause : reason;
  if (cause instanceof AppError) {
    return new AppError(cause.code, `${cause.message}; ${committed(report)}`, {
      retryable: cause.retryable,
      details: { report },
      cause,
    });
  }
  if (cause instanceof StreamBroken) {
    const message = `The body broke off (${cause.message}); ${committed(report)}`;
    return new AppError('ingest.truncated_body', message, { details: { report }, cause });
  }
  throw cause;
}

function committed({ stored, duplicates, deadLetterCount }: IngestReport): string {
  const counts = `${stored} events, ${duplicates} duplicates and ${deadLetterCount} dead letters of it are committed`;
  return `${counts}: send the whole body again, nothing is stored twice`;
}
