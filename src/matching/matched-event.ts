import type { StoredEnvelope } from '../events/envelope-store.js';
import type { StoredEvent } from '../events/stored-event.js';
import { surveyOf, type JsonSurvey } from '../events/json-survey.js';
import type { JsonObject } from '../event-format/lossless-json.js';
import { nanosecondsOf } from './integer.js';

/** What of a stored event is ours and can be asked for. */
export type EventRow = Pick<
  StoredEvent,
  'host' | 'time' | 'timeSource' | 'receivedAt' | 'sentAt' | 'envelopeId' | 'kind' | 'contracts'
>;

/** An event in memory, for any number of matchers: what they have in common is worked out once. */
export class MatchedEvent {
  private surveyed: JsonSurvey | undefined;
  private nanoseconds: bigint | undefined;

  /**
   * @param document as `SnapshotLoaders.document` gives it
   * @param envelope of that id; without it, conditions on the envelope stay undecided
   */
  constructor(
    readonly row: EventRow,
    readonly document: JsonObject,
    readonly envelope?: StoredEnvelope,
  ) {}

  /** Whether a number is past what jsonb can hold: then the database does not see the values that are stored beside it. */
  get isWild(): boolean {
    return !this.survey.isTame;
  }

  /** About how many bytes its document takes in memory. */
  get weight(): number {
    return this.survey.weight;
  }

  /** The event's own time in nanoseconds since 1970: its date if that is what its time was taken from. */
  get eventNanoseconds(): bigint {
    this.nanoseconds ??= this.date() ?? BigInt(this.row.time) * 1_000_000n;
    return this.nanoseconds;
  }

  private get survey(): JsonSurvey {
    return (this.surveyed ??= surveyOf(this.document));
  }

  private date(): bigint | undefined {
    const { date } = this.document;
    if (this.row.timeSource !== 'DATE' || typeof date !== 'string') return undefined;
    return nanosecondsOf(date) ?? undefined;
  }
}
