import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { AppError } from '../errors.js';
import { restriction, scopesOf, unauthenticated, type Principal } from './principal.js';
import { isScope } from './scopes.js';

export interface LoginOptions {
  /** Where the issuer publishes its keys (RFC 7517). */
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** Claim that holds the scopes: a list of names, or one text with blanks between them (RFC 8693, section 4.2). */
  readonly scopesClaim: string;
  /** Claim that holds the names of hosts a person is restricted to, a list; "*" is all. Undefined: nobody is. */
  readonly hostsClaim: string | undefined;
}

/** Only asymmetric signatures: with a shared secret, whoever can check a login could forge one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Seconds by which clocks may differ. */
const CLOCK_TOLERANCE = 30;

/** People who come from a dashboard with a login of its own, by a JSON Web Token (RFC 7519). */
export class Logins {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly options: LoginOptions) {
    this.keys = createRemoteJWKSet(new URL(options.jwksUrl));
  }

  /** @throws AppError `auth.unauthenticated`; `auth.unavailable` when the issuer's keys cannot be had */
  async principal(jwt: string): Promise<Principal> {
    const { payload } = await this.verify(jwt);
    const { sub } = payload as { sub?: unknown };
    if (typeof sub !== 'string' || !sub) throw unauthenticated('The login token names nobody: it has no `sub`');
    const { scopesClaim, hostsClaim } = this.options;
    const hosts = hostsClaim === undefined ? [] : this.hosts(payload, hostsClaim);
    return {
      kind: 'PERSON',
      id: sub,
      name: nameOf(payload) ?? sub,
      scopes: scopesOf(texts(payload[scopesClaim]).filter(isScope), hosts),
      hosts: restriction(hosts),
      expiresAt: new Date((payload.exp as number) * 1000),
    };
  }

  private async verify(jwt: string): Promise<{ payload: JWTPayload }> {
    const { issuer, audience } = this.options;
    try {
      return await jwtVerify(jwt, this.keys, {
        ...{ issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE },
        requiredClaims: ['exp', 'sub'],
      });
    } catch (error) {
      if (isFaultOfToken(error)) throw unauthenticated(`The login token is refused: ${error.message}`);
      const sentence = `The keys that login tokens are checked with cannot be had from ${this.options.jwksUrl}; try again`;
      throw new AppError('auth.unavailable', sentence, { retryable: true, cause: error });
    }
  }

  /** Whoever is to be restricted and is not, through a claim that was left out, would see everything. */
  private hosts(payload: JWTPayload, claim: string): string[] {
    const hosts = texts(payload[claim]);
    if (hosts.includes('*')) return [];
    if (hosts.length) return hosts;
    throw unauthenticated(`The login token has no hosts in its claim ${JSON.stringify(claim)}`);
  }
}

function isFaultOfToken(error: unknown): error is errors.JOSEError {
  const isAway = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC' && !isAway;
}

function nameOf({ preferred_username: user, email, name }: JWTPayload): string | undefined {
  return [user, email, name].find((claim): claim is string => typeof claim === 'string' && claim !== '');
}

function texts(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter(Boolean);
  return Array.isArray(claim) ? claim.filter((item): item is string => typeof item === 'string' && item !== '') : [];
}
