import type { FastifyRequest } from 'fastify';

/**
 * What the log says of a request. Of its URL the path alone: behind it stand questions with their values, and now and then
 * a token that somebody took for a parameter.
 */
export function loggedRequest({ method, url, ip }: FastifyRequest): Readonly<Record<string, string>> {
  return { method, path: url.replace(/[?#;].*$/s, '').replace(SECRET, 'spoor_...'), remoteAddress: ip };
}

const SECRET = /spoor_[0-9A-Za-z]{36}/g;
