import type { FastifyServerOptions } from 'fastify';
import { loggableError } from './loggable-error.js';

/** Headers that hold secrets. */
const SECRET_HEADERS = ['authorization', 'dd-api-key', 'cookie', 'proxy-authorization', 'set-cookie'];

/**
 * The log: a JSON object a line. What it holds is chosen, not filtered: a request is its method, route and id, an error
 * its class, code and place. No header, no query string and nothing of an event ever gets this far; the redaction is for
 * the day that somebody logs headers after all.
 */
export function loggerOptions(level: string): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    redact: {
      paths: SECRET_HEADERS.flatMap((name) => ['', '*', '*.*'].map((place) => `${place}["${name}"]`)),
      censor: '[redacted]',
    },
    serializers: {
      err: (error) => ({ ...loggableError(error) }),
      req: ({ method }) => ({ method }),
      res: ({ statusCode }) => ({ statusCode }),
    },
  };
}
