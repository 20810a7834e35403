import type { Logins } from './logins.js';
import { restriction, scopesOf, unauthenticated, type Principal } from './principal.js';
import { isScope } from './scopes.js';
import { isWellFormed } from './token-secret.js';
import type { ApiToken, ApiTokenStore } from './token-store.js';

/** How often the last use of a token is written: once a minute. */
const TOUCH_INTERVAL = 60_000;

/** Finds out who asks. Every request looks its token up, so that a revoked one is worth nothing from that moment on. */
export class Authenticator {
  private readonly touchedAt = new Map<string, number>();

  constructor(
    private readonly tokens: ApiTokenStore,
    /** Undefined: only API tokens are let in. */
    private readonly logins: Logins | undefined,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * @param credential secret of an API token, or a JSON Web Token
   * @throws AppError `auth.unauthenticated`
   */
  async authenticate(credential: string): Promise<Principal> {
    if (this.logins && looksLikeJwt(credential)) return this.logins.principal(credential);
    if (!isWellFormed(credential)) {
      throw unauthenticated('The credential is not an API token of Spoor, or was not copied whole');
    }
    const token = await this.tokens.withSecret(credential);
    if (!token) throw unauthenticated('No API token has this secret');
    this.checkState(token);
    this.touch(token.id);
    return principalOf(token);
  }

  private checkState({ name, revokedAt, expiresAt }: ApiToken): void {
    const what = `The API token ${JSON.stringify(name)}`;
    if (revokedAt) throw unauthenticated(`${what} was revoked at ${revokedAt.toISOString()}`);
    if (expiresAt && expiresAt <= this.now()) throw unauthenticated(`${what} expired at ${expiresAt.toISOString()}`);
  }

  /** Nobody waits for it, and what goes wrong with it is told by the statements that matter. */
  private touch(id: string): void {
    const now = this.now().getTime();
    if ((this.touchedAt.get(id) ?? 0) > now - TOUCH_INTERVAL) return;
    this.touchedAt.set(id, now);
    this.tokens.touch([id]).catch(() => this.touchedAt.delete(id));
  }
}

function principalOf({ id, name, scopes, hosts, expiresAt }: ApiToken): Principal {
  const known = scopes.filter(isScope);
  return { kind: 'API_TOKEN', id, name, scopes: scopesOf(known, hosts), hosts: restriction(hosts), expiresAt };
}

function looksLikeJwt(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential);
}
