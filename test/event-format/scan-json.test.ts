import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { scanJson, type JsonScan } from '../../src/event-format/scan-json.js';
import { tokenize } from './canonical-json.js';
import { jsonText } from './json-text-arbitrary.js';

function scan(text: string): JsonScan {
  const bytes = Buffer.from(text);
  return scanJson(bytes, 0, bytes.length);
}

/** The texts of the numbers that the scan wants kept exactly. */
function exactNumbers(text: string): string[] {
  const bytes = Buffer.from(text);
  const { exactNumbers: ranges } = scanJson(bytes, 0, bytes.length);
  return ranges.flatMap((start, i) => (i % 2 ? [] : [bytes.toString('utf8', start, ranges[i + 1])]));
}

describe('keys', () => {
  it.each([
    ['{}', 0],
    ['[1,"a:b",null]', 0],
    ['{"a":1}', 1],
    ['{"a":{"b":[{"c":1},{"c":2}]}}', 4],
    ['{"a:b":":","\\":":1}', 2],
    ['{"a":1,"a":1}', 2],
  ])('of %s are %p, repeated ones counted each time', (text, keys) => {
    expect(scan(text).keys).toBe(keys);
  });
});

describe('depth', () => {
  it.each([
    ['1', 0],
    ['"[{"', 0],
    ['{}', 1],
    ['[[],[[]],{}]', 3],
    ['{"a":"}}","b":{"c":[1]}}', 3],
    ['["\\"[[[",[]]', 2],
    [`${'['.repeat(10_000)}${']'.repeat(10_000)}`, 10_000],
  ])('of %.30s is %p', (text, depth) => {
    expect(scan(text).depth).toBe(depth);
  });
});

describe('exact numbers', () => {
  it.each([
    ['[0,-1,12,999999999999999]', []],
    ['{"a":1234567890123456,"b":1}', ['1234567890123456']],
    ['[1.0,-0,1e3,1E+400, 0.5 ]', ['1.0', '-0', '1e3', '1E+400', '0.5']],
    ['["1.0",{"1.0":"-0"},"é",2.0]', ['2.0']],
  ])('of %s are %j', (text, numbers) => {
    expect(exactNumbers(text)).toEqual(numbers);
  });
});

describe('suspect escapes', () => {
  it.each([
    ['\\u0000', true],
    ['a\\u0000b', true],
    ['\\ud83d', true],
    ['\\uD83D\\uDE00', true],
    ['\\udfff', true],
    ['\\uDaBc', true],
    ['\\\\\\u0000', true],
    ['\\\\u0000', false],
    ['\\\\\\\\u0000', false],
    ['\\u0001', false],
    ['\\u0010', false],
    ['\\u1000', false],
    ['\\u0100', false],
    ['\\ud7ff', false],
    ['\\ue000', false],
    ['u0000', false],
    ['😀', false],
  ])('of the string "%s": %p', (inside, isSuspect) => {
    expect(scan(`{"a":"${inside}"}`).hasSuspectEscape).toBe(isSuspect);
    expect(scan(`{"${inside}":1}`).hasSuspectEscape).toBe(isSuspect);
  });
});

describe('for any JSON text', () => {
  it('the scan says what a slow reading of its tokens says', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const { keys, depth, hasSuspectEscape } = scan(text);

        expect({ keys, depth, hasSuspectEscape }).toEqual(slowScan(text));
      }),
      { numRuns: 500 },
    );
  });

  it('the exact numbers are all that a JavaScript number would change, and no integer of up to 15 digits', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const numbers = tokenize(text)
          .map((token) => token.text)
          .filter((token) => /^[-\d]/.test(token));
        const exact = exactNumbers(text);

        const changed = numbers.filter((number) => String(Number(number)) !== number);
        const long = numbers.filter((number) => !/^-?\d{1,15}$/.test(number) || number === '-0');
        expect(exact).toEqual(expect.arrayContaining(changed));
        expect(exact).toEqual(long);
      }),
      { numRuns: 500 },
    );
  });

  it('what stands before and behind it does not matter', () => {
    fc.assert(
      fc.property(jsonText, jsonText, jsonText, (before, text, behind) => {
        const [start, end] = [Buffer.byteLength(before), Buffer.byteLength(before + text)];

        const within = scanJson(Buffer.from(before + text + behind), start, end);

        const alone = scan(text);
        expect(within).toEqual({ ...alone, exactNumbers: alone.exactNumbers.map((at) => at + start) });
      }),
      { numRuns: 300 },
    );
  });

  it('a string with a NUL or half a surrogate pair is always suspected', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const strings = tokenize(text)
          .filter((token) => token.text.startsWith('"'))
          .map((token) => JSON.parse(token.text) as string);
        fc.pre(strings.some((value) => value.includes('\0') || !value.isWellFormed()));

        expect(scan(text).hasSuspectEscape).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

it('says something about bytes that are no JSON, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(scanJson(Buffer.from(bytes), 0, bytes.length).depth).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});

function slowScan(text: string): Pick<JsonScan, 'keys' | 'depth' | 'hasSuspectEscape'> {
  const tokens = tokenize(text).map((token) => token.text);
  let [depth, deepest] = [0, 0];
  for (const token of tokens) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, ++depth);
    if (token === '}' || token === ']') depth--;
  }
  const strings = tokens.filter((token) => token.startsWith('"')).map((token) => token.replaceAll('\\\\', ''));
  return {
    keys: tokens.filter((token) => token === ':').length,
    depth: deepest,
    hasSuspectEscape: strings.some((token) => /\\u(0000|d[89a-f])/i.test(token)),
  };
}
