import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Leaves the bodies of a scope's routes as streams, whatever they are called: a gigabyte of NDJSON passes through a few
 * megabytes of memory.
 */
export function streamBodies(scope: FastifyInstance): void {
  // Fastify answers 415 to a name that is none, which an agent takes for a reason to try again without end.
  scope.addHook('onRequest', ({ headers }, _reply, done) => {
    delete headers['content-type'];
    done();
  });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, body, parsed) => parsed(null, body));
}

/** What is left of a body still has to come off the wire: a client that is busy sending would not see the answer. */
export function discardRest({ raw }: FastifyRequest): void {
  raw.resume();
}
