import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Normalizer } from '../../src/ingest/normalizer.js';
import { snapshotIds } from '../../src/ingest/normalizer.js';
import { eventText, MemoryResolver, newNormalizer, normalize, RECEIVED_AT, rowsOf } from './memory-database.js';
import { split } from './split.js';

let normalizer: Normalizer;

beforeEach(() => {
  normalizer = newNormalizer(new MemoryResolver());
});

const event = eventText({ process: { pid: 1, executable: { path: '/a' } } });

describe('a bad document', () => {
  it.each([
    ['{"evt":{},"process":{"pid":"12"}}', 'field.wrong_type', '/process/pid'],
    ['{"a":', 'document.not_json', ''],
    ['[1]', 'document.not_object', ''],
    ['{"a":"\\u0000"}', 'document.unstorable_text', '/a'],
    ['{"a":1,"a":1}', 'document.duplicate_key', '/a'],
    [`${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'document.too_deep', ''],
  ])(
    '%.40s is a dead letter with code, place and raw bytes, and costs its neighbours nothing',
    async (bad, code, pointer) => {
      const batch = await normalize(normalizer, [event, bad, event, bad, eventText({ title: 't' })]);

      expect(batch).toMatchObject({ received: 5, events: 3 });
      expect(rowsOf(batch, 'event')).toHaveLength(2);
      expect(batch.deadLetters).toMatchObject([
        { index: 1, code, pointer },
        { index: 3, code, pointer },
      ]);
      expect(batch.deadLetters.map(({ raw }) => Buffer.from(raw).toString())).toEqual([bad, bad]);
      expect(batch.deadLetters.map(({ byteLength }) => byteLength)).toEqual([bad.length, bad.length]);
    },
  );

  it('is kept byte for byte when it is not even text', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x80, 0x7d]);
    const [chunk] = split([bytes, '\n', event]).chunks;

    const batch = await normalizer.normalize({ ...chunk!, envelope: {} }, RECEIVED_AT);

    expect(batch.deadLetters).toMatchObject([{ index: 0, code: 'document.not_utf8', raw: new Uint8Array(bytes) }]);
    expect(batch.events).toBe(1);
  });

  it('past the limit says its length and the limit', async () => {
    const [chunk] = split([`{"a":"${'x'.repeat(2_000_000)}"}\n${event}`]).chunks;

    const batch = await normalizer.normalize({ ...chunk!, envelope: {} }, RECEIVED_AT);

    const message = 'The document has 2000008 bytes; at most 1572864 are stored (SPOOR_MAX_DOCUMENT_BYTES)';
    expect(batch.deadLetters).toMatchObject([{ index: 0, code: 'document.too_large', message, byteLength: 2_000_008 }]);
    expect(batch.events).toBe(1);
  });

  it('that a broken stream cut is one of its own kind', async () => {
    const [chunk] = split([`${event}\n{"a":1`], {}, false).chunks;

    const batch = await normalizer.normalize({ ...chunk!, envelope: {} }, RECEIVED_AT);

    expect(batch.deadLetters).toMatchObject([{ index: 1, code: 'document.truncated' }]);
    expect(batch.events).toBe(1);
  });

  it('has one id as often as it comes, and another host gives it another', async () => {
    const ids: string[] = [];
    for (const host of ['a', 'a', 'b']) {
      const { deadLetters } = await normalize(normalizer, ['oops'], { host });
      ids.push(...deadLetters.map(({ id }) => id));
    }

    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});

describe('the host of a document', () => {
  it.each<[string, string | undefined, string]>([
    ['{"evt":{},"hostname":"own"}', undefined, 'own'],
    ['{"evt":{},"hostname":"own"}', 'sender', 'sender'],
    ['{"evt":{}}', undefined, 'unknown'],
    ['{"evt":{},"hostname":""}', undefined, 'unknown'],
    ['{"evt":{},"hostname":7}', undefined, 'unknown'],
    ['{"evt":{},"hostname":null}', undefined, 'unknown'],
    ['{"evt":{},"hostname":["own"]}', undefined, 'unknown'],
  ])('of %s, sent by %p, is %s', async (document, host, expected) => {
    const resolver = new MemoryResolver();

    const batch = await normalize(newNormalizer(resolver), [document], host === undefined ? {} : { host });

    expect(resolver.hostName(rowsOf(batch, 'event')[0]?.['host_id'] as number)).toBe(expected);
  });

  it('is not what is longer than any name of a host, and no index could hold', async () => {
    const resolver = new MemoryResolver();
    const document = JSON.stringify({ evt: {}, hostname: 'x'.repeat(3000) });

    const batch = await normalize(newNormalizer(resolver), [document, event], {});

    expect(rowsOf(batch, 'event').map((row) => resolver.hostName(row['host_id'] as number))).toEqual([
      'unknown',
      'unknown',
    ]);
  });
});

describe('a document without a time of its own', () => {
  const timeless = '{"evt":{"name":"open"},"file":{"path":"/a"}}';

  it('has that of its first receipt, and is the same event when it comes again', async () => {
    const first = await normalize(normalizer, [timeless], {}, RECEIVED_AT);
    const again = await normalize(normalizer, [timeless], {}, RECEIVED_AT + 86_400_000);

    expect(rowsOf(first, 'event')).toMatchObject([{ time_source: 'RECEIPT' }]);
    expect(rowsOf(again, 'event')).toEqual(rowsOf(first, 'event'));
  });

  it('is the same event when its keys come in another order', async () => {
    const first = await normalize(normalizer, [timeless], {}, RECEIVED_AT);
    const again = await normalize(normalizer, ['{"file":{"path":"/a"},"evt":{"name":"open"}}'], {}, RECEIVED_AT + 1000);

    expect(again.tables).toEqual(first.tables);
  });

  it('is another event on another host', async () => {
    const here = await normalize(normalizer, [timeless], { host: 'here' }, RECEIVED_AT);
    const there = await normalize(normalizer, [timeless], { host: 'there' }, RECEIVED_AT + 1000);

    expect(rowsOf(there, 'event')[0]?.['id']).not.toBe(rowsOf(here, 'event')[0]?.['id']);
  });

  it('has that of the envelope, if that has one', async () => {
    const batch = await normalize(normalizer, [timeless], { opened: { timestamp: RECEIVED_AT - 5000 } });

    expect(rowsOf(batch, 'event')).toMatchObject([{ time_source: 'ENVELOPE' }]);
    expect(batch.days).toEqual([Date.UTC(2025, 6, 2)]);
  });
});

describe('what is known to be committed', () => {
  it('is left out of later batches, but never the event', async () => {
    const first = await normalize(normalizer, [event]);
    normalizer.learn(snapshotIds(first));

    const again = await normalize(normalizer, [event]);

    expect(again.tables.map(({ table }) => table)).toEqual(['event']);
  });

  it('is only what was learned: a batch that was not written is made again in full', async () => {
    const first = await normalize(normalizer, [event]);
    const again = await normalize(normalizer, [event]);

    expect(again.tables).toEqual(first.tables);
  });

  it('may be a part only: what refers to it is written, it is not', async () => {
    const first = await normalize(normalizer, [event]);
    normalizer.learn(first.tables.filter(({ table }) => table === 'file').flatMap(({ ids }) => ids));

    const again = await normalize(normalizer, [event]);

    expect(again.tables.map(({ table }) => table)).toEqual(['process', 'process_context', 'event']);
  });

  it('brings its own references along when it has to be written anew', async () => {
    const first = await normalize(normalizer, [event]);
    normalizer.learn(first.tables.filter(({ table }) => table === 'process_context').flatMap(({ ids }) => ids));

    const again = await normalize(normalizer, [event]);

    expect(again.tables.map(({ table }) => table)).toEqual(['file', 'process', 'event']);
  });
});

it('counts events that are equal each time, and writes them once', async () => {
  const batch = await normalize(normalizer, [event, event, event]);

  expect(batch).toMatchObject({ received: 3, events: 3 });
  expect(rowsOf(batch, 'event')).toHaveLength(1);
});

it('tells reports from events', async () => {
  const batch = await normalize(normalizer, [event, '{"agent":{"rule_id":"heartbeat"},"date":"2025-07-01T00:00:00Z"}']);

  expect(rowsOf(batch, 'event').map((row) => [row['kind'], row['rule_id']])).toEqual(
    expect.arrayContaining([
      ['SECURITY_EVENT', undefined],
      ['AGENT_REPORT', 'heartbeat'],
    ]),
  );
});
