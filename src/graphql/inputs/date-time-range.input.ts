import { Field, InputType } from 'type-graphql';
import { AppError } from '../../errors.js';
import { parseRfc3339 } from '../../event-format/rfc3339.js';
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
  const from = [...bound(gte, Math.ceil), ...bound(gt, justAfter)];
  const to = [...bound(lt, Math.ceil), ...bound(lte, justAfter)];
  const bounds = { ...(from.length && { from: Math.max(...from) }), ...(to.length && { to: Math.min(...to) }) };
  if (bounds.from !== undefined && bounds.to !== undefined && bounds.from > bounds.to) {
    const text = `from ${gte ?? gt} to ${lt ?? lte}`;
    throw new AppError('input.invalid', `\`${argument}\` ends before it starts (${text}); exchange its bounds`);
  }
  return bounds;
}

/** Ids know no time before 1970 and none after the year 10889. */
const LAST_MILLISECOND = 2 ** 48 - 1;

function bound(text: string | null | undefined, round: (milliseconds: number) => number): number[] {
  const instant = typeof text === 'string' ? parseRfc3339(text) : undefined;
  if (!instant) return [];
  const milliseconds = round(instant.seconds * 1000 + instant.nanoseconds / 1_000_000);
  return [Math.min(Math.max(milliseconds, 0), LAST_MILLISECOND)];
}

function justAfter(milliseconds: number): number {
  return Math.floor(milliseconds) + 1;
}
