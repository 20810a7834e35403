import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { Rows } from '../../src/database/database.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';
import { countedEvent, DAY, ingest, yesterday } from './counted-events.js';

let services: Services;

beforeAll(async () => {
  // Small batches, so that few documents are several transactions.
  services = await startTestServices({ batchDocuments: 4 });
});

afterAll(() => services.close());

/** What ingest has counted, minute by minute. */
function counted(): Promise<Rows> {
  return services.database.query({
    text: `select c.dimension::text as dimension, c.value as value, c.hour * 60::int8 + u.i - 1 as minute, u.events::int8 as events
             from event_count c cross join lateral unnest(c.minutes) with ordinality as u (events, i)
            where u.events is not null
            order by 1, 2, 3`,
    values: [],
  });
}

/** The same, counted from the events, with nothing of the code under test but the cutting of long values. */
function countedSlowly(): Promise<Rows> {
  const dimensions = { KIND: 'kind', EVENT_NAME: 'evt_name', CATEGORY: 'evt_category', OUTCOME: 'evt_outcome' };
  const columns = Object.entries({ ...dimensions, RULE: 'rule_id', HOST: 'host_id' });
  const selects = columns.map(([name, column]) => `select '${name}' as d, ${column}::text as v, id from event`);
  return services.database.query({
    text: `select x.d as dimension, spoor_counted_value(x.v) as value,
                  floor(('x' || substr(replace(x.id::text, '-', ''), 1, 12))::bit(48)::int8 / 60000.0)::int8 as minute, count(*) as events
             from (select 'TOTAL' as d, '' as v, id from event union all ${selects.join(' union all ')}) x
            where x.v is not null
            group by 1, 2, 3
            order by 1, 2, 3`,
    values: [],
  });
}

async function expectCountsToBeRight(): Promise<void> {
  expect(await counted()).toEqual(await countedSlowly());
  const [sums] = await services.database.query({
    text: `select count(*)::int as wrong from event_count c
            where c.events <> (select sum(m) from unnest(c.minutes) m)`,
    values: [],
  });
  expect(sums).toEqual({ wrong: 0 });
}

describe('what ingest counts', () => {
  it('equals the slow count: late events, batches sent again, duplicates, writers side by side, hostile values', async () => {
    const streams = fc.array(fc.array(countedEvent, { maxLength: 20 }), { minLength: 1, maxLength: 4 });

    await fc.assert(
      fc.asyncProperty(streams, fc.boolean(), async (documents, sendAgain) => {
        await Promise.all(documents.map((stream) => ingest(services, [...stream, ...stream.slice(0, 2)])));
        if (sendAgain) await ingest(services, documents.flat().reverse());

        await expectCountsToBeRight();
      }),
      { numRuns: 25 },
    );
  });

  it('is not changed by events that are sent again', async () => {
    const documents = fc.sample(countedEvent, { numRuns: 30, seed: 1 });
    await ingest(services, documents);
    const before = await counted();

    expect(await ingest(services, documents)).toBe(0);

    expect(await counted()).toEqual(before);
  });

  it('is right when many writers count the same values at once', async () => {
    const documents = Array.from({ length: 200 }, (_, i) => ({
      date: new Date(yesterday + (i % 7) * 60_000).toISOString(),
      hostname: `h${i % 3}`,
      evt: { name: ['exec', 'open', 'unlink'][i % 3] },
      title: `one of many ${i}`,
      agent: { rule_id: `r${i % 5}` },
    }));

    await Promise.all(
      [0, 1, 2, 3, 4].map((i) => ingest(services, documents.slice(i * 40).concat(documents.slice(0, i)))),
    );

    await expectCountsToBeRight();
  });

  it('keeps an absent value apart from an empty one', async () => {
    const date = new Date(yesterday - 20 * DAY).toISOString();
    await ingest(services, [
      { date, evt: { name: '' }, title: 'empty' },
      { date, evt: { name: null }, title: 'null' },
      { date, evt: {}, title: 'absent' },
    ]);

    const rows = await services.database.query({
      text: `select dimension::text as dimension, value, events::int as events from event_count
              where hour = $1 and dimension in ('TOTAL', 'EVENT_NAME') order by 1`,
      values: [(yesterday - 20 * DAY) / 3_600_000],
    });

    expect(rows).toEqual([
      { dimension: 'EVENT_NAME', value: '', events: 1 },
      { dimension: 'TOTAL', value: '', events: 3 },
    ]);
  });

  it('is made up for by the migration, for events that were stored before it', async () => {
    const before = await counted();
    const migration = new URL('../../prisma/migrations/20261121120000_rollups/migration.sql', import.meta.url);
    const undo = `drop table event_count; drop type counted_dimension;
                  drop function spoor_counted_value; drop function spoor_time;`;

    await services.database.query({ text: undo + readFileSync(migration, 'utf8'), values: [] });

    expect(before.length).toBeGreaterThan(100);
    expect(await counted()).toEqual(before);
  });

  it('lies in partitions of the days of its events', async () => {
    const rows = await services.database.query({
      text: `select distinct tableoid::regclass::text as partition from event_count where hour / 24 = $1`,
      values: [yesterday / DAY],
    });

    const day = new Date(yesterday).toISOString().slice(0, 10).replaceAll('-', '_');
    expect(rows).toEqual([{ partition: `event_count_${day}` }]);
  });
});
