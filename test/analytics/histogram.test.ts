import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dimensionNames, DIMENSIONS, type DimensionName } from '../../src/analytics/dimensions.js';
import { EventAnalytics } from '../../src/analytics/event-analytics.js';
import { all, any, inside, not, type Filter } from '../../src/search/filter.js';
import type { Services } from '../../src/services.js';
import { StoragePlans } from '../../src/storage/storage-plan.js';
import { startTestServices } from '../support/database.js';
import { countedEvent, DAY, HOUR, ingest, LONG, MINUTE, yesterday } from './counted-events.js';

let services: Services;
let fast: EventAnalytics;
let slow: EventAnalytics;

beforeAll(async () => {
  services = await startTestServices();
  const plans = new StoragePlans(services.catalog);
  fast = new EventAnalytics(services.database, services.readers.all.search, plans);
  slow = new EventAnalytics(services.database, services.readers.all.search, plans, { useCounts: false });
  await ingest(services, fc.sample(countedEvent, { numRuns: 600, seed: 7 }));
});

afterAll(() => services.close());

/** Statements that read events while `work` runs. */
async function readsOfEvents<T>(work: () => Promise<T>): Promise<{ answer: T; reads: number }> {
  let reads = 0;
  const stop = services.database.onStatement(({ text }) => void (reads += /from event e\b/.test(text) ? 1 : 0));
  const answer = await work();
  stop();
  return { answer, reads };
}

const COUNTED = dimensionNames.filter((name) => 'counted' in DIMENSIONS[name]);

const moments = fc.oneof(
  fc.integer({ min: yesterday - 3 * HOUR, max: yesterday + 4 * HOUR }),
  fc.constantFrom(yesterday, yesterday + HOUR, yesterday - HOUR, yesterday + 5 * MINUTE, yesterday + HOUR - 1),
);

const ranges = fc.tuple(moments, moments).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));

const name = (value: string): Filter =>
  inside(['evt'], { kind: 'value', key: 'name', test: { operator: 'eq', value } });

const rules = (...values: string[]): Filter =>
  inside(['agent'], { kind: 'value', key: 'rule_id', test: { operator: 'in', values } });

/** Filters about one dimension that ingest counts by. */
const ONE_DIMENSION: readonly (readonly [string, DimensionName, Filter])[] = [
  ['one kind', 'KIND', { kind: 'eventKind', kinds: ['SECURITY_EVENT'] }],
  ['two hosts by number', 'HOST', { kind: 'hostId', ids: [1, 2] }],
  ['a host by name', 'HOST', { kind: 'hostName', test: { operator: 'eq', value: 'h2' } }],
  ['the empty name', 'EVENT_NAME', name('')],
  ['one name or another', 'EVENT_NAME', any([name('a'), name('b'), name('none')])],
  ['one of two rules, one of them long', 'RULE', rules('a', LONG)],
  ['no rule of all', 'RULE', rules()],
];

/** Filters that only the events can answer. */
const OTHERS: readonly (readonly [string, Filter])[] = [
  ['not a name', not(name('a'))],
  ['two dimensions', all([name('a'), rules('a')])],
  [
    'a name in any case',
    inside(['evt'], { kind: 'value', key: 'name', test: { operator: 'eq', value: 'A', ignoreCase: true } }),
  ],
  ['a beginning', inside(['evt'], { kind: 'value', key: 'name', test: { operator: 'startsWith', value: 'a' } })],
  [
    'a field that nobody counts',
    inside(['agent'], { kind: 'value', key: 'version', test: { operator: 'eq', value: '7' } }),
  ],
];

const selections = fc.constantFrom<Filter>(
  all([]),
  ...ONE_DIMENSION.map(([, , filter]) => filter),
  ...OTHERS.map(([, filter]) => filter),
);

function options(interval: number, groupBy: DimensionName | undefined, top: number) {
  return { interval, top, ...(groupBy && { groupBy }) };
}

describe('a histogram', () => {
  it('is the same from counts and from events, for any range, interval, filter and grouping', async () => {
    const intervals = fc.constantFrom(30_000, MINUTE, 7 * MINUTE, 15 * MINUTE, HOUR, 5 * HOUR, DAY, 7 * DAY);
    const groupBys = fc.constantFrom(undefined, ...COUNTED);
    const tops = fc.integer({ min: 1, max: 6 });

    await fc.assert(
      fc.asyncProperty(
        ranges,
        selections,
        intervals,
        groupBys,
        tops,
        async (range, selection, interval, groupBy, top) => {
          const filter = all([{ kind: 'time', ...range }, selection]);

          const fromCounts = await fast.histogram(filter, options(interval, groupBy, top));

          expect(fromCounts).toEqual(await slow.histogram(filter, options(interval, groupBy, top)));
        },
      ),
      { numRuns: 80 },
    );
  });

  it.each(COUNTED)('adds up by %s, and reads no event when its range is whole minutes', async (groupBy) => {
    const filter: Filter = { kind: 'time', from: yesterday - 90 * MINUTE, to: yesterday + 61 * MINUTE };

    const { answer, reads } = await readsOfEvents(() => fast.histogram(filter, options(10 * MINUTE, groupBy, 2)));

    expect(reads).toBe(0);
    expect(answer).toHaveLength(16);
    expect(answer.some(({ count }) => count > 0)).toBe(true);
    for (const { count, groups, other, missing } of answer) {
      expect(groups.length).toBeLessThanOrEqual(2);
      expect(groups.reduce((sum, group) => sum + group.count, other + missing)).toBe(count);
    }
  });

  it.each(ONE_DIMENSION)('with a filter by %s reads no event', async (_, dimension, selection) => {
    const filter = all([{ kind: 'time', from: yesterday, to: yesterday + HOUR }, selection]);

    const { reads } = await readsOfEvents(() => fast.histogram(filter, options(MINUTE, dimension, 5)));

    expect(reads).toBe(0);
  });

  it('without a time range reaches from the first event to the last', async () => {
    const buckets = await fast.histogram(all([]), options(365 * DAY, undefined, 10));

    expect(buckets[0]?.from).toBe(0);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe((await slow.count(all([]))).value);
  });
});

describe('facets', () => {
  it('are the same from counts and from events', async () => {
    await fc.assert(
      fc.asyncProperty(ranges, selections, fc.integer({ min: 1, max: 6 }), async (range, selection, top) => {
        const filter = all([{ kind: 'time', ...range }, selection]);

        expect(await fast.facets(filter, COUNTED, top)).toEqual(await slow.facets(filter, COUNTED, top));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a count', () => {
  it('is the same from counts and from events', async () => {
    await fc.assert(
      fc.asyncProperty(ranges, selections, async (range, selection) => {
        const filter = all([{ kind: 'time', ...range }, selection]);

        expect(await fast.count(filter)).toEqual(await slow.count(filter));
      }),
      { numRuns: 40 },
    );
  });

  it('of what only the events know says that it is "at least" so many, past its limit', async () => {
    const limited = new EventAnalytics(
      services.database,
      services.readers.all.search,
      new StoragePlans(services.catalog),
      {
        countLimit: 20,
      },
    );

    expect(await limited.count(not(name('none')))).toEqual({ value: 20, precision: 'AT_LEAST' });
    expect((await limited.count(all([]))).precision).toBe('EXACT');
  });
});
