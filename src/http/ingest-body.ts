import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors.js';
import type { IngestPipeline } from '../ingest/pipeline.js';

/** Leaves the bodies of a scope's routes as streams: a gigabyte of NDJSON passes through a few megabytes of memory. */
export function streamBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, body, parsed) => parsed(null, body));
}

/** @throws AppError `ingest.overloaded` */
export function refuseOverload(ingest: IngestPipeline): void {
  if (!ingest.isOverloaded) return;
  const sentence = 'Ingest holds as many bytes as it may (SPOOR_MAX_BYTES_IN_FLIGHT); send the documents again later';
  throw new AppError('ingest.overloaded', sentence, { retryable: true });
}

/** What is left of a body still has to come off the wire: a client that is busy sending would not see the answer. */
export function discardRest({ raw }: FastifyRequest): void {
  raw.resume();
}
