/** What the bench and its processes of subscribers say to each other: each question gets its one answer. */
export type ToSubscribers =
  | {
      readonly kind: 'open';
      readonly subscribers: readonly SubscriberPlan[];
      readonly token: string;
      readonly after: string;
    }
  /** Latencies are kept of what is committed from then on, in milliseconds since 1970. */
  | { readonly kind: 'measure'; readonly from: number }
  | { readonly kind: 'progress' }
  /** A server is about to be killed. */
  | { readonly kind: 'killing'; readonly at: number }
  | { readonly kind: 'account'; readonly mode: Mode; readonly expected: readonly (readonly string[])[] }
  | { readonly kind: 'close' };

/** By a subscription, or by asking again and again. */
export type Mode = 'push' | 'poll';

export interface SubscriberPlan {
  readonly mode: Mode;
  /** Which of the filters: the place of the expected events. */
  readonly filter: number;
  readonly variables: object;
  /** Of the servers, the one to ask first in front. */
  readonly urls: readonly string[];
}

export interface Progress {
  /** Events by all subscribers, those that came twice counted once. */
  readonly received: number;
  /** Those of them with a latency. */
  readonly measured: number;
  readonly connected: number;
}

/** Of all subscribers of one mode, in a process or in all of them. */
export interface Account {
  readonly expected: number;
  readonly received: number;
  readonly missed: number;
  /** Events that came to the same subscriber once more. */
  readonly duplicates: number;
  /** Events that the subscriber did not ask for. */
  readonly foreign: number;
  readonly milliseconds: readonly number[];
  /** Milliseconds from the kill of a server to the connection that those had again who had lost theirs. */
  readonly reconnected: readonly number[];
  /** The same to the first event that came by it. */
  readonly resumed: readonly number[];
  /** How often what went wrong, the end of a connection apart. */
  readonly problems: Readonly<Record<string, number>>;
}
