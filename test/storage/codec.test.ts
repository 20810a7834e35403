import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import { parseLossless, stringifyLossless, type JsonValue } from '../../src/event-format/lossless-json.js';
import { codecFor, type Codec } from '../../src/storage/codec.js';
import { hostileNumber, jsonText } from '../event-format/json-text-arbitrary.js';
import { storedRow } from './postgres-value.js';

/** Everything of the value is in the column, and comes back from it. */
function expectExact(codec: Codec, type: string, json: string, column: unknown): void {
  const encoded = codec.encode(parseLossless(json));
  expect(encoded).toEqual({ column, isExact: true });
  expect(decoded(codec, type, encoded?.column)).toBe(json);
}

/** The column holds something to search by. */
function expectNear(codec: Codec, json: string, column: unknown): void {
  expect(codec.encode(parseLossless(json))).toEqual({ column, isExact: false });
}

function expectNothing(codec: Codec, json: string): void {
  expect(codec.encode(parseLossless(json))).toBeUndefined();
}

function decoded(codec: Codec, type: string, column: unknown): string {
  const row = storedRow(stringifyLossless({ column }), [{ name: 'column', type }]);
  return stringifyLossless(codec.decode(row['column']));
}

const int8 = codecFor('int8', 'integer');
const numeric = codecFor('numeric', 'integer');
const dateTime = codecFor('int8', 'dateTime');
const text = codecFor('text', 'string');
const boolean = codecFor('bool', 'boolean');
const textList = codecFor('_text', 'list');
const inet = codecFor('inet', 'string');

describe('an integer in a bigint column', () => {
  it.each([
    ['0', 0],
    ['-1', -1],
    ['4294967295', 4294967295],
    ['999999999999999', 999999999999999],
    ['1000000000000000', '1000000000000000'],
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
  ])('%s comes back exactly', (json, column) => {
    expectExact(int8, 'int8', json, column);
  });

  it.each([
    ['9223372036854775808', '9223372036854775807'],
    ['18446744073709551615', '9223372036854775807'],
    ['-9223372036854775809', '-9223372036854775808'],
    ['-0', '0'],
    ['9'.repeat(30), '9223372036854775807'],
  ])('%s is kept at the edge, %s', (json, column) => {
    expectNear(int8, json, column);
  });

  it.each([
    ['1.0', '1'],
    ['1e3', '1000'],
  ])('%s is found as %s', (json, column) => {
    expectNear(int8, json, column);
  });

  it.each(['0.5', '"1"', 'true', 'null', '[]', '{}', '9'.repeat(1000)])('%.20s has no place', (json) => {
    expectNothing(int8, json);
  });
});

describe('an integer in a numeric column', () => {
  it.each([
    ['0', 0],
    ['9223372036854775808', '9223372036854775808'],
    ['18446744073709551615', '18446744073709551615'],
  ])('%s comes back exactly', (json, column) => {
    expectExact(numeric, 'numeric', json, column);
  });

  it.each([
    ['-1', '0'],
    ['18446744073709551616', '18446744073709551615'],
    ['-18446744073709551615', '0'],
  ])('%s is kept at the edge, %s', (json, column) => {
    expectNear(numeric, json, column);
  });
});

