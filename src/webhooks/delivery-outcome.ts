/** Why an attempt failed. */
export type DeliveryFailure =
  | 'ADDRESS_REFUSED'
  | 'NAME_UNRESOLVED'
  | 'CONNECTION_FAILED'
  | 'TLS_FAILED'
  | 'TIMEOUT'
  | 'REDIRECT'
  | 'STATUS'
  | 'BROKEN_OFF'
  | 'ANSWER_TOO_LONG'
  /** Ours: nothing was sent. */
  | 'EVENTS_UNREADABLE';

/** What became of one attempt. */
export interface DeliveryOutcome {
  /** Of the answer, as far as there was one. */
  readonly status: number | undefined;
  /** Undefined when the message was accepted. */
  readonly failure: DeliveryFailure | undefined;
  /** A sentence about the failure. */
  readonly error: string | undefined;
  /** Milliseconds that the endpoint asks to be left alone. */
  readonly retryAfter: number | undefined;
  /** Milliseconds. */
  readonly duration: number;
}
