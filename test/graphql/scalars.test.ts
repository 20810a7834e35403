import { describe, expect, it } from '@jest/globals';
import { type GraphQLScalarType, GraphQLError, parseValue } from 'graphql';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import { DateTime } from '../../src/graphql/scalars/date-time.scalar.js';
import { Int64 } from '../../src/graphql/scalars/int64.scalar.js';
import { IPAddress } from '../../src/graphql/scalars/ip-address.scalar.js';
import { JsonScalar } from '../../src/graphql/scalars/json.scalar.js';
import { UInt32 } from '../../src/graphql/scalars/uint32.scalar.js';
import { UInt64 } from '../../src/graphql/scalars/uint64.scalar.js';

const exact = (text: string): ExactNumber => new ExactNumber(text);
const literal = (scalar: GraphQLScalarType, text: string): unknown => scalar.parseLiteral(parseValue(text));

function expectRefused(attempt: () => unknown, message: string): void {
  expect(attempt).toThrow(GraphQLError);
  expect(attempt).toThrow(message);
}

describe('UInt32 and Int64', () => {
  it.each([
    [12, 12],
    [4294967295, 4294967295],
    [-100, -100],
    [exact('1.0'), 1],
    [exact('1e3'), 1000],
    [exact('12.50e2'), 1250],
    [exact('120e-1'), 12],
    [exact('-0'), 0],
    [exact('9007199254740991'), 9007199254740991],
    [exact('9007199254740993'), '9007199254740993'],
    [exact('-18446744073709551616'), '-18446744073709551616'],
    [exact('0.5'), 0.5],
    [exact('5e-1'), 0.5],
    [exact('0e999999999'), 0],
    [exact('1e999999999'), '1e999999999'],
    [12n, 12],
    [2n ** 64n, '18446744073709551616'],
    ['as stored', 'as stored'],
    [true, true],
  ])('show the stored %p as %p', (stored, shown) => {
    expect(UInt32.serialize(stored)).toBe(shown);
    expect(Int64.serialize(stored)).toBe(shown);
  });

  it.each([
    [UInt32, 0],
    [UInt32, 4294967295],
    [Int64, -1],
    [Int64, -9007199254740991],
    [Int64, 9007199254740991],
  ])('%s takes %p as a number, a decimal string or a literal', (scalar, number) => {
    expect(scalar.parseValue(number)).toBe(number);
    expect(scalar.parseValue(String(number))).toBe(number);
    expect(literal(scalar, String(number))).toBe(number);
    expect(literal(scalar, `"${number}"`)).toBe(number);
  });

  it.each([
    [UInt32, -1, 'UInt32 cannot be -1; give an integer from 0 to 4294967295'],
    [UInt32, 4294967296, 'UInt32 cannot be 4294967296; give'],
    [UInt32, 1.5, 'UInt32 cannot be 1.5; give'],
    [UInt32, '1e3', 'UInt32 cannot be "1e3"; give'],
    [UInt32, ' 1', 'UInt32 cannot be " 1"; give'],
    [UInt32, '', 'UInt32 cannot be ""; give'],
    [UInt32, true, 'UInt32 cannot be true; give'],
    [UInt32, ['1'], 'UInt32 cannot be ["1"]; give'],
    [UInt32, '9'.repeat(1000), `UInt32 cannot be "${'9'.repeat(59)}...; give`],
    [Int64, '9007199254740992', 'Int64 cannot be "9007199254740992"; give an integer from -9007199254740991 to'],
    [Int64, 2 ** 53, 'Int64 cannot be 9007199254740992; a number past 2^53 is rounded on the way, so give a string'],
  ])('%s refuses the variable %p', (scalar, value, message) => {
    expectRefused(() => scalar.parseValue(value), message);
  });

  it.each([
    [UInt32, '-1', 'UInt32 cannot be -1; give'],
    [UInt32, '1.0', 'UInt32 cannot be 1.0; give'],
    [UInt32, 'ROOT', 'UInt32 cannot be ROOT; give'],
    [UInt32, '{ id: 1 }', 'UInt32 cannot be {id: 1}; give'],
    [Int64, '9007199254740992', 'Int64 cannot be 9007199254740992; give'],
  ])('%s refuses the literal %s', (scalar, text, message) => {
    expectRefused(() => literal(scalar, text), message);
  });

  it('show a free-form value without exact numbers in it', () => {
    expect(UInt32.serialize({ pid: exact('1e3') })).toEqual({ pid: 1000 });
  });

  it('takes -0 as 0', () => {
    expect(Int64.parseValue(-0)).toBe(0);
  });
});

