import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../src/database/connect.js';
import { readPartitionedDays } from '../../src/database/drop-partitions.js';
import { Partitions } from '../../src/database/partitions.js';
import { verifyReferences } from '../../src/database/verify.js';
import { SnapshotLoaders } from '../../src/events/snapshot-loaders.js';
import { stringifyLossless } from '../../src/event-format/lossless-json.js';
import { Retention } from '../../src/retention/retention.js';
import { buildServices, type Services } from '../../src/services.js';
import { simulate } from '../../src/simulator/simulate.js';
import { RetentionWindow } from '../../src/storage/retention-window.js';
import { DAY, startOfDay } from '../../src/utc-day.js';
import { DAILY_TABLES } from '../../src/storage/table-catalog.js';
import { canonicalJson } from '../event-format/canonical-json.js';
import { startTestServices } from '../support/database.js';

const today = startOfDay(Date.now());
const now = today + DAY / 2;

let services: Services;
/** Another process on the same database. */
let other: Services;

beforeAll(async () => {
  services = await startTestServices();
  other = await buildServices(services.config, {
    url: services.database.connectionString,
    stop: () => Promise.resolve(),
  });
});

afterAll(async () => {
  await other.close();
  await services.close();
});

/** Of a few hosts, all on one day. */
function eventsOf(day: number, events = 60): string[] {
  const stream = simulate({ events, hosts: 3, seed: day / DAY, start: new Date(day), duration: DAY / 2 });
  const date = new Date(day).toISOString().slice(0, 10);
  return [...stream].map(({ text }) => text).filter((text) => text.includes(`"date":"${date}`));
}

async function ingest({ ingest: pipeline }: Services, lines: readonly string[]): Promise<number> {
  const bytes = Buffer.from(lines.join('\n'));
  const { stored, deadLetterCount } = await pipeline.ingest(
    (async function* () {
      yield bytes;
    })(),
  );
  expect(deadLetterCount).toBe(0);
  return stored;
}

function retentionOf(days: number): Retention {
  const window = new RetentionWindow(days);
  const options = { deadLetterRetentionDays: days, auditRetentionDays: days, webhookLogDays: days };
  return new Retention(services.database, new Partitions(services.database, window), window, options);
}

async function daysInPartitions(): Promise<number[]> {
  return (await readPartitionedDays(services.database)).map(({ day }) => day);
}

async function dangling(): Promise<string[]> {
  const found: string[] = [];
  for await (const { table, column, dangling: count } of verifyReferences(services.database, services.catalog)) {
    if (count) found.push(`${count} of ${table}.${column}`);
  }
  return found;
}

/** Every event of a day, put together again. */
async function documentsOf(day: number): Promise<string[]> {
  const page = await services.readers.all.events.page({ from: day, to: day + DAY, direction: 'asc', limit: 1000 });
  const loaders = new SnapshotLoaders(services.readers.all.snapshots);
  const documents = await Promise.all(page.map(({ fragment }) => loaders.document(fragment)));
  return documents.map((document) => canonicalJson(stringifyLossless(document))).sort();
}

async function expectWhole(day: number, lines: readonly string[]): Promise<void> {
  expect(await documentsOf(day)).toEqual([...new Set(lines.map(canonicalJson))].sort());
  expect(await dangling()).toEqual([]);
}

async function count(table: string): Promise<number> {
  const [row] = await services.database.query({ text: `select count(*)::int as n from ${table}`, values: [] });
  return row?.['n'] as number;
}

describe('the window', () => {
  const window = new RetentionWindow(90);

  it.each([
    ['at midnight', today],
    ['at noon', now],
    ['a millisecond before midnight', today + DAY - 1],
  ])('begins with the day that is 90 days past, %s', (_, moment) => {
    expect(window.start(moment)).toBe(today - 90 * DAY);
    expect(window.holds(today - 90 * DAY, moment)).toBe(true);
    expect(window.holds(today - 91 * DAY, moment)).toBe(false);
    expect(window.holds(today + DAY, moment)).toBe(true);
    expect(window.holds(today + 2 * DAY, moment)).toBe(false);
  });

  it('keeps the last event of a day for 90 times 24 hours', () => {
    const last = today + DAY - 1;

    expect(window.start(last + 90 * DAY)).toBeLessThanOrEqual(last);
    expect(window.start(last + 90 * DAY + 1)).toBeGreaterThan(last);
  });
});

