import { GraphQLScalarType, Kind } from 'graphql';
import { refusedLiteral, refusedVariable } from './refused-input.js';

const ADVICE =
  'give an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as "PT5M", "PT1H", "P1D" or "P1W"';

const NO_FIXED_LENGTH = 'years and months are not all of one length, so give days, such as "P30D"';

/** Digits enough for a thousand years in seconds; seconds may have milliseconds. */
const DURATION =
  /^P(?=\d|T\d)(?:(\d{1,11})W)?(?:(\d{1,11})D)?(?:T(?=\d)(?:(\d{1,11})H)?(?:(\d{1,11})M)?(?:(\d{1,11})(?:[.,](\d{1,3}))?S)?)?$/;

/** Years and months stand before the `T`; behind it, `M` is minutes. */
const CALENDAR = /^P\d+[YM]/;

export const Duration = new GraphQLScalarType<number, string>({
  name: 'Duration',
  description:
    'A length of time as ISO 8601 writes it, from weeks down to milliseconds: "PT5M", "PT1H30M", "P1D", "P1W". ' +
    'Years and months are refused, since they differ in length.',
  specifiedByURL: 'https://www.iso.org/iso-8601-date-and-time-format.html',
  serialize: (milliseconds) => `PT${Number(milliseconds) / 1000}S`,
  parseValue(value) {
    const milliseconds = typeof value === 'string' ? parseDuration(value) : undefined;
    if (milliseconds !== undefined) return milliseconds;
    throw refusedVariable('Duration', value, adviceFor(value));
  },
  parseLiteral(node) {
    const milliseconds = node.kind === Kind.STRING ? parseDuration(node.value) : undefined;
    if (milliseconds !== undefined) return milliseconds;
    throw refusedLiteral('Duration', node, adviceFor(node.kind === Kind.STRING ? node.value : undefined));
  },
});

/** Milliseconds; undefined for what is no duration of a fixed length. */
function parseDuration(text: string): number | undefined {
  const [matched, weeks, days, hours, minutes, seconds, fraction = ''] = DURATION.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const [w, d, h, m, s] = [weeks, days, hours, minutes, seconds].map((digits) => Number(digits ?? 0)) as Five;
  const milliseconds = ((((w * 7 + d) * 24 + h) * 60 + m) * 60 + s) * 1000 + Number(fraction.padEnd(3, '0'));
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

type Five = [number, number, number, number, number];

function adviceFor(value: unknown): string {
  return typeof value === 'string' && CALENDAR.test(value) ? NO_FIXED_LENGTH : ADVICE;
}
