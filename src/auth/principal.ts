import { AppError } from '../errors.js';
import { scopesForHosts, type Scope } from './scopes.js';

/** Who asks, and what they may. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** Of a token its id, of a person the subject of their login. */
  readonly id: string;
  /** For people to read. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Names of the hosts that exist for them; undefined for all. */
  readonly hosts: readonly string[] | undefined;
  /** When they cease to be let in; undefined for never. */
  readonly expiresAt: Date | undefined;
}

export type PrincipalKind = 'API_TOKEN' | 'PERSON';

/** @throws AppError `auth.forbidden` that names the scope */
export function checkScope(principal: Principal, scope: Scope, what: string): void {
  if (!principal.scopes.has(scope)) throw missingScope(principal, scope, what);
}

export function missingScope({ name, scopes }: Principal, scope: Scope, what: string): AppError {
  const has = [...scopes].join(', ') || 'none';
  return new AppError(
    'auth.forbidden',
    `${what} needs the scope ${scope}, and ${JSON.stringify(name)} has ${has}; use an API token with that scope`,
    { details: { scope } },
  );
}

/** Nobody known asks. */
export function unauthenticated(problem: string): AppError {
  const advice = 'create one with `spoor token create`, and send it as `Authorization: Bearer <token>`';
  return new AppError('auth.unauthenticated', `${problem}; ${advice}`);
}

/** What a restriction to hosts cannot hold for is not given, however it got there. */
export function scopesOf(scopes: readonly Scope[], hosts: readonly string[]): ReadonlySet<Scope> {
  return new Set(hosts.length ? scopesForHosts(scopes) : scopes);
}

export function restriction(hosts: readonly string[]): readonly string[] | undefined {
  return hosts.length ? hosts : undefined;
}
