import { ArgsType, Field, Int } from 'type-graphql';
import { AppError } from '../../errors.js';
import { MAX_PAGE } from '../pagination/page-arguments.js';

/** The longest that one answer is waited for, so that it is there within the time that automation tools give a request. */
const LONGEST_WAIT = 10;

/** Where in the feed. */
@ArgsType()
export class FeedStart {
  @Field(() => String, {
    defaultValue: 'NOW',
    description:
      'The place behind which to begin: a cursor of the feed, a time such as `2026-01-31T12:00:00Z` (what was committed then or later), `OLDEST` (everything that is kept), or `NOW`.',
  })
  after!: string;
}

/** How much of the feed, and how long to wait for it. */
@ArgsType()
export class FeedArguments extends FeedStart {
  @Field(() => Int, { defaultValue: 100, description: `Items at most: 1 to ${MAX_PAGE}.` })
  first!: number;

  @Field(() => Int, {
    defaultValue: 0,
    description: `Seconds to wait for an item when there is none: 0 to ${LONGEST_WAIT}. The answer comes as soon as there is one, and in time before the server's own limit for an operation, 9.5 seconds by default.`,
  })
  waitSeconds!: number;
}

/** @throws AppError `input.invalid` */
export function checkFeedArguments({ first, waitSeconds }: FeedArguments): void {
  if (first < 1 || first > MAX_PAGE) {
    throw new AppError(
      'input.invalid',
      `\`first\` is ${first}; it must be 1 to ${MAX_PAGE}, the rest comes by \`cursor\``,
    );
  }
  if (waitSeconds < 0 || waitSeconds > LONGEST_WAIT) {
    const advice = 'ask again with `cursor` to wait longer';
    throw new AppError(
      'input.invalid',
      `\`waitSeconds\` is ${waitSeconds}; it must be 0 to ${LONGEST_WAIT}, ${advice}`,
    );
  }
}
