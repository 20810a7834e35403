import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../http/test-server.js';

const DAY = 86_400_000;
const today = Math.floor(Date.now() / DAY) * DAY;

/** A time of yesterday. */
function at(time: string): string {
  return `${new Date(today - DAY).toISOString().slice(0, 10)}T${time}`;
}

const RANGE = `{ time: { gte: "${at('10:00:00Z')}", lt: "${at('13:00:00Z')}" } }`;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const documents = [
    ['10:00:00Z', 'a', 'exec', 'sudo_used', 'h1'],
    ['10:59:59.999Z', 'b', 'exec', 'sudo_used', 'h2'],
    ['12:00:00Z', 'c', 'open', 'passwd_read', 'h1'],
    ['12:30:00Z', 'd', 'open', undefined, 'h1'],
    ['15:00:00Z', 'e', 'dns', undefined, 'h3'],
  ] as const;
  const lines = documents.map(([time, title, name, rule, hostname]) =>
    JSON.stringify({
      ...{ date: at(time), title, hostname, evt: { name, category: 'x' }, agent: { rule_id: rule, policy_name: 'p' } },
      file: { path: `/${title}`, hashes: title === 'a' ? ['sha1:1', 'sha1:2'] : [] },
    }),
  );
  const { report } = await server.post(lines.join('\n'));
  expect(report).toMatchObject({ stored: documents.length });
});

afterAll(() => server.close());

async function answer(query: string): Promise<Record<string, unknown>> {
  const { data, errors } = await server.graphql(`{ ${query} }`);
  expect(errors).toBeUndefined();
  return data;
}

async function mistake(query: string): Promise<string> {
  const { errors } = await server.graphql(`{ ${query} }`);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', retryable: false });
  return errors?.[0]?.message as string;
}

describe('eventHistogram', () => {
  it('has a bucket for every interval, gaps included, and names its hosts', async () => {
    const query = `eventHistogram(filter: ${RANGE}, interval: "PT1H", groupBy: HOST, top: 1) {
      from to count groups { value count } other missing }`;

    expect(await answer(query)).toEqual({
      eventHistogram: [
        {
          ...{ from: at('10:00:00.000Z'), to: at('11:00:00.000Z'), count: 2 },
          ...{ groups: [{ value: 'h1', count: 1 }], other: 1, missing: 0 },
        },
        { from: at('11:00:00.000Z'), to: at('12:00:00.000Z'), count: 0, groups: [], other: 0, missing: 0 },
        {
          ...{ from: at('12:00:00.000Z'), to: at('13:00:00.000Z'), count: 2 },
          ...{ groups: [{ value: 'h1', count: 2 }], other: 0, missing: 0 },
        },
      ],
    });
  });

  it('counts only what the range holds of a bucket that begins before it', async () => {
    const filter = `{ time: { gte: "${at('10:30:00Z')}", lt: "${at('12:00:00.001Z')}" } }`;

    expect(await answer(`eventHistogram(filter: ${filter}, interval: "PT2H") { from count }`)).toEqual({
      eventHistogram: [
        { from: at('10:00:00.000Z'), count: 1 },
        { from: at('12:00:00.000Z'), count: 1 },
      ],
    });
  });

  it('reaches over all that is stored when no time is given', async () => {
    const { eventHistogram } = await answer(`eventHistogram(interval: "P1D", groupBy: RULE) { count missing }`);

    expect(eventHistogram).toEqual([{ count: 5, missing: 2 }]);
  });

  it.each([
    [
      'an interval of nothing',
      'interval: "PT0S"',
      /^`interval` is "PT0S", which is a duration of nothing; give weeks, days/,
    ],
    [
      'a month',
      'interval: "P1M"',
      /^`interval` is "P1M", which is no duration of a fixed length; years and months are not all of one length/,
    ],
    [
      'a year and a day',
      'interval: "P1Y1D"',
      /^`interval` is "P1Y1D", which is no duration of a fixed length; years and months/,
    ],
    ['nothing at all', 'interval: "P"', /^`interval` is "P", which is no duration of a fixed length; give/],
    ['a T without a time', 'interval: "P1DT"', /^`interval` is "P1DT", which is no duration of a fixed length; give/],
    [
      'a negative duration',
      'interval: "-PT1H"',
      /^`interval` is "-PT1H", which is no duration of a fixed length; give/,
    ],
    [
      'an absurd length',
      'interval: "P99999999999W"',
      /^`interval` is "P99999999999W", which is no duration of a fixed length; give/,
    ],
    [
      'too many buckets',
      'interval: "PT0.001S"',
      /^`interval` cuts the range from .* to .* into 10800000 buckets, and 10000 are the most; give a longer interval or narrow `filter.time`$/,
    ],
    [
      'too many groups',
      'interval: "PT2S", groupBy: RULE, top: 50',
      /^`top` is 50 with 5400 buckets, which may be 270000/,
    ],
    ['no group to show', 'interval: "PT1H", top: 0', /^`top` is 0; it must be 1 to 1000/],
    ['more groups than are ever shown', 'interval: "PT1H", top: 1001', /^`top` is 1001; it must be 1 to 1000/],
  ])('refuses %s', async (_, argument, message) => {
    expect(await mistake(`eventHistogram(filter: ${RANGE}, ${argument}) { count }`)).toMatch(message);
  });

  it('refuses a range that ends before it starts', async () => {
    const filter = `{ time: { gte: "${at('13:00:00Z')}", lt: "${at('10:00:00Z')}" } }`;

    expect(await mistake(`eventHistogram(filter: ${filter}, interval: "PT1H") { count }`)).toMatch(
      /^`filter.time` ends before it starts/,
    );
  });

  it.each(['P1W', 'P7D', 'PT168H', 'P6DT24H', 'PT604800S', 'P6DT23H59M60.000S'])(
    'takes %s for a week',
    async (text) => {
      const [week] = (await answer(`eventHistogram(interval: "${text}") { from to }`))['eventHistogram'] as Bucket[];

      expect(Date.parse(week?.to as string) - Date.parse(week?.from as string)).toBe(7 * DAY);
      expect(new Date(week?.from as string).getUTCDay()).toBe(4);
    },
  );

  interface Bucket {
    readonly from: string;
    readonly to: string;
  }
});