describe('a date in a bigint column', () => {
  it.each([
    ['1970-01-01T00:00:00Z', '0'],
    ['1970-01-01T00:00:00.000000001Z', '1'],
    ['1969-12-31T23:59:59.999999999Z', '-1'],
    ['2025-07-01T08:30:00.123456789Z', '1751358600123456789'],
    ['1677-09-21T00:12:45Z', '-9223372035000000000'],
    ['2262-04-11T23:47:15.999999999Z', '9223372035999999999'],
  ])('%s comes back exactly', (date, column) => {
    expectExact(dateTime, 'int8', JSON.stringify(date), column);
  });

  it.each([
    ['2025-07-01T10:30:00+02:00', '1751358600000000000'],
    ['2025-07-01T08:30:00.10Z', '1751358600100000000'],
    ['2025-07-01t08:30:00z', '1751358600000000000'],
    ['2016-12-31T23:59:60Z', '1483228800000000000'],
    ['0001-01-01T00:00:00Z', '-9223372036000000000'],
    ['1677-09-21T00:12:43Z', '-9223372036000000000'],
    ['2262-04-11T23:47:16Z', '9223372036000000000'],
    ['9999-12-31T23:59:59Z', '9223372036000000000'],
  ])('%s is kept as the instant, or at the edge: %s', (date, column) => {
    expectNear(dateTime, JSON.stringify(date), column);
  });

  it.each(['""', '"yesterday"', '"2025-02-29T00:00:00Z"', '1751358600', 'null', '{}'])('%s has no place', (json) => {
    expectNothing(dateTime, json);
  });

  it('keeps every year in order', () => {
    const years = ['0001', '1600', '1677', '1678', '1969', '1970', '2025', '2261', '2262', '2263', '9999'];

    const columns = years.map((year) => BigInt(dateTime.encode(`${year}-12-31T00:00:00Z`)?.column as string));

    expect(columns).toEqual([...columns].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });
});

describe('text', () => {
  it.each(['""', '"NULL"', '"{}"', '"\\\\\\""', '"😀"', '"\\u0001"', '"1.0"'])('%s comes back exactly', (json) => {
    expectExact(text, 'text', json, JSON.parse(json));
  });

  it.each(['1', 'null', 'true', '[]', '{}', '18446744073709551615'])('%s has no place', (json) => {
    expectNothing(text, json);
  });
});

describe('true and false', () => {
  it.each(['true', 'false'])('%s comes back exactly', (json) => {
    expectExact(boolean, 'bool', json, JSON.parse(json));
  });

  it.each(['0', '"true"', 'null'])('%s has no place', (json) => {
    expectNothing(boolean, json);
  });
});

describe('a list of texts', () => {
  it.each(['[]', '[""]', '["NULL","null","{}","a,b","\\"","\\\\"]'])('%s comes back exactly', (json) => {
    expectExact(textList, '_text', json, JSON.parse(json));
  });

  it.each(['null', '[1]', '["a",null]', '[["a"]]', '["a",1.0]', '{}', '"a"'])('%s has no place', (json) => {
    expectNothing(textList, json);
  });
});

describe('an address in an inet column', () => {
  it.each(['0.0.0.0', '10.0.0.1', '255.255.255.255'])('%s comes back exactly', (address) => {
    expectExact(inet, 'inet', JSON.stringify(address), address);
  });

  it.each(['::1', '::', '2001:DB8:0:0:0:0:0:1', '::ffff:10.0.0.1'])('%s is kept as Postgres writes it', (address) => {
    expectNear(inet, JSON.stringify(address), address);
  });

  it.each(['', '10.0.0', '010.0.0.1', '10.0.0.1/8', 'fe80::1%eth0', 'localhost', '1'])('%j has no place', (address) => {
    expectNothing(inet, JSON.stringify(address));
  });
});

/** Among everything that agents may send, what each column was made for. */
const anyJson = fc.oneof(
  jsonText,
  hostileNumber,
  fc.oneof(fc.ipV4(), fc.ipV6()).map((address) => JSON.stringify(address)),
  fc.date({ noInvalidDate: true }).map((date) => JSON.stringify(date)),
  fc.array(fc.string()).map((list) => JSON.stringify(list)),
);

describe('a codec', () => {
  it('that nobody wrote is missed at start-up', () => {
    expect(() => codecFor('point', 'string')).toThrow(
      'No codec stores a field of kind string in a column of type point',
    );
  });

  const codecs = Object.entries({ int8, numeric, _text: textList, text, bool: boolean, inet });

  it.each([...codecs, ['int8', dateTime] as const])(
    'for %s gives back whatever it calls exact, of any JSON',
    (type, codec) => {
      fc.assert(
        fc.property(anyJson, (json) => {
          const value: JsonValue = parseLossless(json);
          fc.pre(!/\\u0000|\\ud/i.test(json));
          const encoded = codec.encode(value);
          fc.pre(encoded !== undefined);

          const back = decoded(codec, type, encoded.column);

          if (encoded.isExact) expect(back).toBe(stringifyLossless(value));
        }),
        { numRuns: 500 },
      );
    },
  );

  it('gives a JavaScript number where that says all', () => {
    expect(int8.decode('9007199254740991')).toBe(9007199254740991);
    expect(int8.decode('9007199254740992')).toEqual(new ExactNumber('9007199254740992'));
  });
});
