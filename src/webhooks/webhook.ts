import type { PrincipalKind } from '../auth/principal.js';
import type { FeedPosition } from '../feed/feed-position.js';

/** Whether messages are delivered: yes, not for now, or no longer, for a reason. */
export type WebhookState = 'ACTIVE' | 'PAUSED' | 'DISABLED';

export type DisabledReason = 'FAILING' | 'GONE' | 'CURSOR_EXPIRED' | 'TOKEN_REVOKED' | 'SELECTION_INVALID';

/** Which events, as the creator of a webhook wrote it: compiled anew by the code of the day that reads it. */
export interface StoredSelection {
  /** SECL. */
  readonly where: string | undefined;
  /** JSON of a `SecurityEventFilter`. */
  readonly filter: string | undefined;
}

/** Who made a webhook, and what they were allowed then: it sees no more. */
export interface WebhookCreator {
  readonly kind: PrincipalKind;
  readonly id: string;
  readonly name: string;
  /** Names of the hosts that exist for it; empty for all. */
  readonly hosts: readonly string[];
  readonly readsSensitive: boolean;
}

/** Where the feed is delivered to. */
export interface Webhook {
  readonly id: string;
  readonly name: string | undefined;
  readonly url: string;
  readonly selection: StoredSelection;
  /** Events that a message has at most. */
  readonly batchSize: number;
  /** Behind everything that the endpoint has accepted. */
  readonly position: FeedPosition;
  /** The message that is on its way. */
  readonly message: PendingMessage | undefined;
  readonly state: WebhookState;
  readonly reason: DisabledReason | undefined;
  readonly stateSince: Date;
  readonly failingSince: Date | undefined;
  /** In vain, of the message that is on its way. */
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly deliveredAt: Date | undefined;
  readonly previousSecretUntil: Date | undefined;
  readonly createdAt: Date;
  readonly creator: WebhookCreator;
}

/** A message that keeps its id and its end until it is accepted, so that it is the same one when it is sent again. */
export interface PendingMessage {
  readonly id: string;
  readonly end: FeedPosition;
}
