import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { AuditLog } from '../auth/audit-log.js';
import { checkScope, unauthenticated, type Principal } from '../auth/principal.js';
import type { Scope } from '../auth/scopes.js';
import { AppError } from '../errors.js';
import type { Services } from '../services.js';
import { credentialOf } from './credential.js';

/**
 * Who may use a route: everybody, whoever is known, or whoever has a scope. Every route declares it, as
 * `config: { access }`.
 */
export type RouteAccess = 'public' | 'authenticated' | Scope;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** Whether an agent's header `DD-API-KEY` may hold the API token. */
    takesAgentKey?: boolean;
    /** Whether a browser may ask its user for the API token (HTTP Basic), which it does for a page. */
    takesPassword?: boolean;
  }
  interface FastifyRequest {
    /** Null on public routes. */
    principal: Principal | null;
  }
}

/** Lets nobody past the door who may not: every route from here on, and the answer for a path that no route has. */
export function authenticateRequests(
  app: FastifyInstance,
  { authenticator, audit, health }: Pick<Services, 'authenticator' | 'audit' | 'health'>,
): void {
  app.decorateRequest('principal', null);
  app.addHook('onRoute', refuseUndeclared);
  app.addHook('onRequest', async (request) => {
    const { access = 'authenticated' } = request.routeOptions.config;
    if (access === 'public') return;
    // Nobody can be looked up now. A thousand look-ups that wait would only come before those of the next second.
    health.assertAvailable();
    try {
      request.principal = await authenticator.authenticate(credentialOf(request));
      if (access !== 'authenticated') checkScope(request.principal, access, routeName(request));
    } catch (error) {
      if (error instanceof AppError) noteRefusal(audit, request, error);
      throw error;
    }
  });
}

/** Who asks, on a route that lets in only whom it knows. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (!principal) throw unauthenticated('The request names nobody');
  return principal;
}

/** Writes down that a request was not let do what it asked for. */
function noteRefusal(audit: AuditLog, request: FastifyRequest, { code, message }: AppError): void {
  if (code !== 'auth.unauthenticated' && code !== 'auth.forbidden') return;
  audit.refused(actorOf(request), { code, route: routeName(request), reason: message });
}

export function actorOf(request: FastifyRequest): { principal?: Principal; requestId: string; address: string } {
  const { principal, id: requestId, ip: address } = request;
  return { requestId, address, ...(principal && { principal }) };
}

function routeName({ method, routeOptions: { url } }: FastifyRequest): string {
  return `${method} ${url ?? 'an unknown path'}`;
}

/** A route that says nothing would be open to every token, whatever it does. */
function refuseUndeclared({ method, url, config }: RouteOptions): void {
  if (config?.access === undefined) throw new Error(`The route ${String(method)} ${url} does not declare its access`);
}
