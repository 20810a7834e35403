import { randomUUID, timingSafeEqual } from 'node:crypto';
import { REVOKED_CHANNEL } from '../database/channels.js';
import type { Database, Rows } from '../database/database.js';
import { AppError } from '../errors.js';
import { formatNodeId, quote } from '../node-id.js';
import { auditStatement, type Actor } from './audit-log.js';
import { scopesForHosts, type Scope } from './scopes.js';
import { writableText } from './writable-text.js';
import { createSecret, hashSecret } from './token-secret.js';

/** An API token as it is stored: without its secret. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Names of the hosts that exist for it; empty for all. */
  readonly hosts: readonly string[];
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | undefined;
  readonly lastUsedAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

export interface NewApiToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly hosts: readonly string[];
  /** Undefined: never. */
  readonly expiresAt: Date | undefined;
}

/** The secret is to be had only here and now. */
export interface CreatedApiToken {
  readonly token: ApiToken;
  readonly secret: string;
}

/** Any fixed number: the first token of all is made by one process. */
const FIRST_TOKEN_LOCK = 7_766_070;

const LONGEST_NAME = 200;
const MOST_HOSTS = 1_000;
const TIMEOUT = 10_000;

/** The API tokens in the database. */
export class ApiTokenStore {
  constructor(private readonly database: Database) {}

  /** @throws AppError `input.invalid` for a name, hosts or an expiry that do not do */
  async create(given: NewApiToken, actor: Actor, now: Date): Promise<CreatedApiToken> {
    checkNewToken(given, now);
    return this.insert(given, actor, false) as Promise<CreatedApiToken>;
  }

  /** Makes a token if there has never been one that can make others; undefined if there has. */
  createFirst(given: NewApiToken, actor: Actor): Promise<CreatedApiToken | undefined> {
    return this.insert(given, actor, true);
  }

  /** The newest first, revoked and expired ones included. */
  async list(): Promise<ApiToken[]> {
    const rows = await this.database.query({
      name: 'api_tokens',
      text: `select ${COLUMNS} from api_token t order by t.created_at desc, t.id`,
      values: [],
    });
    return rows.map(readToken);
  }

  /** The token with this secret, whatever its state. The index finds the hash, and the comparison takes constant time. */
  async withSecret(secret: string): Promise<ApiToken | undefined> {
    const hash = hashSecret(secret);
    const [row] = await this.database.query({
      name: 'api_token_by_hash',
      text: `select ${COLUMNS}, t.hash from api_token t where t.hash = $1`,
      values: [hash],
    });
    return row && timingSafeEqual(row['hash'] as Buffer, hash) ? readToken(row) : undefined;
  }

  /**
   * Revokes a token from now on; one that is revoked already stays as it is.
   *
   * @throws AppError `token.not_found`
   */
  async revoke(id: string, actor: Actor): Promise<ApiToken> {
    return this.database.transaction(async (transaction) => {
      const { rows } = await transaction.query({
        name: 'revoke_api_token',
        text: `with known as (select t.id, t.revoked_at is null as is_new from api_token t where t.id = $1 for update),
                    gone as (update api_token t set revoked_at = coalesce(t.revoked_at, now()) from known k
                              where t.id = k.id returning ${COLUMNS}, k.is_new)
               select gone.*, pg_notify('${REVOKED_CHANNEL}', gone.id::text) from gone`,
        values: [id],
      });
      const [row] = rows;
      if (!row) throw unknownToken(id);
      const token = readToken(row);
      if (row['is_new'] === true) {
        const details = { tokenId: formatNodeId('token', id), tokenName: token.name };
        await transaction.query(auditStatement({ ...actor, action: 'TOKEN_REVOKED', details }));
      }
      return token;
    }, TIMEOUT);
  }

  /** Those of some tokens that let nobody in any more. */
  async ended(ids: readonly string[]): Promise<ApiToken[]> {
    const rows = await this.database.query({
      name: 'ended_api_tokens',
      text: `select ${COLUMNS} from api_token t
              where t.id = any($1::uuid[]) and (t.revoked_at is not null or t.expires_at <= now())`,
      values: [ids],
    });
    return rows.map(readToken);
  }

