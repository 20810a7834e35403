import type { PrincipalKind } from '../auth/principal.js';
import type { Rows } from '../database/database.js';
import type { FeedPosition } from '../feed/feed-position.js';
import type { SigningSecrets } from './sign-message.js';
import type { DisabledReason, Webhook, WebhookState } from './webhook.js';

/** Everything but the secrets. */
export const WEBHOOK_COLUMNS =
  'w.id, w.name, w.url, w.where_text, w.filter_json, w.batch_size, w.position_batch::text, w.position_event, w.message_id, ' +
  'w.message_batch::text, w.message_event, w.state, w.reason, w.state_since, w.failing_since, w.attempts, ' +
  'w.next_attempt_at, w.delivered_at, w.previous_secret_until, w.created_at, w.creator_kind, w.creator_id, ' +
  'w.creator_name, w.hosts, w.reads_sensitive';

export const SECRET_COLUMNS = 'w.secret, w.previous_secret';

export function readWebhook(row: Rows[number]): Webhook {
  const end = readPosition(row, 'message');
  return {
    id: row['id'] as string,
    name: optional<string>(row['name']),
    url: row['url'] as string,
    selection: { where: optional<string>(row['where_text']), filter: optional<string>(row['filter_json']) },
    batchSize: row['batch_size'] as number,
    position: readPosition(row, 'position') as FeedPosition,
    message: end && { id: row['message_id'] as string, end },
    state: row['state'] as WebhookState,
    reason: optional<DisabledReason>(row['reason']),
    stateSince: row['state_since'] as Date,
    failingSince: optional<Date>(row['failing_since']),
    attempts: row['attempts'] as number,
    nextAttemptAt: row['next_attempt_at'] as Date,
    deliveredAt: optional<Date>(row['delivered_at']),
    previousSecretUntil: optional<Date>(row['previous_secret_until']),
    createdAt: row['created_at'] as Date,
    creator: {
      kind: row['creator_kind'] as PrincipalKind,
      id: row['creator_id'] as string,
      name: row['creator_name'] as string,
      hosts: row['hosts'] as string[],
      readsSensitive: row['reads_sensitive'] as boolean,
    },
  };
}

export function readSecrets(row: Rows[number]): SigningSecrets {
  return {
    current: row['secret'] as string,
    previous: optional<string>(row['previous_secret']),
    previousUntil: optional<Date>(row['previous_secret_until']),
  };
}

/** Of the two columns `<name>_batch` and `<name>_event`. */
export function readPosition(row: Rows[number], name: string): FeedPosition | undefined {
  const batch = optional<string>(row[`${name}_batch`]);
  return batch === undefined ? undefined : { batch: BigInt(batch), event: optional<string>(row[`${name}_event`]) };
}

/** A position as the values of two columns. */
export function positionValues(position: FeedPosition | undefined): [string | null, string | null] {
  return position ? [String(position.batch), position.event ?? null] : [null, null];
}

export function optional<T>(value: unknown): T | undefined {
  return (value as T | null) ?? undefined;
}
