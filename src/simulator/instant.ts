/** Microseconds since 1970. A number holds them exactly until the year 2255; nanoseconds it could not. */
export type Micros = number;

export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;

/** What agents send for a time they do not know. */
export const ZERO_DATE = '0001-01-01T00:00:00Z';
export const ZERO_FILE_TIME = '1970-01-01T01:00:00+01:00';

/**
 * RFC 3339 as agents write it: up to nine fraction digits, zeros at the end cut off, the host's own offset.
 * The digits below the microsecond follow from the instant, so that one instant has one text.
 */
export function formatInstant(instant: Micros, offsetMinutes: number): string {
  const seconds = Math.floor(instant / SECOND);
  const micros = instant - seconds * SECOND;
  const local = new Date((seconds + offsetMinutes * 60) * 1000).toISOString().slice(0, 19);
  return `${local}${fraction(seconds, micros)}${formatOffset(offsetMinutes)}`;
}

/** Whole seconds have no fraction: package managers and image builders set such file times. */
function fraction(seconds: number, micros: number): string {
  if (micros === 0) return '';
  const nanos = micros * 1000 + ((micros * 7919 + seconds) % 1000);
  return `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}

function formatOffset(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  const hours = String(Math.floor(size / 60)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`;
}