describe('UInt64', () => {
  it.each([
    [0, '0'],
    [7, '7'],
    [1e21, '1000000000000000000000'],
    [exact('18446744073709551615'), '18446744073709551615'],
    [exact('1e3'), '1000'],
    [exact('1.0'), '1'],
    [exact('-0'), '0'],
    [exact('1.5'), '1.5'],
    [exact('1e999999999'), '1e999999999'],
    [2n ** 64n - 1n, '18446744073709551615'],
    ['18446744073709551615', '18446744073709551615'],
    [{ free: exact('1.0') }, '{"free":1}'],
  ])('shows the stored %p as %p', (stored, shown) => {
    expect(UInt64.serialize(stored)).toBe(shown);
  });

  it.each([
    [0, 0n],
    [9007199254740991, 9007199254740991n],
    ['0', 0n],
    ['18446744073709551615', 18446744073709551615n],
  ])('takes the variable %p', (value, parsed) => {
    expect(UInt64.parseValue(value)).toBe(parsed);
  });

  it.each(['18446744073709551615', '"18446744073709551615"'])('takes the literal %s exactly', (text) => {
    expect(literal(UInt64, text)).toBe(18446744073709551615n);
  });

  it.each([
    [-1, 'UInt64 cannot be -1; give an integer from 0 to 18446744073709551615'],
    ['18446744073709551616', 'UInt64 cannot be "18446744073709551616"; give'],
    ['007', 'UInt64 cannot be "007"; give'],
    ['0x1f', 'UInt64 cannot be "0x1f"; give'],
    [2 ** 60, 'UInt64 cannot be 1152921504606847000; a number past 2^53 is rounded on the way, so give a string'],
    [Number.NaN, 'UInt64 cannot be null; give'],
    [null, 'UInt64 cannot be null; give'],
  ])('refuses the variable %p', (value, message) => {
    expectRefused(() => UInt64.parseValue(value), message);
  });
});

describe('DateTime', () => {
  it.each([
    '2025-07-01T08:30:00Z',
    '2025-07-01T08:30:00.123456789+02:00',
    '2025-07-01T08:30:00.1-23:59',
    '2025-07-01t08:30:00z',
    '2024-02-29T23:59:59.999999999Z',
    '2000-02-29T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '2016-12-31T23:59:60Z',
    '1970-01-01T01:00:00+01:00',
  ])('takes and shows %s as it is', (text) => {
    expect(DateTime.parseValue(text)).toBe(text);
    expect(literal(DateTime, `"${text}"`)).toBe(text);
    expect(DateTime.serialize(text)).toBe(text);
  });

  it.each([
    '2025-07-01',
    '2025-07-01T08:30:00',
    '2025-07-01 08:30:00Z',
    '2025-07-01T08:30Z',
    '2025-07-01T08:30:00.Z',
    '2025-07-01T08:30:00.1234567890Z',
    '2025-07-01T08:30:00+0200',
    '2025-07-01T08:30:00+24:00',
    '2025-07-01T24:00:00Z',
    '2025-07-01T08:60:00Z',
    '2025-13-01T00:00:00Z',
    '2025-00-01T00:00:00Z',
    '2025-04-31T00:00:00Z',
    '2025-04-00T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2025-07-01T08:30:00Z\n',
    'yesterday',
    '',
  ])('refuses %j', (text) => {
    expectRefused(() => DateTime.parseValue(text), `DateTime cannot be ${JSON.stringify(text)}; give RFC 3339 text`);
  });

  it('refuses a literal that is no string', () => {
    expectRefused(() => literal(DateTime, '1751358600'), 'DateTime cannot be 1751358600; give');
  });

  it.each([
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [exact('1751358600123456789'), '2025-07-01T08:30:00.123456789Z'],
    [1, '1970-01-01T00:00:00.000000001Z'],
    [exact('1e99'), `1${'0'.repeat(99)}`],
    [-1, -1],
  ])('shows the stored %p as %p', (stored, shown) => {
    expect(DateTime.serialize(stored)).toBe(shown);
  });
});

