import { AppError } from '../errors.js';
import type { Config } from '../config.js';
import { parseScopes } from '../auth/scopes.js';
import { expiryOf } from '../auth/token-expiry.js';
import { ApiTokenStore, type ApiToken } from '../auth/token-store.js';
import { migrate } from '../database/migrations.js';
import { formatNodeId, parseTokenId, quote } from '../node-id.js';
import { table } from './text-layout.js';
import { withDatabase } from './with-database.js';

export interface CreateTokenOptions {
  readonly name: string;
  readonly scope: readonly string[];
  readonly host?: readonly string[];
  /** Days, such as `30d`, or `never`. */
  readonly expires: string;
}

/** `spoor token create`: the secret on standard output and nothing else, all that is said of it on standard error. */
export async function createToken(config: Config, { name, scope, host, expires }: CreateTokenOptions): Promise<void> {
  const now = new Date();
  const given = { name, scopes: parseScopes(scope), hosts: [...(host ?? [])], expiresAt: expiry(expires, now) };
  const { token, secret } = await withTokens(config, (tokens) => tokens.create(given, {}, now));
  const until = token.expiresAt ? `until ${token.expiresAt.toISOString()}` : 'until it is revoked';
  const where = token.hosts.length ? ` for ${token.hosts.join(', ')}` : '';
  process.stderr.write(
    `${formatNodeId('token', token.id)}, ${quote(name)}: ${token.scopes.join(', ')}${where}, ${until}.\n` +
      'Its secret is shown only now:\n',
  );
  process.stdout.write(`${secret}\n`);
}

/** `spoor token list`. */
export async function listTokens(config: Config): Promise<void> {
  const tokens = await withTokens(config, (store) => store.list());
  const rows = tokens.map((token) => [
    formatNodeId('token', token.id),
    token.name,
    stateOf(token, new Date()),
    token.lastUsedAt?.toISOString() ?? 'never',
    token.hosts.join(' ') || 'all',
    token.scopes.join(' '),
  ]);
  const lines = table(['id', 'name', 'state', 'last used', 'hosts', 'scopes'], rows, process.stdout.columns ?? 400);
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `spoor token revoke`. */
export async function revokeToken(config: Config, id: string): Promise<void> {
  const uuid = parseTokenId(id);
  const { name } = await withTokens(config, (tokens) => tokens.revoke(uuid, {}));
  process.stdout.write(`${quote(name)} is revoked: nobody gets in with it from now on.\n`);
}

function withTokens<T>(config: Config, work: (tokens: ApiTokenStore) => Promise<T>): Promise<T> {
  return withDatabase(config, async (database) => {
    await migrate(database.connectionString);
    return work(new ApiTokenStore(database));
  });
}

function expiry(text: string, now: Date): Date | undefined {
  if (text === 'never') return undefined;
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  if (days !== undefined && Number(days) > 0) return expiryOf(now, Number(days));
  throw new AppError('input.invalid', `--expires is ${quote(text)}; give days, such as 30d, or never`);
}

function stateOf({ revokedAt, expiresAt }: ApiToken, now: Date): string {
  if (revokedAt) return `revoked ${revokedAt.toISOString()}`;
  if (!expiresAt) return 'valid, for ever';
  return `${expiresAt <= now ? 'expired' : 'valid until'} ${expiresAt.toISOString()}`;
}
