import type { Database } from '../database/database.js';
import type { FeedPosition } from '../feed/feed-position.js';
import { LOG_DELIVERY, logValues, type Attempt } from './delivery-log.js';
import type { SigningSecrets } from './sign-message.js';
import { positionValues, readSecrets, readWebhook, SECRET_COLUMNS, WEBHOOK_COLUMNS } from './webhook-row.js';
import type { PendingMessage, Webhook } from './webhook.js';

/** A webhook that this process may deliver for, as long as nobody has leased it since. */
export interface LeasedWebhook extends Webhook {
  /** Grows with every lease, so that whoever lost one cannot change anything any more. */
  readonly leaseNumber: string;
  /** When it was asked for, by `performance.now()`. */
  readonly leasedAt: number;
  /** Grows with every change of its settings, so that what was begun before one counts for nothing. */
  readonly revision: string;
  /** Number of the newest batch when it was leased. */
  readonly newest: bigint;
}

export interface ClaimQuery {
  readonly limit: number;
  /** Whether those whose last attempt failed, or the others. */
  readonly failing: boolean;
}

/** Made with an API token that was revoked since, or turned to its URL with one. */
export const REVOKED = `exists (select from api_token t where t.revoked_at is not null
  and (t.id = w.url_token_id or (w.creator_kind = 'API_TOKEN' and t.id::text = w.creator_id)))`;

/** Behind whose position events have been removed by retention; `isForgotten` says the same. */
export const EXPIRED = `exists (select from installation i where w.position_batch < i.forgotten_batch
  or (w.position_batch = i.forgotten_batch and w.position_event is not null))`;

/**
 * Who delivers for a webhook: one process at a time, for as long as it keeps saying so. All times are the database's, and
 * everything that a process changes, it changes only while the lease is its own.
 */
export class WebhookLeases {
  /** @param duration milliseconds after which a lease that is not renewed is anybody's */
  constructor(
    private readonly database: Database,
    readonly owner: string,
    readonly duration: number,
  ) {}

  /** Leases webhooks for which there is something to do, those that have waited longest first. */
  async claim({ limit, failing }: ClaimQuery): Promise<LeasedWebhook[]> {
    const leasedAt = performance.now();
    const rows = await this.database.query({
      name: 'claim_webhooks',
      text: `with due as (
               select w.id from webhook w
                where w.state = 'ACTIVE' and w.next_attempt_at <= now() and (w.attempts > 0) = $4
                  and (w.lease_until is null or w.lease_until < now())
                  and (w.message_id is not null or w.position_event is not null
                       or w.position_batch < (select max(b.number) from ingest_batch b))
                  and not ${REVOKED} and not ${EXPIRED}
                order by w.next_attempt_at limit $3
                  for update of w skip locked
             )
             update webhook w
                set lease_owner = $1, lease_until = now() + $2 * interval '1 ms', lease_number = w.lease_number + 1
               from due where w.id = due.id
             returning ${WEBHOOK_COLUMNS}, w.lease_number::text, w.revision::text,
                       (select max(b.number) from ingest_batch b)::text as newest`,
      values: [this.owner, this.duration, limit, failing],
    });
    return rows.map((row) => ({
      ...readWebhook(row),
      leasedAt,
      leaseNumber: row['lease_number'] as string,
      revision: row['revision'] as string,
      newest: BigInt((row['newest'] as string | null) ?? 0),
    }));
  }

  /** @returns false when the lease is somebody else's by now, or the webhook gone */
  async renew({ id, leaseNumber }: LeasedWebhook): Promise<boolean> {
    const rows = await this.database.query({
      name: 'renew_webhook_lease',
      text: `update webhook w set lease_until = now() + $3 * interval '1 ms'
              where w.id = $1 and w.lease_number = $2 returning w.id`,
      values: [id, leaseNumber, this.duration],
    });
    return rows.length > 0;
  }

  /** Leaves it alone for some milliseconds. */
  async postpone({ id, leaseNumber }: LeasedWebhook, rest: number): Promise<void> {
    await this.database.query({
      name: 'postpone_webhook',
      text: `update webhook w set next_attempt_at = now() + $3 * interval '1 ms' where w.id = $1 and w.lease_number = $2`,
      values: [id, leaseNumber, rest],
    });
  }

  async release({ id, leaseNumber }: LeasedWebhook): Promise<void> {
    await this.database.query({
      name: 'release_webhook',
      text: `update webhook w set lease_until = null, lease_owner = null where w.id = $1 and w.lease_number = $2`,
      values: [id, leaseNumber],
    });
  }

  /**
   * Notes the message that is about to be sent.
   *
   * @returns what to sign it with; undefined when it must not be sent: somebody paused, moved, changed or deleted the
   *   webhook, or revoked what it was made with
   */
  async begin(
    { id, leaseNumber, revision, position }: LeasedWebhook,
    message: PendingMessage,
  ): Promise<SigningSecrets | undefined> {
    const rows = await this.database.query({
      name: 'begin_webhook_message',
      text: `update webhook w
                set message_id = $3, message_batch = $4, message_event = $5,
                    attempts = case when w.message_id = $3 then w.attempts else 0 end, lease_until = now() + $8 * interval '1 ms'
              where w.id = $1 and w.lease_number = $2 and w.revision = $9 and w.state = 'ACTIVE' and not ${REVOKED}
                and w.position_batch = $6 and w.position_event is not distinct from $7::uuid
             returning ${SECRET_COLUMNS}, w.previous_secret_until`,
      values: [
        ...[id, leaseNumber, message.id, ...positionValues(message.end), ...positionValues(position)],
        ...[this.duration, revision],
      ],
    });
    const [row] = rows;
    return row && readSecrets(row);
  }

  /**
   * Moves on behind what nothing has to be sent of: nothing is in vain any more.
   *
   * @param rest milliseconds until it is looked at again
   * @returns false when somebody else has moved or changed it
   */
  async pass({ id, leaseNumber, revision, position }: LeasedWebhook, to: FeedPosition, rest: number): Promise<boolean> {
    const rows = await this.database.query({
      name: 'pass_webhook',
      text: `update webhook w
                set position_batch = $5, position_event = $6, message_id = null, message_batch = null,
                    message_event = null, attempts = 0, failing_since = null,
                    next_attempt_at = now() + $7 * interval '1 ms'
              where w.id = $1 and w.lease_number = $2 and w.revision = $8 and not ${EXPIRED}
                and w.position_batch = $3 and w.position_event is not distinct from $4::uuid
             returning w.id`,
      values: [id, leaseNumber, ...positionValues(position), ...positionValues(to), rest, revision],
    });
    return rows.length > 0;
  }

  /**
   * Notes that a message was accepted, and moves on behind it.
   *
   * @returns false when somebody else has moved or changed the webhook meanwhile
   */
  async delivered(webhook: LeasedWebhook, attempt: Attempt): Promise<boolean> {
    const rows = await this.database.query({
      name: 'webhook_delivered',
      text: `with logged as (${LOG_DELIVERY})
             update webhook w
                set position_batch = w.message_batch, position_event = w.message_event, message_id = null,
                    message_batch = null, message_event = null, attempts = 0, failing_since = null,
                    delivered_at = now(), next_attempt_at = now()
              where w.id = $1 and w.lease_number = $14 and w.revision = $15 and w.message_id = $2 and not ${EXPIRED}
             returning w.id`,
      values: [...logValues(webhook.id, attempt), webhook.leaseNumber, webhook.revision],
    });
    return rows.length > 0;
  }
}
