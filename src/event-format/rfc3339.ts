/** An instant of RFC 3339, section 5.6, taken apart without loss. */
export interface Instant {
  /** Seconds since 1970-01-01T00:00:00Z; a leap second counts as the next one. */
  readonly seconds: number;
  /** 0 to 999,999,999. */
  readonly nanoseconds: number;
  /** Whether formatting the instant again gives the very same text: UTC as `Z`, no idle zeros, no leap second. */
  readonly isCanonical: boolean;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([-+])(\d\d):(\d\d))$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Digits past the ninth are cut; the text then is not canonical. Undefined for what is not a date and time. */
export function parseRfc3339(text: string): Instant | undefined {
  return parseUsual(text) ?? parseAny(text);
}

/** The way nearly every agent writes it, in a tenth of the time: UTC, second below 60, day below 29. */
function parseUsual(text: string): Instant | undefined {
  const { length } = text;
  if (length < 20 || length > 30 || text.charCodeAt(length - 1) !== 0x5a || text[10] !== 'T') return undefined;
  if (text[4] !== '-' || text[7] !== '-' || text[13] !== ':' || text[16] !== ':') return undefined;
  const year = digits(text, 0, 4);
  const [month, day] = [digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return undefined;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return undefined;
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
  if (length === 20) return { seconds, nanoseconds: 0, isCanonical: true };
  const fraction = digits(text, 20, length - 1);
  if (text[19] !== '.' || length === 21 || Number.isNaN(fraction)) return undefined;
  const nanoseconds = fraction * 10 ** (30 - length);
  return { seconds, nanoseconds, isCanonical: text[length - 2] !== '0' };
}

/** NaN unless `text[start, end)` is digits only. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function parseAny(text: string): Instant | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(match[i])) as Six;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const offset = offsetSeconds(match);
  if (offset === undefined) return undefined;

  const fraction = match[7] ?? '';
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const seconds = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  const hasIdleZeros = match[7] !== undefined && (fraction.endsWith('0') || fraction.length > 9);
  return {
    seconds,
    nanoseconds: Number(fraction.slice(0, 9).padEnd(9, '0')),
    isCanonical: match[8] === 'Z' && text[10] === 'T' && second < 60 && !hasIdleZeros,
  };
}

type Six = [number, number, number, number, number, number];

function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] as number);
}

function offsetSeconds(match: RegExpExecArray): number | undefined {
  if (match[8]) return 0;
  const [hours, minutes] = [Number(match[10]), Number(match[11])];
  if (hours > 23 || minutes > 59) return undefined;
  return (match[9] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** Nanoseconds since 1970 as decimal text, as a bigint column takes them. */
export function nanosecondText(instant: Instant): string {
  if (instant.seconds > 0) return `${instant.seconds}${String(instant.nanoseconds).padStart(9, '0')}`;
  return String(BigInt(instant.seconds) * 1_000_000_000n + BigInt(instant.nanoseconds));
}

/** The canonical RFC 3339 text of nanoseconds since 1970, given as decimal text. */
export function formatNanoseconds(text: string): string {
  const total = BigInt(text);
  const nanoseconds = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = Number((total - nanoseconds) / 1_000_000_000n);
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = nanoseconds ? `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}` : '';
  return `${whole}${fraction}Z`;
}
