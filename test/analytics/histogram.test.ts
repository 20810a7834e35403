import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dimensionNames, DIMENSIONS, type DimensionName } from '../../src/analytics/dimensions.js';
import { EventAnalytics } from '../../src/analytics/event-analytics.js';
import { all, any, inside, type Filter } from '../../src/search/filter.js';
import type { Services } from '../../src/services.js';
import { StoragePlans } from '../../src/storage/storage-plan.js';
import { startTestServices } from '../support/database.js';
import { countedEvent, DAY, HOUR, ingest, MINUTE, yesterday } from './counted-events.js';

let services: Services;
let fast: EventAnalytics;
let slow: EventAnalytics;

beforeAll(async () => {
  services = await startTestServices();
  const plans = new StoragePlans(services.catalog);
  fast = new EventAnalytics(services.database, services.search, plans);
  slow = new EventAnalytics(services.database, services.search, plans, { useCounts: false, countLimit: 1_000_000 });
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

const counted = dimensionNames.filter((name) => 'counted' in DIMENSIONS[name]);
const groupBys = fc.constantFrom(undefined, ...counted);
const intervals = fc.constantFrom(30_000, MINUTE, 7 * MINUTE, 15 * MINUTE, HOUR, 5 * HOUR, DAY, 7 * DAY);

const moments = fc.oneof(
  fc.integer({ min: yesterday - 3 * HOUR, max: yesterday + 4 * HOUR }),
  fc.constantFrom(yesterday, yesterday + HOUR, yesterday - HOUR, yesterday + 5 * MINUTE, yesterday + HOUR - 1),
);
const ranges = fc.tuple(moments, moments).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));

const selections: fc.Arbitrary<readonly Filter[]> = fc.constantFrom<readonly Filter[]>(
  [],
  [{ kind: 'eventKind', kinds: ['SECURITY_EVENT'] }],
  [{ kind: 'hostId', ids: [1, 2] }],
);

function options(interval: number, groupBy: DimensionName | undefined, top: number) {
  return { interval, top, ...(groupBy && { groupBy }) };
}

describe('a histogram from counts', () => {
  it('equals the one from events, for any range, interval and grouping', async () => {
    await fc.assert(
      fc.asyncProperty(
        ranges,
        intervals,
        groupBys,
        fc.integer({ min: 1, max: 6 }),
        async (range, interval, groupBy, top) => {
          const filter: Filter = { kind: 'time', ...range };

          const [one, other] = [fast, slow].map((analytics) =>
            analytics.histogram(filter, options(interval, groupBy, top)),
          );

          expect(await one).toEqual(await other);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(counted)('adds up by %s, and reads no event when its range is whole minutes', async (groupBy) => {
    const filter: Filter = { kind: 'time', from: yesterday - 90 * MINUTE, to: yesterday + 61 * MINUTE };

    const { answer, reads } = await readsOfEvents(() => fast.histogram(filter, options(10 * MINUTE, groupBy, 2)));

    expect(reads).toBe(0);
    expect(answer).toHaveLength(16);
    expect(answer.some(({ count }) => count > 0)).toBe(true);
    for (const { count, groups, other, missing } of answer) {
      expect(groups.length).toBeLessThanOrEqual(2);
      expect(groups.reduce((sum, group) => sum + group.count, other + missing)).toBe(count);
    }
    expect(answer).toEqual(await slow.histogram(filter, options(10 * MINUTE, groupBy, 2)));
  });
});
