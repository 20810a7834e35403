import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as LosslessJson from 'lossless-json';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import { isJsonObject, parseLossless, setOwn, stringifyLossless } from '../../src/event-format/lossless-json.js';
import { canonicalJson } from './canonical-json.js';
import { brokenJsonText, jsonText } from './json-text-arbitrary.js';
import { anyText } from '../support/any-text.js';

function expectUnchanged(text: string): void {
  expect(stringifyLossless(parseLossless(text))).toBe(text);
}

function accepts(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

describe('a number', () => {
  const spellings = [
    ...['0', '-0', '0.0', '-0.0', '1', '-1', '1.0', '-1.0', '0.1', '0.1000', '1.50', '10', '100'],
    ...['1e3', '1E3', '1e+3', '1e-3', '1.0e3', '1E+400', '-1E+400', '1e-400', '0e0', '0E-0'],
    ...['65535', '4294967295', '999999999999999', '-999999999999999', '1000000000000000', '9007199254740991'],
    ...['9007199254740992', '9007199254740993', '-9007199254740993', '9223372036854775807', '-9223372036854775808'],
    ...['18446744073709551615', '18446744073709551616', '123456789012345678901234567890', '9'.repeat(60)],
    ...['0.30000000000000004', '3.141592653589793238462643383279', `0.${'0'.repeat(60)}1`],
  ];

  it.each(spellings)('keeps the spelling %s, alone, in a list and in an object', (number) => {
    expectUnchanged(number);
    expectUnchanged(`[${number},[${number}],"x"]`);
    expectUnchanged(`{"a":${number},"b":{"c":${number}}}`);
  });

  it.each(['0', '7', '-1', '4294967295', '999999999999999'])(
    'becomes a JavaScript number where that is exact: %s',
    (text) => {
      expect(parseLossless(text)).toBe(Number(text));
    },
  );

  it.each(['-0', '1.0', '1e3', '9007199254740993', '18446744073709551615'])(
    'becomes an exact number otherwise: %s',
    (text) => {
      expect(parseLossless(text)).toEqual(new ExactNumber(text));
    },
  );

  it.each([
    ...['01', '-01', '00', '-00', '1.', '.5', '-.5', '-', '--1', '+1', '0x10', '1e', '1e+', '1.e3', '1.0.0', '1e3.0'],
    ...['1-1', '1e3e3', '1_000', '1,000', 'NaN', '-NaN', 'Infinity', '-Infinity', '１', '1n', '1.0 1.0', '1e3"a"'],
  ])('is refused when malformed: %s', (number) => {
    expect(() => parseLossless(number)).toThrow(SyntaxError);
    expect(() => parseLossless(`{"a":${number}}`)).toThrow(SyntaxError);
    expect(() => parseLossless(`[1.0,{"a":[${number}]}]`)).toThrow(SyntaxError);
  });

  it.each([
    '{1:2}',
    '{1.0:2}',
    '{1e3 :2}',
    '{18446744073709551615\n:2}',
    '{"a":1,-0:2}',
    '{1.0}',
    '{"a" 1.0}',
    '{1.0,"a":1}',
  ])('is refused in the place of a key: %s', (text) => {
    expect(() => parseLossless(text)).toThrow(SyntaxError);
  });

  it('shows its plain text, never the mark it travels under, to anyone but the lossless writer', () => {
    const parsed = parseLossless('{"inode":18446744073709551615}');

    stringifyLossless(parsed);

    expect(JSON.stringify(parsed)).toBe('{"inode":"18446744073709551615"}');
  });
});

describe('a string', () => {
  it.each([
    ...['', '1.0', '-0', '18446744073709551615', 'number:', 'number:0123456789abcdef0123456789abcdef:1.0', '"1.0"'],
    ...[
      '\\',
      '\\"',
      '\\u0000',
      '/',
      '\b\f\n\r\t',
      '\u0001\u001f',
      '\u007f',
      '\u0000',
      '\u2028\u2029',
      '\ufeff',
      '\uffff',
    ],
    ...['😀', '👩‍👩‍👧‍👦', '\u{10ffff}', '\u202eabc', 'e\u0301', '{"a":1e3}', '[1.0,', ': 1.0', '$1', '$&', '$`'],
  ])('comes back as it is beside exact numbers: %j', (value) => {
    const text = JSON.stringify({ exact: 0, value, [value]: [value] }).replace('"exact":0', '"exact":1.0');

    expectUnchanged(text);
    expect(parseLossless(text)).toMatchObject({ value });
  });

  it('may hold half a surrogate pair', () => {
    expectUnchanged('{"a":"\\ud83d","b":1.0,"\\ude00":"\\ude00\\ud83d"}');
  });

  it.each([
    ['"\\u00e9\\/\\u0022\\ud83d\\ude00"', '"é/\\"😀"'],
    ['"\\u0031.0"', '"1.0"'],
    ['["\\u0031.0",1.0]', '["1.0",1.0]'],
  ])('means the same however it is escaped: %s', (written, shortest) => {
    expect(stringifyLossless(parseLossless(written))).toBe(shortest);
  });

  it.each(['"\\x41"', '"\\u12"', '"\n"', '"\u0000"', "'a'", '"a', '"\\'])('is refused when malformed: %j', (text) => {
    expect(() => parseLossless(text)).toThrow(SyntaxError);
    expect(() => parseLossless(`[1.0,${text}]`)).toThrow(SyntaxError);
  });
});

describe('a key', () => {
  it.each([
    '__proto__',
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'toJSON',
    'length',
    'then',
    '',
    '1',
    '😀',
  ])('named %j is an ordinary key', (key) => {
    const name = JSON.stringify(key);

    expectUnchanged(`{${name}:1.0}`);
    expectUnchanged(`{${name}:{${name}:[{${name}:18446744073709551615}]}}`);
    expectUnchanged(`{${name}:{"a":1},"b":1e3}`);
  });

  it('named __proto__ leaves the prototype alone', () => {
    const parsed = parseLossless('{"__proto__":{"polluted":1.0}}') as { polluted?: unknown };

    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(parsed.polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('that stands twice gives its last value', () => {
    expect(stringifyLossless(parseLossless('{"a":1.0,"b":2,"a":3.0}'))).toBe('{"a":3.0,"b":2}');
  });
});

describe('setOwn', () => {
  it.each(['__proto__', 'constructor', 'a'])('sets %s as an own, enumerable, writable property', (key) => {
    const object = {};

    setOwn(object, key, { a: 1 });

    expect(Object.getOwnPropertyDescriptor(object, key)).toEqual({
      value: { a: 1 },
      enumerable: true,
      configurable: true,
      writable: true,
    });
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  });
});

describe('isJsonObject', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [{ text: '1.0' }, true],
    [new ExactNumber('1.0'), false],
    [[], false],
    [null, false],
    [undefined, false],
    ['{}', false],
    [1, false],
  ])('of %j is %p', (value, answer) => {
    expect(isJsonObject(value)).toBe(answer);
  });
});

describe('white space and nesting', () => {
  it('may stand around everything, exact numbers included', () => {
    const text = ' \r\n\t{ "a" : 1.0 , "b" :\n[ -0 ,\t1e3 ] } \n';

    expect(stringifyLossless(parseLossless(text))).toBe('{"a":1.0,"b":[-0,1e3]}');
  });

  it.each(['', ' ', '\ufeff{}', '{}\u00a0', '{} {}', '[1.0,]', '{"a":1.0,}', '[1.0', '{"a":1.0', '[1.0]]', '//a\n1.0'])(
    'is refused where JSON has no place for it: %j',
    (text) => {
      expect(() => parseLossless(text)).toThrow(SyntaxError);
    },
  );

  it('keeps a number 500 levels down', () => {
    expectUnchanged(`${'[{"a":'.repeat(250)}1.0${'}]'.repeat(250)}`);
  });
});

describe('for any JSON text', () => {
  it('parse and stringify change nothing but white space and the order of keys', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(canonicalJson(stringifyLossless(parseLossless(text)))).toBe(canonicalJson(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('the result is what the library lossless-json makes of it', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        // The library takes a key __proto__ for the prototype, and calls a property toJSON whatever it is.
        fc.pre(!/__proto__|toJSON|\\u/i.test(text));

        const ours = stringifyLossless(parseLossless(text));

        expect(canonicalJson(ours)).toBe(canonicalJson(LosslessJson.stringify(LosslessJson.parse(text)) as string));
      }),
      { numRuns: 500 },
    );
  });

  it('numbers read as JavaScript numbers give what the native parser gives', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const asNative = JSON.parse(stringifyLossless(parseLossless(text))) as unknown;

        expect(asNative).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('and for any broken one, it is accepted exactly if the native parser accepts it', () => {
    fc.assert(
      fc.property(fc.oneof(brokenJsonText, anyText(6)), (text) => {
        const bytes = Buffer.from(text).toString();

        expect(accepts(parseLossless, bytes)).toBe(accepts(JSON.parse, bytes));
      }),
      { numRuns: 1000 },
    );
  });
});
