import fc from 'fast-check';
import type { Services } from '../../src/services.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Midnight of the day before this one: inside every retention window. */
export const yesterday = Math.floor(Date.now() / DAY) * DAY - DAY;

/** Two that differ only behind the place where they are cut, and in a letter of four bytes. */
export const LONG = '🐾'.repeat(3000);

const values = fc.constantFrom(undefined, '', 'a', 'b', 'it’s "c"; --', 'é', LONG, `${LONG}x`, null, 12);

/** Around edges of minutes, hours and days; late; outside of the window, where partitions are made for no day. */
const times = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: yesterday - 2 * HOUR, max: yesterday + 3 * HOUR }) },
  fc.constantFrom(yesterday, yesterday - 1, yesterday + HOUR, yesterday + HOUR - 1, yesterday + MINUTE),
  fc.constantFrom(yesterday - 5 * DAY, Date.UTC(1970, 0, 1, 0, 0, 1), Date.UTC(1999, 11, 31, 23, 59, 59, 999)),
);

/** An event, or a report of an agent, of which only what is counted matters. */
export const countedEvent = fc
  .record({ time: times, host: fc.constantFrom('h1', 'h2', 'h3'), name: values, category: values, outcome: values })
  .chain((event) =>
    fc.record({ rule: values, number: fc.nat(3), isReport: fc.boolean() }).map((more) => ({ ...event, ...more })),
  )
  .map(({ time, host, name, category, outcome, rule, number, isReport }) => ({
    date: new Date(time).toISOString(),
    hostname: host,
    title: `event ${number}`,
    ...(isReport && number === 0
      ? {}
      : { evt: { name: text(name), category: text(category), outcome: text(outcome) } }),
    agent: { rule_id: text(rule) },
  }));

/** The format allows text alone; what is none has to be no event's value. */
function text(value: string | number | null | undefined): string | null | undefined {
  return typeof value === 'number' ? undefined : value;
}

/** Stores documents as one stream. */
export async function ingest({ ingest: pipeline }: Services, documents: readonly object[]): Promise<number> {
  const bytes = Buffer.from(documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  const report = await pipeline.ingest(streamOf(bytes));
  if (report.deadLetters.length) throw new Error(JSON.stringify(report.deadLetters[0]));
  return report.stored;
}

async function* streamOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