describe('eventFacets', () => {
  it('counts several dimensions at once, every element of a list, and what has no value', async () => {
    const query = `eventFacets(filter: ${RANGE}, dimensions: [RULE, FILE_HASH, POLICY], top: 1) {
      dimension values { value count } other missing distinct precision }`;

    const precision = 'EXACT';
    expect(await answer(query)).toEqual({
      eventFacets: [
        { dimension: 'RULE', values: [{ value: 'sudo_used', count: 2 }], other: 1, missing: 1, distinct: 2, precision },
        {
          dimension: 'FILE_HASH',
          values: [{ value: 'sha1:1', count: 1 }],
          other: 1,
          missing: 3,
          distinct: 2,
          precision,
        },
        { dimension: 'POLICY', values: [{ value: 'p', count: 4 }], other: 0, missing: 0, distinct: 1, precision },
      ],
    });
  });

  it.each([
    ['no dimension', 'dimensions: []', /^`dimensions` has 0 of them; it must have 1 to 20/],
    ['too many', `dimensions: [${Array(21).fill('RULE').join(' ')}]`, /^`dimensions` has 21 of them/],
    ['too many values', 'dimensions: [RULE], top: 5000', /^`top` is 5000; it must be 1 to 1000/],
  ])('refuses %s', async (_, argument, message) => {
    expect(await mistake(`eventFacets(${argument}) { other }`)).toMatch(message);
  });
});

describe('counts', () => {
  it('say that they are exact', async () => {
    expect(await answer(`eventCount(filter: ${RANGE}) { value precision }`)).toEqual({
      eventCount: { value: 4, precision: 'EXACT' },
    });
  });

  it('of a connection are about all its pages', async () => {
    const query = `securityEvents(first: 1, filter: ${RANGE}) { totalCount { value precision } nodes { title } }`;

    expect(await answer(query)).toEqual({
      securityEvents: { totalCount: { value: 4, precision: 'EXACT' }, nodes: [{ title: 'd' }] },
    });
  });
});
