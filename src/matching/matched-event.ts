import type { StoredEnvelope } from '../events/envelope-store.js';
import type { StoredEvent } from '../events/stored-event.js';
import { ExactNumber, integerOf } from '../event-format/exact-number.js';
import type { JsonObject, JsonValue } from '../event-format/lossless-json.js';
import { nanosecondsOf } from './integer.js';

/** What of a stored event is ours and can be asked for. */
export type EventRow = Pick<
  StoredEvent,
  'host' | 'time' | 'timeSource' | 'receivedAt' | 'sentAt' | 'envelopeId' | 'kind' | 'contracts'
>;

/** An event in memory, for any number of matchers: what they have in common is worked out once. */
export class MatchedEvent {
  private numbers: 'tame' | 'wild' | undefined;
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
    this.numbers ??= isTame(this.document) ? 'tame' : 'wild';
    return this.numbers === 'wild';
  }

  /** The event's own time in nanoseconds since 1970: its date if that is what its time was taken from. */
  get eventNanoseconds(): bigint {
    this.nanoseconds ??= this.date() ?? BigInt(this.row.time) * 1_000_000n;
    return this.nanoseconds;
  }

  private date(): bigint | undefined {
    const { date } = this.document;
    if (this.row.timeSource !== 'DATE' || typeof date !== 'string') return undefined;
    return nanosecondsOf(date) ?? undefined;
  }
}

/** Looks at every value of an event, so it is written for speed. */
function isTame(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) if (!isTame(item)) return false;
    return true;
  }
  if (value instanceof ExactNumber) return isTameNumber(value.text);
  const object = value as JsonObject;
  // Documents have parts in common: processes, files, containers.
  const known = tame.get(object);
  if (known !== undefined) return known;
  const isAllTame = areTame(object);
  tame.set(object, isAllTame);
  return isAllTame;
}

const tame = new WeakMap<JsonObject, boolean>();

function areTame(object: JsonObject): boolean {
  for (const key in object) {
    const inner = object[key] as JsonValue;
    if (typeof inner === 'object' && !isTame(inner)) return false;
  }
  return true;
}

function isTameNumber(text: string): boolean {
  return integerOf(text) !== undefined || /^-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?$/.test(text);
}
