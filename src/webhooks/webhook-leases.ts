import { auditStatement } from '../auth/audit-log.js';
import type { Database, Rows } from '../database/database.js';
import type { FeedPosition } from '../feed/feed-position.js';
import { formatNodeId } from '../node-id.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { LOG_DELIVERY, logValues, type Attempt } from './delivery-log.js';
import type { SigningSecrets } from './sign-message.js';
import { positionValues, readSecrets, readWebhook, SECRET_COLUMNS, WEBHOOK_COLUMNS } from './webhook-row.js';
import type { DisabledReason, PendingMessage, Webhook } from './webhook.js';

/** A webhook that this process may deliver for, as long as nobody has leased it since. */
export interface LeasedWebhook extends Webhook {
  readonly secrets: SigningSecrets;
  /** Grows with every lease, so that whoever lost one cannot change anything any more. */
  readonly leaseNumber: string;
  /** Number of the newest batch when it was leased. */
  readonly newest: bigint;
}

/** A webhook that Spoor itself has disabled. */
export interface DisabledWebhook {
  readonly id: string;
  readonly reason: DisabledReason;
}

export interface ClaimQuery {
  readonly limit: number;
  /** Whether those whose last attempt failed, or the others. */
  readonly failing: boolean;
}

export interface FailureOptions {
  /** Milliseconds to the next attempt. */
  readonly delay: number;
  /** The endpoint says that it is gone for good. */
  readonly isGone: boolean;
  readonly disableAfterDays: number;
}

/** Milliseconds for a statement. */
const TIMEOUT = 5_000;

/** Whose creator's API token was revoked. */
const REVOKED = `(w.creator_kind = 'API_TOKEN' and exists
  (select from api_token t where t.id::text = w.creator_id and t.revoked_at is not null))`;

