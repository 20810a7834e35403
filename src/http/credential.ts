import type { FastifyRequest } from 'fastify';
import { unauthenticated } from '../auth/principal.js';

/**
 * The credential that a request carries: in `Authorization: Bearer` (RFC 6750, section 2.1), in an agent's `DD-API-KEY`,
 * or as the password that a browser asked for (RFC 7617). Never in the URL, which ends up in logs.
 *
 * @throws AppError `auth.unauthenticated`
 */
export function credentialOf({ headers, routeOptions: { config } }: FastifyRequest): string {
  const bearer = bearerOf(headers.authorization ?? '');
  if (bearer !== undefined) return bearer;
  const agentKey = headers['dd-api-key'];
  if (config.takesAgentKey && typeof agentKey === 'string') return agentKey.trim();
  const [, password] = /^Basic +([\w+/]+={0,2}) *$/i.exec(headers.authorization ?? '') ?? [];
  if (config.takesPassword && password !== undefined && isOwnPage(headers)) return passwordOf(password);
  throw unauthenticated(
    headers.authorization ? 'The header Authorization is no Bearer token' : 'The request names nobody',
  );
}

/** The token behind `Bearer`. */
export function bearerOf(authorization: string): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
}

/** A browser sends a password along with every request to us, whichever page made it: only our own may. */
function isOwnPage(headers: FastifyRequest['headers']): boolean {
  return ['none', 'same-origin'].includes(String(headers['sec-fetch-site']));
}

function passwordOf(basic: string): string {
  const text = Buffer.from(basic, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}
