import { Field, InputType } from 'type-graphql';
import { AppError } from '../../errors.js';
import { parseRfc3339, type Instant } from '../../event-format/rfc3339.js';
import { DateTime } from '../scalars/date-time.scalar.js';

@InputType({ description: 'A range of time. Every bound is optional; two bounds of one side both count.' })
export class DateTimeRange {
  @Field(() => DateTime, { nullable: true, description: 'At this time or later.' })
  gte?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Later than this time.' })
  gt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Earlier than this time.' })
  lt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'At this time or earlier.' })
  lte?: string | null;
}

/** Half-open, in milliseconds since 1970: `[from, to)`. */
export interface MillisecondRange {
  readonly from?: number;
  readonly to?: number;
}

/**
 * The range as whole milliseconds, in which events are ordered.
 *
 * @throws AppError `input.invalid` for a range that ends before it starts
 */
export function millisecondRange(argument: string, range: DateTimeRange | null | undefined): MillisecondRange {
  if (!range) return {};
  const { gte, gt, lt, lte } = range;
  const from = [...bound(gte, firstNotBefore), ...bound(gt, firstAfter)];
  const to = [...bound(lt, firstNotBefore), ...bound(lte, firstAfter)];
  const bounds = { ...(from.length && { from: Math.max(...from) }), ...(to.length && { to: Math.min(...to) }) };
  if (bounds.from !== undefined && bounds.to !== undefined && bounds.from > bounds.to) {
    const text = `from ${gte ?? gt} to ${lt ?? lte}`;
    throw new AppError('input.invalid', `\`${argument}\` ends before it starts (${text}); exchange its bounds`);
  }
  return bounds;
}

/** Ids know no time before 1970 and none after the year 10889. */
const LAST_MILLISECOND = 2 ** 48 - 1;

function bound(text: string | null | undefined, round: (instant: Instant) => number): number[] {
  const instant = typeof text === 'string' ? parseRfc3339(text) : undefined;
  return instant ? [Math.min(Math.max(round(instant), 0), LAST_MILLISECOND)] : [];
}

/** In whole numbers: milliseconds since 1970 with six decimals are more digits than a number holds. */
function firstNotBefore({ seconds, nanoseconds }: Instant): number {
  return seconds * 1000 + Math.ceil(nanoseconds / 1_000_000);
}

function firstAfter({ seconds, nanoseconds }: Instant): number {
  return seconds * 1000 + Math.floor(nanoseconds / 1_000_000) + 1;
}
