import { MOST_BUCKETS } from '../../analytics/buckets.js';
import { isCounted } from '../../analytics/counted-selection.js';
import type { DimensionName } from '../../analytics/dimensions.js';
import { all, type Filter } from '../../search/filter.js';
import { timeRange } from '../../search/time-range.js';
import { AppError } from '../../errors.js';
import { milliseconds } from '../inputs/duration.js';
import { readSelection, type EventSelection } from '../inputs/event-selection.arguments.js';
import { MAX_PAGE } from '../pagination/page-arguments.js';
import { connectionCost } from './default-cost.js';
import type { Arguments, Asked, FieldCost } from './field-cost.js';

/*
 * Costs of what searches and counts events. Some questions are answered by what ingest has counted; the others read every
 * event that matches, for as many days as they are about.
 */

/** Arguments that say which events. */
const SELECTION = ['filter', 'where'] as const;

const DAY = 86_400_000;

/** Points for the values of one dimension in the events of a day, a week, or more. */
const SCAN = { day: 1_000, week: 3_000, more: 5_000 } as const;

/** Counting event by event stops at 100,000. */
const COUNTED_ONE_BY_ONE = 500;

const COUNTED_ALREADY = 10;

/** A page of all events that pass a filter. */
export const EVENT_PAGE: FieldCost = connectionCost(20);

/** A page of the events of one thing: however few they are, no counts of ingest tell how many. */
export const EVENT_PAGE_OF_ONE: FieldCost = connectionCost(20);

/** A page of the feed: few events pass a filter, and many may be looked through for them. */
export const FEED_PAGE: FieldCost = {
  reads: ['first'],
  points: ({ given }) => 20 + number(given['first']),
  objects: ({ given }) => Math.min(number(given['first']), MAX_PAGE),
};

/** One item; what a subscription costs is what one item costs. */
export const FEED_ITEM: FieldCost = { points: 20 };

export const EVENT_COUNT: FieldCost = {
  reads: SELECTION,
  points: (asked) => countPoints(selected(asked.given, asked)),
};

export const TOTAL_COUNT: FieldCost = {
  readsAbove: SELECTION,
  points: (asked) =>
    asked.above.cost === EVENT_PAGE ? countPoints(selected(asked.above.given, asked)) : COUNTED_ONE_BY_ONE,
};

export const EVENT_FACETS: FieldCost = {
  reads: [...SELECTION, 'dimensions', 'top'],
  points(asked) {
    const { given } = asked;
    const filter = selected(given, asked);
    const dimensions = [given['dimensions']].flat() as DimensionName[];
    const shown = (dimensions.length * number(given['top'])) / 10;
    return dimensions.reduce((sum, name) => sum + groupingPoints(filter, name), shown);
  },
};

export const EVENT_HISTOGRAM: FieldCost = {
  reads: [...SELECTION, 'interval', 'groupBy', 'top'],
  points(asked) {
    const { given } = asked;
    const filter = selected(given, asked);
    const groupBy = given['groupBy'] as DimensionName | null | undefined;
    const groups = groupBy ? number(given['top']) : 0;
    return groupingPoints(filter, groupBy ?? undefined) + (buckets(filter, given) * (1 + groups)) / 5;
  },
};

function countPoints(filter: Filter | undefined): number {
  return filter && isCounted(filter, undefined) ? COUNTED_ALREADY : COUNTED_ONE_BY_ONE;
}

/** Points for counting by the values of a dimension, or without one altogether. */
function groupingPoints(filter: Filter | undefined, groupBy: DimensionName | undefined): number {
  if (filter && isCounted(filter, groupBy)) return COUNTED_ALREADY;
  const { from, to } = filter ? timeRange(filter) : {};
  if (from === undefined || to === undefined) return SCAN.more;
  return to - from <= DAY ? SCAN.day : to - from <= 7 * DAY ? SCAN.week : SCAN.more;
}

/** An end that is left open is that of what is stored: the days of the default retention, say. */
function buckets(filter: Filter | undefined, given: Arguments): number {
  const { from, to } = filter ? timeRange(filter) : {};
  const range = from !== undefined && to !== undefined ? to - from : 90 * DAY;
  return Math.min(MOST_BUCKETS, Math.ceil(range / intervalOf(given)));
}

/** What does not do is refused by the resolver, with a sentence; until then it counts as dear. */
function selected(given: Arguments, { isRestricted }: Asked): Filter | undefined {
  const filter = unlessRefused(() => readSelection(given as EventSelection));
  return filter && isRestricted ? all([SOME_HOSTS, filter]) : filter;
}

/** The condition under which everything stands that who is restricted to hosts asks. Which they are makes no difference. */
const SOME_HOSTS: Filter = { kind: 'hostId', ids: [] };

function intervalOf(given: Arguments): number {
  return unlessRefused(() => milliseconds('interval', given['interval'] as string)) ?? 1;
}

function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function number(value: unknown): number {
  return typeof value === 'number' ? Math.max(0, value) : 0;
}
