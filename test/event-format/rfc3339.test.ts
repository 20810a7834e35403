import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatNanoseconds, nanosecondText, parseRfc3339 } from '../../src/event-format/rfc3339.js';

function nanoseconds(text: string): string | undefined {
  const instant = parseRfc3339(text);
  return instant && nanosecondText(instant);
}

describe('an instant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', '0'],
    ['1970-01-01T00:00:00.000000001Z', '1'],
    ['1970-01-01T00:00:01Z', '1000000000'],
    ['1970-01-01T01:00:00+01:00', '0'],
    ['1969-12-31T23:59:59.999999999Z', '-1'],
    ['1969-12-31T23:59:59Z', '-1000000000'],
    ['2025-07-01T08:30:00.123456789Z', '1751358600123456789'],
    ['2025-07-01T08:30:00.1Z', '1751358600100000000'],
    ['2025-07-01T10:30:00.123456789+02:00', '1751358600123456789'],
    ['2025-07-01T03:00:00.123456789-05:30', '1751358600123456789'],
    ['2025-07-01t08:30:00z', '1751358600000000000'],
    ['2025-07-01T08:30:00-00:00', '1751358600000000000'],
    ['2025-07-01T08:30:00.1234567899999Z', '1751358600123456789'],
    ['2024-02-29T00:00:00Z', '1709164800000000000'],
    ['2000-02-29T23:59:59Z', '951868799000000000'],
    ['2016-12-31T23:59:60Z', '1483228800000000000'],
    ['2016-12-31T18:59:60.5-05:00', '1483228800500000000'],
    ['0001-01-01T00:00:00Z', '-62135596800000000000'],
    ['0001-01-01T00:00:00+01:00', '-62135600400000000000'],
    ['0099-12-31T00:00:00Z', '-59011545600000000000'],
    ['0000-02-29T00:00:00Z', '-62162121600000000000'],
    ['1677-09-21T00:12:44Z', '-9223372036000000000'],
    ['2262-04-11T23:47:16.854775807Z', '9223372036854775807'],
    ['9999-12-31T23:59:59.999999999Z', '253402300799999999999'],
    ['9999-12-31T23:59:59-23:59', '253402387139000000000'],
  ])('%s is %s nanoseconds', (text, expected) => {
    expect(nanoseconds(text)).toBe(expected);
  });

  it.each([
    ...['', 'yesterday', '2025-07-01', '08:30:00Z', '2025-07-01T08:30:00', '2025-07-01 08:30:00Z', '2025-07-01T08:30Z'],
    ...['2025-07-01T08:30:00.Z', '2025-07-01T08:30:00,5Z', '2025-07-01T08:30:00+0200', '2025-07-01T08:30:00+02'],
    ...['2025-07-01T08:30:00+24:00', '2025-07-01T08:30:00+00:60', '2025-07-01T24:00:00Z', '2025-07-01T08:60:00Z'],
    ...['2025-07-01T08:30:61Z', '2025-13-01T00:00:00Z', '2025-00-01T00:00:00Z', '2025-01-00T00:00:00Z'],
    ...['2025-01-32T00:00:00Z', '2025-04-31T00:00:00Z', '2025-02-29T00:00:00Z', '1900-02-29T00:00:00Z'],
    ...['2100-02-29T00:00:00Z', '025-07-01T08:30:00Z', '12025-07-01T08:30:00Z', '-2025-07-01T08:30:00Z'],
    ...['2025-7-1T08:30:00Z', '2025-07-01T8:30:00Z', '2025-07-01T08:30:00ZZ', '2025-07-01T08:30:00+02:00Z'],
    ...[' 2025-07-01T08:30:00Z', '2025-07-01T08:30:00Z ', '2025-07-01T08:30:00Z\n', '２０25-07-01T08:30:00Z'],
  ])('is not %j', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });

  it.each<[year: number, isLeap: boolean]>([
    [1600, true],
    [1700, false],
    [1900, false],
    [1996, true],
    [2000, true],
    [2023, false],
    [2024, true],
    [2100, false],
    [2400, true],
  ])('knows whether %p has a 29 February: %p', (year, isLeap) => {
    expect(parseRfc3339(`${year}-02-29T00:00:00Z`) !== undefined).toBe(isLeap);
  });

  it('is read in a moment from a text of any length', () => {
    parseRfc3339(`2025-07-01T08:30:00.${'1'.repeat(1_000_000)}`);
    parseRfc3339(`2025-07-01T08:30:00.${'0'.repeat(1_000_000)}Z`);
  });
});

