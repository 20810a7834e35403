import type { Principal } from '../auth/principal.js';
import type { AcknowledgementStatus } from '../storage/event-enums.js';

/** What somebody said of an event. */
export interface Acknowledgement {
  readonly status: AcknowledgementStatus;
  readonly note: string | undefined;
  readonly at: Date;
  readonly by: Acknowledger;
}

export type Acknowledger = Pick<Principal, 'kind' | 'id' | 'name'>;

/** What somebody says of several events. */
export interface NewAcknowledgement {
  /** UUIDs, each once. */
  readonly ids: readonly string[];
  readonly status: AcknowledgementStatus;
  readonly note: string | undefined;
  readonly by: Acknowledger;
}

/** UUIDs of the events that were found, and of those of them that got an entry. */
export interface Acknowledged {
  readonly found: readonly string[];
  readonly changed: readonly string[];
}

/** Events that one call acknowledges. */
export const MOST_ACKNOWLEDGED = 1_000;

/** Entries of one event's history that one list shows. */
export const MOST_HISTORY = 100;
