import type { Database, Rows } from '../database/database.js';
import type { FeedPosition } from '../feed/feed-position.js';
import type { DeliveryFailure, DeliveryOutcome } from './delivery-outcome.js';
import { optional, positionValues, readPosition } from './webhook-row.js';

export type MessageType = 'EVENTS' | 'TEST';

/** One attempt to deliver a message. */
export interface Attempt extends DeliveryOutcome {
  readonly messageId: string;
  readonly messageType: MessageType;
  /** 1 for the first of its message. */
  readonly attempt: number;
  readonly events: number;
  /** Behind which place the message begins, and where it ends; of a test, neither. */
  readonly after: FeedPosition | undefined;
  readonly end: FeedPosition | undefined;
}

/** As the log has it. */
export interface LoggedAttempt extends Omit<Attempt, 'retryAfter'> {
  readonly id: string;
  readonly at: Date;
}

export interface LogQuery {
  readonly webhookId: string;
  /** Ids between which the page lies, themselves left out. */
  readonly above?: string;
  readonly below?: string;
  readonly direction: 'asc' | 'desc';
  readonly limit: number;
}

/** Takes `logValues` as its first parameters. */
export const LOG_DELIVERY = `insert into webhook_delivery (webhook_id, message_id, message_type, attempt, duration, status,
    failure, error, events, after_batch, after_event, end_batch, end_event)
  values ($1, $2, $3::webhook_message_type, $4, $5, $6, $7, $8, $9, $10, $11::uuid, $12, $13::uuid)
  returning webhook_delivery.id::text, webhook_delivery.at`;

export function logValues(webhookId: string, logged: Attempt): unknown[] {
  const { messageId, messageType, attempt, duration, status, failure, error, events, after, end } = logged;
  return [
    ...[webhookId, messageId, messageType, attempt, duration, status ?? null, failure ?? null, error ?? null, events],
    ...[...positionValues(after), ...positionValues(end)],
  ];
}

/** What became of the messages of webhooks, attempt by attempt. */
export class DeliveryLog {
  constructor(private readonly database: Database) {}

  async add(webhookId: string, attempt: Attempt): Promise<LoggedAttempt> {
    const values = logValues(webhookId, attempt);
    const [row] = await this.database.query({ name: 'log_webhook_delivery', text: LOG_DELIVERY, values });
    const { retryAfter: _wish, ...logged } = attempt;
    return { ...logged, id: row?.['id'] as string, at: row?.['at'] as Date };
  }

  /** In the order of attempts. */
  async page({ webhookId, above, below, direction, limit }: LogQuery): Promise<LoggedAttempt[]> {
    const order = direction === 'asc' ? 'd.id' : 'd.id desc';
    const rows = await this.database.query({
      name: `webhook_deliveries ${direction}`,
      text: `select d.id::text as id, d.at, d.message_id, d.message_type, d.attempt, d.duration, d.status, d.failure,
                    d.error, d.events, d.after_batch::text, d.after_event, d.end_batch::text, d.end_event
               from webhook_delivery d
              where d.webhook_id = $1 and ($2::bigint is null or d.id > $2) and ($3::bigint is null or d.id < $3)
              order by ${order} limit $4`,
      values: [webhookId, above ?? null, below ?? null, limit],
    });
    return rows.map(readAttempt);
  }
}

function readAttempt(row: Rows[number]): LoggedAttempt {
  return {
    id: row['id'] as string,
    at: row['at'] as Date,
    messageId: row['message_id'] as string,
    messageType: row['message_type'] as MessageType,
    attempt: row['attempt'] as number,
    duration: row['duration'] as number,
    status: optional<number>(row['status']),
    failure: optional<DeliveryFailure>(row['failure']),
    error: optional<string>(row['error']),
    events: row['events'] as number,
    after: readPosition(row, 'after'),
    end: readPosition(row, 'end'),
  };
}