/** The tests follow each other from the oldest day on: what retention has once removed, nobody trusts in again. */
describe('retention', () => {
  it('forgets rows without partitions: events that are sent again are whole', async () => {
    const day = today - 400 * DAY;
    const lines = eventsOf(day);
    await ingest(services, lines);
    await ingest(other, lines);
    expect(await count('event_default')).toBe(lines.length);
    await expectWhole(day, lines);

    const report = await retentionOf(399).run(now);
    expect(report?.deleted['rows without partitions']).toBeGreaterThan(lines.length);
    expect(await Promise.all(['event_default', 'file_default', 'event_count_default'].map(count))).toEqual([0, 0, 0]);
    await ingest(other, lines);

    await expectWhole(day, lines);
  });

  it.each([300, 80, 70])(
    'leaves nothing that leads nowhere while two processes send events that are %d days old and expire',
    async (age) => {
      const day = today - age * DAY;
      const lines = eventsOf(day, 40);
      for (const sender of [services, other]) await ingest(sender, lines);

      await Promise.all([
        ...[services, other].map((sender) => ingest(sender, lines.slice(10))),
        retentionOf(age - 1).run(now),
        ...[services, other].map((sender) => ingest(sender, lines)),
      ]);

      expect(await dangling()).toEqual([]);
      await ingest(services, lines);
      await expectWhole(day, lines);
    },
  );

  it.each<[string, number, () => Services]>([
    ['by the process that stored them first', 60, () => services],
    ['by another process that had sent the same ones', 50, () => other],
  ])('forgets what was stored: events of a dropped day that are sent again, %s, are whole', async (_, age, sender) => {
    const day = today - age * DAY;
    const lines = eventsOf(day);
    // What each process learns of committed rows, it learns from what it sent itself.
    for (const each of [services, other]) await ingest(each, lines);
    await expectWhole(day, lines);

    await retentionOf(age - 1).run(now);
    expect(await documentsOf(day)).toEqual([]);
    await ingest(sender(), lines);

    await expectWhole(day, lines);
  });

  it('lets what was said of events go with them', async () => {
    const [gone, kept] = [today - 40 * DAY, today - 39 * DAY];
    const idsOf = async (day: number): Promise<string[]> => {
      await ingest(services, eventsOf(day));
      const { events } = services.readers.all;
      return (await events.page({ from: day, to: day + DAY, direction: 'asc', limit: 3 })).map(({ id }) => id);
    };
    const ids = [await idsOf(gone), await idsOf(kept)] as const;
    const { acknowledgements } = services.readers.all;
    const by = { kind: 'PERSON', id: 'ada', name: 'Ada' } as const;
    for (const status of ['ACKNOWLEDGED', 'RESOLVED'] as const)
      await acknowledgements.add({ ids: ids.flat(), status, note: undefined, by });

    const report = await retentionOf(39).run(now);

    expect(report?.deleted.acknowledgements).toBe(9);
    expect(await acknowledgements.current(ids[0])).toEqual([undefined, undefined, undefined]);
    expect((await acknowledgements.histories(ids[1], 10)).map(({ length }) => length)).toEqual([2, 2, 2]);
  });

  it('drops exactly the days that have expired, and makes today and tomorrow', async () => {
    for (const age of [9, 10, 11]) await ingest(services, eventsOf(today - age * DAY));

    const report = await retentionOf(10).run(now);

    expect(report).toMatchObject({ cutoff: today - 10 * DAY, postponed: [] });
    expect(report?.dropped.at(-1)).toMatchObject({
      day: today - 11 * DAY,
      partitions: { length: DAILY_TABLES.length + 1 },
    });
    expect(await daysInPartitions()).toEqual([10, 9, 0, -1].map((age) => today - age * DAY));
    expect(await documentsOf(today - 11 * DAY)).toEqual([]);
    await expectWhole(today - 10 * DAY, eventsOf(today - 10 * DAY));
  });

  it('has nothing to do the second time, and a preview changes nothing', async () => {
    const again = await retentionOf(10).run(now);
    const preview = await retentionOf(9).preview(now);

    expect(again).toMatchObject({ made: [], dropped: [] });
    expect(preview).toMatchObject({ dropped: [{ day: today - 10 * DAY }] });
    expect(await daysInPartitions()).toContain(today - 10 * DAY);
  });

  it('lets one process at a time', async () => {
    const [a, b] = await Promise.all([retentionOf(90).run(now), retentionOf(90).run(now)]);

    expect([a, b].filter((report) => report === undefined).length).toBeLessThanOrEqual(1);
    const holder = await connect(services.database.connectionString);
    await holder.query('select pg_advisory_lock(7766070)');
    expect(await retentionOf(90).run(now)).toBeUndefined();
    await holder.end();
  });

  it('deletes what is no event by ages of their own, and keeps batches that something refers to', async () => {
    const old = new Date(now - 50 * DAY);
    await services.database.query({
      text: `insert into audit_entry (at, action, details) values ($1, 'REQUEST_REFUSED', '{}'), (now(), 'REQUEST_REFUSED', '{}')`,
      values: [old],
    });
    await services.database.query({
      text: `insert into webhook_delivery (webhook_id, message_id, message_type, attempt, duration, events, at)
             select gen_random_uuid(), gen_random_uuid(), 'TEST', 1, 1, 0, at from unnest(array[$1, now()]) at`,
      values: [old],
    });
    await services.ingest.ingest(
      (async function* () {
        yield Buffer.from('{"evt":{"name":"timeless"}}\n{oops\n');
      })(),
    );
    const letter = await services.database.query({ text: 'select batch_id::text as id from dead_letter', values: [] });
    await services.database.query({ text: 'update receipt_time set received_at = $1', values: [old] });
    await services.database.query({ text: 'update ingest_batch set committed_at = $1', values: [old] });
    const [batches, referred] = [await count('ingest_batch'), await count('(select distinct batch_id from event) b')];
    expect(batches).toBeGreaterThan(referred);

    const report = await retentionOf(45).run(now);

    expect(report?.deleted).toMatchObject({ 'receipt times': 1, 'dead letters': 0, 'audit entries': 1 });
    expect(report?.deleted).toMatchObject({ 'webhook deliveries': 1 });
    expect(await count('ingest_batch')).toBe(referred);
    expect(letter).toHaveLength(1);
    await services.database.query({ text: 'update dead_letter set received_at = $1', values: [old] });
    expect((await retentionOf(45).run(now))?.deleted).toMatchObject({ 'dead letters': 1, batches: 0 });
    expect(await dangling()).toEqual([]);
  });

  it('says from which day on everything is there', async () => {
    expect(await retentionOf(3650).oldestAvailable(now)).toBe(today - 10 * DAY);
    expect(await retentionOf(5).oldestAvailable(now)).toBe(today - 5 * DAY);
  });
});
