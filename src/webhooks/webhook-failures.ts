import { auditStatement } from '../auth/audit-log.js';
import type { Database, Rows } from '../database/database.js';
import { formatNodeId } from '../node-id.js';
import { LOG_DELIVERY, logValues, type Attempt } from './delivery-log.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { EXPIRED, REVOKED, type LeasedWebhook } from './webhook-leases.js';
import type { DisabledReason } from './webhook.js';

/** A webhook that Spoor itself has disabled. */
export interface DisabledWebhook {
  readonly id: string;
  readonly reason: DisabledReason;
}

export interface FailureOptions {
  /** Milliseconds to the next attempt. */
  readonly delay: number;
  /** The endpoint says that it is gone for good. */
  readonly isGone: boolean;
  /** Id of the message that the webhook's row notes; undefined for none. */
  readonly noted: string | undefined;
  readonly disableAfterDays: number;
}

/** Milliseconds for a statement. */
const TIMEOUT = 5_000;

/** What Spoor itself notes against webhooks: attempts in vain, and that it delivers for one no longer. */
export class WebhookFailures {
  constructor(private readonly database: Database) {}

  /** Notes an attempt in vain, and when to try again; a webhook that has failed for too long is disabled. */
  async failed(
    webhook: LeasedWebhook,
    attempt: Attempt,
    options: FailureOptions,
  ): Promise<DisabledWebhook | undefined> {
    const { delay, isGone, noted, disableAfterDays } = options;
    return this.database.transaction(async (transaction) => {
      const { rows } = await transaction.query({
        name: 'webhook_failed',
        text: `with logged as (${LOG_DELIVERY}), known as (
                 select w.id, w.state, case when $16 then 'GONE'
                                   when w.failing_since < now() - $17 * interval '1 day' then 'FAILING' end as reason
                   from webhook w
                  where w.id = $1 and w.lease_number = $14 and w.revision = $18
                    and w.message_id is not distinct from $19::uuid for update
               )
               update webhook w
                  set attempts = w.attempts + 1, failing_since = coalesce(w.failing_since, now()),
                      next_attempt_at = now() + $15 * interval '1 ms',
                      state = case when ${ENDS} then 'DISABLED' else w.state end,
                      reason = case when ${ENDS} then k.reason::webhook_disabled_reason else w.reason end,
                      state_since = case when ${ENDS} then now() else w.state_since end
                 from known k where w.id = k.id
               returning w.id, case when ${ENDS} then k.reason end as reason`,
        values: [
          ...logValues(webhook.id, attempt),
          ...[webhook.leaseNumber, delay, isGone, disableAfterDays, webhook.revision, noted ?? null],
        ],
      });
      const [disabled] = disabledIn(rows);
      if (disabled) await transaction.query(auditOf(disabled));
      return disabled;
    }, TIMEOUT);
  }

  /** Disables one whose selection today's code does not read. */
  async disable(webhook: LeasedWebhook, reason: DisabledReason): Promise<DisabledWebhook | undefined> {
    const condition = 'w.id = $2 and w.lease_number = $3 and w.revision = $4';
    const values = [reason, webhook.id, webhook.leaseNumber, webhook.revision];
    const [disabled] = await this.disableWhere('disable_webhook', condition, '$1', values);
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
