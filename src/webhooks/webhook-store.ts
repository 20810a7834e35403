import { randomUUID } from 'node:crypto';
import { auditStatement, type Actor, type AuditAction } from '../auth/audit-log.js';
import type { Database, Rows, Statement } from '../database/database.js';
import { AppError } from '../errors.js';
import type { FeedPosition } from '../feed/feed-position.js';
import { formatNodeId, quote } from '../node-id.js';
import type { SigningSecrets } from './sign-message.js';
import { changeOf, type WebhookChanges } from './webhook-changes.js';
import { REVOKED } from './webhook-leases.js';
import { positionValues, readSecrets, readWebhook, SECRET_COLUMNS, WEBHOOK_COLUMNS } from './webhook-row.js';
import type { StoredSelection, Webhook, WebhookCreator } from './webhook.js';

/** Names of the only hosts that exist for somebody; undefined for all. */
type Hosts = readonly string[] | undefined;

/** A webhook that somebody asks for: whoever sees some hosts only has those that see no others. */
export interface WebhookKey {
  readonly id: string;
  readonly hosts: Hosts;
}

export interface NewWebhook {
  readonly name: string | undefined;
  readonly url: string;
  readonly selection: StoredSelection;
  readonly batchSize: number;
  readonly position: FeedPosition;
  readonly secret: string;
  readonly creator: WebhookCreator;
}

/** Each looks at every batch: more of them are better served by one that sends everything to a place that tells them apart. */
const MOST_WEBHOOKS = 1_000;

const TIMEOUT = 10_000;

/** The parameters `$1` and `$2` are those of a `WebhookKey`. */
const IS_KEY = '$1 = w.id and ($2::text[] is null or (cardinality(w.hosts) > 0 and w.hosts <@ $2))';

/** The webhooks in the database, as people see and change them. */
export class WebhookStore {
  constructor(private readonly database: Database) {}

  /** @throws AppError `input.invalid` when there are too many */
  async create(given: NewWebhook, actor: Actor): Promise<Webhook> {
    const { name, url, selection, batchSize, position, secret, creator } = given;
    const text = `insert into webhook as w
        (id, name, url, where_text, filter_json, batch_size, position_batch, position_event, secret, creator_kind,
         creator_id, creator_name, hosts, reads_sensitive)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
       where (select count(*) from webhook) < ${MOST_WEBHOOKS}
      returning ${WEBHOOK_COLUMNS}`;
    const values = [
      ...[randomUUID(), name ?? null, url, selection.where ?? null, selection.filter ?? null, batchSize],
      ...[...positionValues(position), secret, creator.kind, creator.id, creator.name],
      ...[creator.hosts, creator.readsSensitive],
    ];
    const details = { endpoint: new URL(url).origin, hosts: creator.hosts, readsSensitive: creator.readsSensitive };
    const webhook = await this.change({ name: 'insert_webhook', text, values }, actor, 'WEBHOOK_CREATED', details);
    if (webhook) return webhook;
    throw new AppError('input.invalid', `There are ${MOST_WEBHOOKS} webhooks, which is the most; delete one first`);
  }

  /** The newest first. */
  async list(hosts: Hosts): Promise<Webhook[]> {
    const rows = await this.database.query({
      name: 'webhooks',
      text: `select ${WEBHOOK_COLUMNS} from webhook w
              where $1::text[] is null or (cardinality(w.hosts) > 0 and w.hosts <@ $1)
              order by w.created_at desc, w.id`,
      values: [hosts ?? null],
    });
    return rows.map(readWebhook);
  }

  async byId({ id, hosts }: WebhookKey): Promise<Webhook | undefined> {
    const [row] = await this.database.query({
      name: 'webhook_by_id',
      text: `select ${WEBHOOK_COLUMNS} from webhook w where ${IS_KEY}`,
      values: [id, hosts ?? null],
    });
    return row && readWebhook(row);
  }

  /** To sign with. */
  async secrets({ id, hosts }: WebhookKey): Promise<SigningSecrets> {
    const [row] = await this.database.query({
      name: 'webhook_secrets',
      text: `select ${SECRET_COLUMNS}, w.previous_secret_until from webhook w where ${IS_KEY}`,
      values: [id, hosts ?? null],
    });
    if (!row) throw unknownWebhook(id);
    return readSecrets(row);
  }

