import { scopeNames } from './scopes.js';
import { expiryOf } from './token-expiry.js';
import type { ApiTokenStore } from './token-store.js';

/**
 * The key to a new installation: a token with every scope, made when there has never been one that can make
 * others. There are no default credentials, so this is how the first administrator gets in.
 *
 * @returns its secret, to be shown once; undefined when there is, or was, an administrator already
 */
export async function createFirstToken(tokens: ApiTokenStore, now: Date): Promise<string | undefined> {
  const token = { name: 'bootstrap', scopes: scopeNames, hosts: [], expiresAt: expiryOf(now) };
  return (await tokens.createFirst(token, {}))?.secret;
}
