import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simulate } from '../../src/simulator/simulate.js';
import { startTestServer, type TestServer } from '../http/test-server.js';

const DAY = 86_400_000;

let server: TestServer;

beforeAll(async () => {
  // Small batches, so that equal documents meet in different transactions.
  server = await startTestServer({ batchDocuments: 7 });
});

afterAll(() => server.close());

/** Events of the last days, different for every seed. */
function stream(seed: number, events: number): string[] {
  const options = { events, hosts: 3, seed, start: new Date(Date.now() - 3 * DAY), duration: 3 * DAY };
  return [...simulate(options)].map(({ text }) => text);
}

/** Events whose agent knew no time: the date is the zero value, and so is every other. */
function timeless(seed: number, events: number): string[] {
  return Array.from(
    { length: events },
    (_, i) => `{"evt":{"name":"open"},"date":"0001-01-01T00:00:00Z","process":{"pid":${i},"tid":${seed}}}`,
  );
}

async function count(table: string): Promise<number> {
  const [row] = await server.services.database.query({ text: `select count(*)::int as n from ${table}`, values: [] });
  return row?.['n'] as number;
}

describe('a body that is sent again', () => {
  it.each([
    ['of events with dates', stream(1, 60)],
    ['of events without any time', timeless(1, 60)],
  ])('%s stores nothing new', async (_, documents) => {
    const first = await server.post(documents.join('\n'));

    const second = await server.post(documents.join('\n'));

    expect(first.report).toMatchObject({ received: 60, stored: 60, duplicates: 0, deadLetters: [] });
    expect(second.report).toMatchObject({ received: 60, stored: 0, duplicates: 60, deadLetters: [], batch: null });
  });

  it.each([
    ['with dates', stream(2, 60)],
    ['without any time', timeless(2, 60)],
  ])('several times at once stores its events %s once', async (_, documents) => {
    const before = await count('event');

    const answers = await Promise.all([1, 2, 3, 4].map(() => server.post(documents.join('\n'))));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const stored = answers.map(({ report }) => report.stored);
    const duplicates = answers.map(({ report }) => report.duplicates);
    expect(sum(stored)).toBe(60);
    expect(sum(duplicates)).toBe(180);
    expect((await count('event')) - before).toBe(60);
  });

  it('stores dead letters once', async () => {
    const body = 'garbage\n{"evt":{},"process":{"pid":"12"}}\n';
    const before = await count('dead_letter');

    const first = await server.post(body);
    const second = await server.post(body);

    expect([first.report.deadLetterCount, second.report.deadLetterCount]).toEqual([2, 2]);
    expect(first.report.batch).not.toBeNull();
    expect(second.report.batch).toBeNull();
    expect((await count('dead_letter')) - before).toBe(2);
  });
});

describe('the same event', () => {
  it('in other white space and key order is the same event', async () => {
    const answer = await server.post(
      '[{"evt":{"name":"exec"},"date":"2024-01-02T03:04:05Z","a":1.0},{"a":1.0,\n "date":"2024-01-02T03:04:05Z","evt":{"name":"exec"}}]',
    );

    expect(answer.report).toMatchObject({ received: 2, stored: 1, duplicates: 1 });
  });

  it.each([
    ['a number spelled otherwise', '{"evt":{},"a":1}', '{"evt":{},"a":1.0}'],
    ['null in place of nothing', '{"evt":{"name":"x"}}', '{"evt":{"name":"x","outcome":null}}'],
    ['an empty object in place of nothing', '{"evt":{"name":"y"}}', '{"evt":{"name":"y"},"usr":{}}'],
    ['an empty list in place of nothing', '{"evt":{},"process":{"pid":1}}', '{"evt":{},"process":{"pid":1,"args":[]}}'],
    ['another unknown field', '{"evt":{},"b":[1]}', '{"evt":{},"b":[[1]]}'],
    ['text in place of a number', '{"evt":{},"c":1}', '{"evt":{},"c":"1"}'],
  ])('with %s is another event', async (_, one, other) => {
    const { report } = await server.post(`${one}\n${other}`);

    expect(report).toMatchObject({ received: 2, stored: 2, duplicates: 0 });
  });

  it('of another host is another event', async () => {
    const [document] = timeless(3, 1) as [string];

    const answers = [
      await server.post(document, { query: '?host=a' }),
      await server.post(document, { query: '?host=b' }),
      await server.post(document, { query: '?host=a' }),
    ];

    expect(answers.map(({ report }) => report.stored)).toEqual([1, 1, 0]);
  });
});

describe('what events share', () => {
  it('is stored once a day and host', async () => {
    const before = await count('process');
    const ancestors = '[{"pid":7,"comm":"sh"},{"pid":1,"comm":"init"}]';
    const documents = Array.from(
      { length: 40 },
      (_, i) =>
        `{"evt":{"name":"open"},"date":"2024-01-02T03:04:${10 + i}Z","process":{"pid":9,"ancestors":${ancestors}}}`,
    );

    const { report } = await server.post(documents.join('\n'));

    expect(report.stored).toBe(40);
    expect((await count('process')) - before).toBe(3);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