describe('JSON', () => {
  it('shows exact numbers as plain ones, integers past 2^53 as text, at any depth', () => {
    const stored = { big: exact('18446744073709551615'), list: [exact('1e3'), { half: exact('0.50') }], text: 'a' };

    expect(JsonScalar.serialize(stored)).toEqual({
      big: '18446744073709551615',
      list: [1000, { half: 0.5 }],
      text: 'a',
    });
  });

  it('hands out the same object when there is nothing to change', () => {
    const stored = { list: [1, { a: null }], empty: {} };

    expect(JsonScalar.serialize(stored)).toBe(stored);
  });

  it('keeps a key named __proto__ as a key', () => {
    const stored: unknown = Object.fromEntries([['__proto__', { polluted: exact('1.0') }]]);

    const shown = JsonScalar.serialize(stored);

    expect(JSON.stringify(shown)).toBe('{"__proto__":{"polluted":1}}');
    expect((shown as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it.each([null, true, 'text', 1.5, { a: [1] }])('takes the variable %j as it is', (value) => {
    expect(JsonScalar.parseValue(value)).toBe(value);
  });

  it.each([
    ['null', null],
    ['false', false],
    ['1.5', 1.5],
    ['18446744073709551615', exact('18446744073709551615')],
    ['1.0', exact('1.0')],
    ['{ a: [1, "b", { c: null }] }', { a: [1, 'b', { c: null }] }],
  ])('takes the literal %s', (text, value) => {
    expect(literal(JsonScalar, text)).toEqual(value);
  });

  it('keeps a literal key named __proto__ as a key', () => {
    expect(JSON.stringify(literal(JsonScalar, '{ __proto__: { a: 1 } }'))).toBe('{"__proto__":{"a":1}}');
  });

  it('fills in variables and leaves out those not given', () => {
    const node = parseValue('{ a: $a, b: $b, list: [$b] }');

    expect(JsonScalar.parseLiteral(node, { a: [1] })).toEqual({ a: [1], list: [null] });
  });

  it('refuses a bare name', () => {
    expectRefused(() => literal(JsonScalar, '{ a: ROOT }'), 'JSON cannot be ROOT; put names in double quotes');
  });
});

describe('IPAddress', () => {
  it.each(['10.0.0.1', '::', '2001:db8::1', '::ffff:10.0.0.1', 'fe80::1%eth0'])('takes %s', (text) => {
    expect(IPAddress.parseValue(text)).toBe(text);
    expect(literal(IPAddress, `"${text}"`)).toBe(text);
  });

  it.each(['10.0.0', '10.0.0.256', '10.0.0.0/8', 'localhost', '', 167772161])('refuses %j', (value) => {
    expectRefused(() => IPAddress.parseValue(value), `IPAddress cannot be ${JSON.stringify(value)}; give`);
  });

  it('shows what was sent, whatever it is', () => {
    expect(IPAddress.serialize('010.0.0.1')).toBe('010.0.0.1');
  });
});