/** Behind whose position events have been removed by retention. */
const EXPIRED = 'w.position_batch < (select i.forgotten_batch from installation i)';

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
             returning ${WEBHOOK_COLUMNS}, ${SECRET_COLUMNS}, w.lease_number::text,
                       (select max(b.number) from ingest_batch b)::text as newest`,
      values: [this.owner, this.duration, limit, failing],
    });
    return rows.map((row) => ({
      ...readWebhook(row),
      secrets: readSecrets(row),
      leaseNumber: row['lease_number'] as string,
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
   * @returns false when it must not be sent: somebody paused, moved or deleted the webhook, or revoked what it was made with
   */
  async begin({ id, leaseNumber, position }: LeasedWebhook, message: PendingMessage): Promise<boolean> {
    const rows = await this.database.query({
      name: 'begin_webhook_message',
      text: `update webhook w
                set message_id = $3, message_batch = $4, message_event = $5, lease_until = now() + $8 * interval '1 ms'
              where w.id = $1 and w.lease_number = $2 and w.state = 'ACTIVE' and not ${REVOKED}
                and w.position_batch = $6 and w.position_event is not distinct from $7::uuid
             returning w.id`,
      values: [
        ...[id, leaseNumber, message.id, ...positionValues(message.end), ...positionValues(position)],
        this.duration,
      ],
    });
    return rows.length > 0;
  }

  /**
   * Moves on behind what nothing has to be sent of.
   *
   * @param rest milliseconds until it is looked at again
   * @returns false when somebody else has moved it
   */
  async pass({ id, leaseNumber, position }: LeasedWebhook, to: FeedPosition, rest: number): Promise<boolean> {
    const rows = await this.database.query({
      name: 'pass_webhook',
      text: `update webhook w
                set position_batch = $5, position_event = $6, message_id = null, message_batch = null,
                    message_event = null, next_attempt_at = now() + $7 * interval '1 ms'
              where w.id = $1 and w.lease_number = $2 and not ${EXPIRED}
                and w.position_batch = $3 and w.position_event is not distinct from $4::uuid
             returning w.id`,
      values: [id, leaseNumber, ...positionValues(position), ...positionValues(to), rest],
    });
    return rows.length > 0;
  }

  /**
   * Notes that a message was accepted, and moves on behind it.
   *
   * @returns false when somebody else has moved the webhook meanwhile
   */
  async delivered(webhook: LeasedWebhook, attempt: Attempt): Promise<boolean> {
    const rows = await this.database.query({
      name: 'webhook_delivered',
      text: `with logged as (${LOG_DELIVERY})
             update webhook w
                set position_batch = w.message_batch, position_event = w.message_event, message_id = null,
                    message_batch = null, message_event = null, attempts = 0, failing_since = null,
                    delivered_at = now(), next_attempt_at = now()
              where w.id = $1 and w.lease_number = $14 and w.message_id = $2 and not ${EXPIRED}
             returning w.id`,
      values: [...logValues(webhook.id, attempt), webhook.leaseNumber],
    });
    return rows.length > 0;
  }

  /** Notes an attempt in vain, and when to try again; a webhook that has failed for too long is disabled. */
  async failed(
    webhook: LeasedWebhook,
    attempt: Attempt,
    options: FailureOptions,
  ): Promise<DisabledWebhook | undefined> {
    const { delay, isGone, disableAfterDays } = options;
    return this.database.transaction(async (transaction) => {
      const { rows } = await transaction.query({
        name: 'webhook_failed',
        text: `with logged as (${LOG_DELIVERY}), known as (
                 select w.id, w.state, case when $16 then 'GONE'
                                   when w.failing_since < now() - $17 * interval '1 day' then 'FAILING' end as reason
                   from webhook w where w.id = $1 and w.lease_number = $14 and w.message_id = $2 for update
               )
               update webhook w
                  set attempts = w.attempts + 1, failing_since = coalesce(w.failing_since, now()),
                      next_attempt_at = now() + $15 * interval '1 ms',
                      state = case when ${ENDS} then 'DISABLED' else w.state end,
                      reason = case when ${ENDS} then k.reason::webhook_disabled_reason else w.reason end,
                      state_since = case when ${ENDS} then now() else w.state_since end
                 from known k where w.id = k.id
               returning w.id, case when ${ENDS} then k.reason end as reason`,
        values: [...logValues(webhook.id, attempt), webhook.leaseNumber, delay, isGone, disableAfterDays],
      });
      const [disabled] = disabledIn(rows);
      if (disabled) await transaction.query(auditOf(disabled));
      return disabled;
    }, TIMEOUT);
  }

  /** Disables one whose selection today's code does not read. */
  async disable({ id, leaseNumber }: LeasedWebhook, reason: DisabledReason): Promise<DisabledWebhook | undefined> {
    const [disabled] = await this.disableWhere('disable_webhook', 'w.id = $2 and w.lease_number = $3', '$1', [
      ...[reason, id, leaseNumber],
    ]);
    return disabled;
  }

  /** Disables those that can no longer be delivered for: their API token was revoked, or what comes next is gone. */
  async sweep(): Promise<DisabledWebhook[]> {
    const reason = `case when ${REVOKED} then 'TOKEN_REVOKED' else 'CURSOR_EXPIRED' end`;
    return this.disableWhere('sweep_webhooks', `(${REVOKED} or (w.state = 'ACTIVE' and ${EXPIRED}))`, reason, []);
  }

  private disableWhere(
    name: string,
    condition: string,
    reason: string,
    values: readonly unknown[],
  ): Promise<DisabledWebhook[]> {
    return this.database.transaction(async (transaction) => {
      const { rows } = await transaction.query({
        name,
        text: `update webhook w set state = 'DISABLED', reason = (${reason})::webhook_disabled_reason, state_since = now()
                where w.state <> 'DISABLED' and ${condition}
               returning w.id, w.reason`,
        values,
      });
      const disabled = disabledIn(rows);
      for (const each of disabled) await transaction.query(auditOf(each));
      return disabled;
    }, TIMEOUT);
  }
}

/** Somebody may have paused it meanwhile: it does not fail then. */
const ENDS = `(k.reason is not null and k.state = 'ACTIVE')`;

function disabledIn(rows: Rows): DisabledWebhook[] {
  return rows.flatMap(({ id, reason }) =>
    typeof reason === 'string' ? [{ id: id as string, reason: reason as DisabledReason }] : [],
  );
}

function auditOf({ id, reason }: DisabledWebhook): ReturnType<typeof auditStatement> {
  return auditStatement({ action: 'WEBHOOK_DISABLED', details: { webhookId: formatNodeId('webhook', id), reason } });
}

/** An answer that says that there is nothing any more, and never will be (RFC 9110, section 15.5.11). */
export function isGone({ status }: Pick<DeliveryOutcome, 'status'>): boolean {
  return status === 410;
}
