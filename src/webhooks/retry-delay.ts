import { ExponentialBackoff, halfJitterGenerator } from 'cockatiel';

const MINUTE = 60_000;

/** Milliseconds to the second attempt, at most, and to any later one. */
const FIRST_DELAY = 5_000;
const LONGEST_DELAY = 60 * MINUTE;

/** The longest that an endpoint may ask us to wait. */
const LONGEST_WISH = 24 * 60 * MINUTE;

/** Past this many attempts the delay is the longest anyhow. */
const GROWING_ATTEMPTS = 12;

/**
 * The number of attempts is all that has to be remembered of it over a restart, and half of a delay is certain: an endpoint
 * that is down is never asked twice in a row, and many webhooks of one endpoint still do not come back all at once.
 */
const backoff = new ExponentialBackoff({
  generator: halfJitterGenerator,
  initialDelay: FIRST_DELAY,
  maxDelay: LONGEST_DELAY,
});

/**
 * Milliseconds to wait before a message is sent again.
 *
 * @param attempts that were made in vain, 1 or more
 * @param wish what the endpoint asks for, in milliseconds
 */
export function retryDelay(attempts: number, wish = 0): number {
  let step = backoff.next();
  for (let i = 1; i < Math.min(attempts, GROWING_ATTEMPTS); i++) step = step.next(undefined);
  return Math.max(step.duration, Math.min(wish, LONGEST_WISH));
}

/** What a `Retry-After` asks for (RFC 9110, section 10.2.3): seconds, or a date. Undefined for what is neither. */
export function parseRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text.trim())) return Number(text) * 1000;
  // A bare number of any other form would be read as a year.
  const time = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now.getTime());
}
