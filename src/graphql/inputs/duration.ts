import { AppError } from '../../errors.js';
import { quote } from '../../node-id.js';

/** Digits enough for thousands of years in seconds; seconds may have milliseconds. */
const DURATION =
  /^P(?=\d|T\d)(?:(\d{1,11})W)?(?:(\d{1,11})D)?(?:T(?=\d)(?:(\d{1,11})H)?(?:(\d{1,11})M)?(?:(\d{1,11})(?:[.,](\d{1,3}))?S)?)?$/;

/** Years and months stand before the `T`; behind it, `M` is minutes. */
const CALENDAR = /^P\d+[YM]/;

const ADVICE = 'give weeks, days, hours, minutes and seconds as ISO 8601 writes them, such as "PT5M", "PT1H" or "P1D"';

const NO_FIXED_LENGTH = 'years and months are not all of one length, so give days, such as "P30D"';

/**
 * Milliseconds of an ISO 8601 duration.
 *
 * @throws AppError `input.invalid` for what is no duration, or none of a fixed length above nothing
 */
export function milliseconds(argument: string, text: string): number {
  const duration = parse(text);
  if (duration) return duration;
  const problem = duration === 0 ? 'a duration of nothing' : 'no duration of a fixed length';
  const advice = CALENDAR.test(text) ? NO_FIXED_LENGTH : ADVICE;
  throw new AppError('input.invalid', `\`${argument}\` is ${quote(text)}, which is ${problem}; ${advice}`);
}

function parse(text: string): number | undefined {
  const [matched, weeks, days, hours, minutes, seconds, fraction = ''] = DURATION.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const numbers = [weeks, days, hours, minutes, seconds].map((digits) => Number(digits ?? 0));
  const [w, d, h, m, s] = numbers as [number, number, number, number, number];
  const sum = ((((w * 7 + d) * 24 + h) * 60 + m) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0'));
  return Number.isSafeInteger(sum) ? sum : undefined;
}
