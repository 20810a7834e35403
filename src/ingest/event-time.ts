import { isJsonObject, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import { parseRfc3339 } from '../event-format/rfc3339.js';
import type { TimeSource } from '../storage/event-enums.js';
import { DAY } from '../utc-day.js';

export interface EventTime {
  /** Since 1970-01-01T00:00:00Z, as an id holds it. */
  readonly milliseconds: number;
  readonly source: TimeSource;
}

/**
 * The time of an event: its `date` if usable, else the process's exec or fork time, else the envelope's timestamp.
 * Undefined when it carries none; the time of its first receipt then serves.
 *
 * @param envelope milliseconds since 1970
 */
export function eventTime(
  document: JsonObject,
  envelope: number | undefined,
  receivedAt: number,
): EventTime | undefined {
  const process = isJsonObject(document['process']) ? document['process'] : {};
  const candidates: [TimeSource, number | undefined][] = [
    ['DATE', milliseconds(document['date'])],
    ['EXEC_TIME', milliseconds(process['exec_time'])],
    ['FORK_TIME', milliseconds(process['fork_time'])],
    ['ENVELOPE', envelope],
  ];
  for (const [source, time] of candidates) {
    if (time !== undefined && isUsable(time, receivedAt)) return { milliseconds: time, source };
  }
  return undefined;
}

/** Agents write the zero value (year 1, or 1970 itself) where they know no time; a clock far ahead knows none either. */
function isUsable(time: number, receivedAt: number): boolean {
  return time > 0 && time <= receivedAt + DAY;
}

function milliseconds(value: JsonValue | undefined): number | undefined {
  const instant = typeof value === 'string' ? parseRfc3339(value) : undefined;
  return instant && instant.seconds * 1000 + Math.trunc(instant.nanoseconds / 1_000_000);
}
