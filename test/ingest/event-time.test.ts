import { describe, expect, it } from '@jest/globals';
import { parseLossless, type JsonObject } from '../../src/event-format/lossless-json.js';
import { eventTime } from '../../src/ingest/event-time.js';

const RECEIVED_AT = Date.parse('2025-07-02T12:00:00Z');
const [DATE, EXEC, FORK, ENVELOPE] = [
  '2025-07-01T08:30:00.123456789Z',
  '2025-07-01T08:00:00.5Z',
  '2025-07-01T07:00:00Z',
  Date.parse('2025-07-02T11:59:59Z'),
];

/** The source and the time, or nothing. */
function timeOf(document: string, envelope?: number, receivedAt = RECEIVED_AT): string | undefined {
  const time = eventTime(parseLossless(document) as JsonObject, envelope, receivedAt);
  return time && `${time.source} ${new Date(time.milliseconds).toISOString()}`;
}

const process = (fields: object): string => JSON.stringify({ process: fields });

describe('the time of an event', () => {
  it.each<[string, string]>([
    [JSON.stringify({ date: DATE, process: { exec_time: EXEC, fork_time: FORK } }), 'DATE 2025-07-01T08:30:00.123Z'],
    [process({ exec_time: EXEC, fork_time: FORK }), 'EXEC_TIME 2025-07-01T08:00:00.500Z'],
    [process({ fork_time: FORK }), 'FORK_TIME 2025-07-01T07:00:00.000Z'],
    ['{}', 'ENVELOPE 2025-07-02T11:59:59.000Z'],
    ['{"process":null}', 'ENVELOPE 2025-07-02T11:59:59.000Z'],
    ['{"process":{"exec_time":null}}', 'ENVELOPE 2025-07-02T11:59:59.000Z'],
    ['{"process":["exec_time"],"date":1751358600}', 'ENVELOPE 2025-07-02T11:59:59.000Z'],
  ])('%s comes from the first that carries one: %s', (document, time) => {
    expect(timeOf(document, ENVELOPE)).toBe(time);
  });

  it.each([
    ['the zero value', '0001-01-01T00:00:00Z'],
    ['1970 itself', '1970-01-01T00:00:00Z'],
    ['1970 with an offset', '1970-01-01T01:00:00+01:00'],
    ['a time before 1970', '1969-12-31T23:59:59.999Z'],
    ['the far future', '2999-01-01T00:00:00Z'],
    ['the end of time', '9999-12-31T23:59:59Z'],
    ['more than a day after its receipt', '2025-07-03T12:00:00.001Z'],
    ['no date', 'yesterday'],
    ['nothing', ''],
    ['a day that is not', '2025-02-30T00:00:00Z'],
  ])('is not its date when that is %s', (_what, date) => {
    expect(timeOf(JSON.stringify({ date, process: { exec_time: EXEC } }))).toBe('EXEC_TIME 2025-07-01T08:00:00.500Z');
    expect(timeOf(JSON.stringify({ process: { exec_time: date, fork_time: FORK } }))).toBe(
      'FORK_TIME 2025-07-01T07:00:00.000Z',
    );
    expect(timeOf(JSON.stringify({ date }), ENVELOPE)).toBe('ENVELOPE 2025-07-02T11:59:59.000Z');
    expect(timeOf(JSON.stringify({ date }))).toBeUndefined();
  });

  it.each([
    ['a day ahead, since clocks differ', '2025-07-03T12:00:00Z', '2025-07-03T12:00:00.000Z'],
    ['a millisecond after 1970', '1970-01-01T00:00:00.001Z', '1970-01-01T00:00:00.001Z'],
    ['years ago', '2001-02-03T04:05:06Z', '2001-02-03T04:05:06.000Z'],
    ['given with an offset', '2025-07-01T23:30:00-05:00', '2025-07-02T04:30:00.000Z'],
    ['given to the nanosecond, cut and not rounded', '2025-07-01T08:30:00.999999999Z', '2025-07-01T08:30:00.999Z'],
    ['a leap second', '2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
  ])('may be %s', (_what, date, time) => {
    expect(timeOf(JSON.stringify({ date }))).toBe(`DATE ${time}`);
  });

  it.each([undefined, 0, -1, Number.NaN, RECEIVED_AT + 86_400_001, Number.POSITIVE_INFINITY])(
    'is not that of the envelope when it is %p',
    (envelope) => {
      expect(timeOf('{}', envelope)).toBeUndefined();
    },
  );

  it('has no other process to ask than its own', () => {
    expect(
      timeOf(JSON.stringify({ process: { parent: { exec_time: EXEC } }, ptrace: { tracee: { exec_time: EXEC } } })),
    ).toBe(undefined);
  });
});