describe('a canonical text', () => {
  it.each([
    '1970-01-01T00:00:00Z',
    '2025-07-01T08:30:00.123456789Z',
    '2025-07-01T08:30:00.1Z',
    '2025-07-01T08:30:00.000000001Z',
    '0001-01-01T00:00:00Z',
    '0000-01-01T00:00:00.5Z',
    '9999-12-31T23:59:59.999999999Z',
  ])('%s comes back from nanoseconds', (text) => {
    expect(parseRfc3339(text)?.isCanonical).toBe(true);
    expect(formatNanoseconds(nanoseconds(text) as string)).toBe(text);
  });

  it.each([
    ['2025-07-01T08:30:00.10Z', '2025-07-01T08:30:00.1Z'],
    ['2025-07-01T08:30:00.0Z', '2025-07-01T08:30:00Z'],
    ['2025-07-01T08:30:00.000000000Z', '2025-07-01T08:30:00Z'],
    ['2025-07-01T08:30:00.1234567891Z', '2025-07-01T08:30:00.123456789Z'],
    ['2025-07-01t08:30:00Z', '2025-07-01T08:30:00Z'],
    ['2025-07-01T08:30:00z', '2025-07-01T08:30:00Z'],
    ['2025-07-01T08:30:00+00:00', '2025-07-01T08:30:00Z'],
    ['2025-07-01T08:30:00-00:00', '2025-07-01T08:30:00Z'],
    ['1970-01-01T01:00:00+01:00', '1970-01-01T00:00:00Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
  ])('is not %s, which comes back as %s', (text, canonical) => {
    expect(parseRfc3339(text)?.isCanonical).toBe(false);
    expect(formatNanoseconds(nanoseconds(text) as string)).toBe(canonical);
  });
});

describe('for any date', () => {
  const digits = (length: number, max: number): fc.Arbitrary<string> =>
    fc.nat({ max }).map((value) => String(value).padStart(length, '0'));
  const dateText = fc
    .tuple(
      fc.oneof(digits(4, 9999), fc.constantFrom('0000', '0001', '1969', '1970', '2000', '2024')),
      fc.tuple(digits(2, 13), digits(2, 32)).map((parts) => parts.join('-')),
      fc.constantFrom('T', 'T', 'T', 't', ' '),
      fc.tuple(digits(2, 24), digits(2, 60), digits(2, 61)).map((parts) => parts.join(':')),
      fc.oneof(fc.constant(''), fc.stringMatching(/^\.[0-9]{1,10}$/), fc.stringMatching(/^\.0{1,8}[1-9]$/)),
      fc.oneof(fc.constant('Z'), fc.constantFrom('z', '+00:00', '-00:00', '+23:59', '-23:59', '+24:00', '')),
    )
    .map(([year, day, separator, time, fraction, zone]) => `${year}-${day}${separator}${time}${fraction}${zone}`);

  it('formatting gives back the text exactly if it is canonical', () => {
    fc.assert(
      fc.property(dateText, (text) => {
        const instant = parseRfc3339(text);
        fc.pre(instant !== undefined && isInFourDigitYears(instant.seconds));

        expect(formatNanoseconds(nanosecondText(instant)) === text).toBe(instant.isCanonical);
      }),
      { numRuns: 1000 },
    );
  });

  it('the milliseconds are those of the JavaScript Date, where it can read the text', () => {
    fc.assert(
      fc.property(dateText, (text) => {
        const instant = parseRfc3339(text);
        fc.pre(instant !== undefined && !/:60/.test(text));

        // Past nine digits of a fraction Date.parse goes wrong.
        const native = Date.parse(text.toUpperCase().replace(/(\.\d{3})\d+/, '$1'));
        expect(instant.seconds * 1000 + Math.trunc(instant.nanoseconds / 1e6)).toBe(native);
      }),
      { numRuns: 1000 },
    );
  });

  it('an instant has its nanoseconds between 0 and 999,999,999', () => {
    fc.assert(
      fc.property(dateText, (text) => {
        const instant = parseRfc3339(text);
        fc.pre(instant !== undefined);

        expect(Number.isInteger(instant.seconds)).toBe(true);
        expect(instant.nanoseconds).toBeGreaterThanOrEqual(0);
        expect(instant.nanoseconds).toBeLessThan(1e9);
      }),
    );
  });

  it('any nanoseconds of the years 0 to 9999 come back from their text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -62167219200_000000000n, max: 253402300799_999999999n }), (total) => {
        const text = formatNanoseconds(String(total));

        expect(nanoseconds(text)).toBe(String(total));
        expect(parseRfc3339(text)?.isCanonical).toBe(true);
      }),
    );
  });
});

/** An offset can lead out of the years that RFC 3339 can write. */
function isInFourDigitYears(seconds: number): boolean {
  return seconds >= -62_167_219_200 && seconds < 253_402_300_800;
}