  /** Notes a use of some tokens. */
  async touch(ids: readonly string[]): Promise<void> {
    await this.database.query({
      name: 'touch_api_tokens',
      text: `update api_token set last_used_at = now()
              where id = any($1::uuid[]) and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      values: [ids],
    });
  }

  private async insert(
    { name, scopes, hosts, expiresAt }: NewApiToken,
    actor: Actor,
    onlyFirst: boolean,
  ): Promise<CreatedApiToken | undefined> {
    const secret = createSecret();
    return this.database.transaction(async (transaction) => {
      if (onlyFirst) {
        await transaction.query({ text: 'select pg_advisory_xact_lock($1)', values: [FIRST_TOKEN_LOCK] });
        const { rows: administrators } = await transaction.query({
          text: `select from api_token t where 'tokens:admin' = any(t.scopes) limit 1`,
          values: [],
        });
        if (administrators.length) return undefined;
      }
      const { rows } = await transaction.query({
        name: 'insert_api_token',
        text: `insert into api_token as t (id, name, hash, scopes, hosts, expires_at, created_by)
               values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
        values: [randomUUID(), name, hashSecret(secret), scopes, hosts, expiresAt ?? null, creatorOf(actor)],
      });
      const token = readToken(rows[0] as Rows[number]);
      const details = {
        tokenId: formatNodeId('token', token.id),
        tokenName: name,
        scopes,
        hosts,
        expiresAt: expiresAt?.toISOString() ?? null,
      };
      await transaction.query(auditStatement({ ...actor, action: 'TOKEN_CREATED', details }));
      return { token, secret };
    }, TIMEOUT);
  }
}

const COLUMNS =
  't.id, t.name, t.scopes, t.hosts, t.created_at, t.created_by, t.expires_at, t.last_used_at, t.revoked_at';

function readToken(row: Rows[number]): ApiToken {
  return {
    id: row['id'] as string,
    name: row['name'] as string,
    scopes: row['scopes'] as string[],
    hosts: row['hosts'] as string[],
    createdAt: row['created_at'] as Date,
    createdBy: row['created_by'] as string,
    expiresAt: (row['expires_at'] as Date | null) ?? undefined,
    lastUsedAt: (row['last_used_at'] as Date | null) ?? undefined,
    revokedAt: (row['revoked_at'] as Date | null) ?? undefined,
  };
}

/** Whoever has no name of their own has it from the command line. */
function creatorOf({ principal }: Actor): string {
  return principal ? writableText(principal.name) : 'command line';
}

function checkNewToken({ name, scopes, hosts, expiresAt }: NewApiToken, now: Date): void {
  const refuse = (sentence: string): never => {
    throw new AppError('input.invalid', sentence);
  };
  if (!name.trim() || name.length > LONGEST_NAME || hasControls(name)) {
    refuse(`\`name\` is ${quote(name)}; give 1 to ${LONGEST_NAME} characters that say who uses the token`);
  }
  if (expiresAt && !(expiresAt > now)) {
    refuse(`\`expiresAt\` is ${expiresAt.toISOString()}, which is past; give a time to come`);
  }
  if (hosts.length > MOST_HOSTS) refuse(`\`hosts\` names ${hosts.length} hosts; give at most ${MOST_HOSTS}`);
  const odd = hosts.find((host) => !host || hasControls(host));
  if (odd !== undefined) refuse(`\`hosts\` has ${quote(odd)}, which is the name of no host; leave it out`);
  const tooWide = hosts.length ? scopes.filter((scope) => !scopesForHosts(scopes).includes(scope)) : [];
  if (tooWide.length) {
    refuse(
      `\`scopes\` has ${tooWide.join(', ')}, for which \`hosts\` cannot hold; make two tokens, one without \`hosts\``,
    );
  }
}

function hasControls(text: string): boolean {
  return /[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(text);
}

function unknownToken(id: string): AppError {
  const sentence = `No API token has the id ${quote(formatNodeId('token', id))}; \`spoor token list\` lists them`;
  return new AppError('token.not_found', sentence);
}