  /** One that does not deliver anyhow stays as it is. */
  pause(key: WebhookKey, actor: Actor): Promise<Webhook> {
    const set = `state = case when w.state = 'ACTIVE' then 'PAUSED' else w.state end,
                 state_since = case when w.state = 'ACTIVE' then now() else w.state_since end`;
    return this.update('pause_webhook', key, set, [], actor, { change: 'paused' });
  }

  /** Goes on where it stopped, with a clean slate. */
  resume(key: WebhookKey, actor: Actor): Promise<Webhook> {
    const set = `state_since = case when w.state = 'ACTIVE' then w.state_since else now() end, state = 'ACTIVE',
                 reason = null, failing_since = null, attempts = 0, next_attempt_at = now()`;
    return this.update('resume_webhook', key, set, [], actor, { change: 'resumed' });
  }

  /** Moves on, or back, to a place. A message that is on its way is given up. */
  move(key: WebhookKey, to: FeedPosition, from: string, actor: Actor): Promise<Webhook> {
    const set = `position_batch = $3, position_event = $4, message_id = null, message_batch = null, message_event = null,
                 attempts = 0, failing_since = null, next_attempt_at = now()`;
    return this.update('move_webhook', key, set, positionValues(to), actor, { change: 'replayed', from });
  }

  /** Gives it other settings. It keeps its place. */
  alter(key: WebhookKey, changes: WebhookChanges, actor: Actor): Promise<Webhook> {
    const { name, set, values, details } = changeOf(changes, actor.principal);
    return this.update(name, key, set, values, actor, { change: 'settings changed', ...details });
  }

  /** @param overlap milliseconds for which the old secret is signed with, too */
  rotate(key: WebhookKey, secret: string, overlap: number, actor: Actor): Promise<Webhook> {
    const set = `previous_secret = w.secret, previous_secret_until = now() + $4 * interval '1 ms', secret = $3`;
    const details = { change: 'secret rotated', overlapSeconds: overlap / 1000 };
    return this.update('rotate_webhook_secret', key, set, [secret, overlap], actor, details);
  }

  async delete({ id, hosts }: WebhookKey, actor: Actor): Promise<void> {
    const text = `delete from webhook w where ${IS_KEY} returning ${WEBHOOK_COLUMNS}`;
    const statement = { name: 'delete_webhook', text, values: [id, hosts ?? null] };
    if (!(await this.change(statement, actor, 'WEBHOOK_DELETED', {}))) throw unknownWebhook(id);
  }

  /** Whether it was made, or turned to its URL, with an API token that has been revoked since. */
  async isRevoked({ id, hosts }: WebhookKey): Promise<boolean> {
    const rows = await this.database.query({
      name: 'webhook_is_revoked',
      text: `select from webhook w where ${IS_KEY} and ${REVOKED}`,
      values: [id, hosts ?? null],
    });
    return rows.length > 0;
  }

  private async update(
    name: string,
    { id, hosts }: WebhookKey,
    set: string,
    values: readonly unknown[],
    actor: Actor,
    details: Readonly<Record<string, unknown>>,
  ): Promise<Webhook> {
    const text = `update webhook w set ${set} where ${IS_KEY} returning ${WEBHOOK_COLUMNS}`;
    const statement = { name, text, values: [id, hosts ?? null, ...values] };
    const webhook = await this.change(statement, actor, 'WEBHOOK_CHANGED', details);
    if (webhook) return webhook;
    throw unknownWebhook(id);
  }

  /** Runs a statement and writes down what it changed, both or neither. */
  private change(
    statement: Statement,
    actor: Actor,
    action: AuditAction,
    details: Readonly<Record<string, unknown>>,
  ): Promise<Webhook | undefined> {
    return this.database.transaction(async (transaction) => {
      const { rows } = await transaction.query(statement);
      const [webhook] = rows.map((row: Rows[number]) => readWebhook(row));
      if (!webhook) return undefined;
      const named = { webhookId: formatNodeId('webhook', webhook.id), webhookName: webhook.name, ...details };
      await transaction.query(auditStatement({ ...actor, action, details: named }));
      return webhook;
    }, TIMEOUT);
  }
}

export function unknownWebhook(id: string): AppError {
  const sentence = `No webhook has the id ${quote(formatNodeId('webhook', id))}; \`webhooks\` lists those that you may see`;
  return new AppError('webhook.not_found', sentence);
}
