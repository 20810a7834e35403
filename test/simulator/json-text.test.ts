import { describe, expect, it } from '@jest/globals';
import { JsonText, stringify, type JsonValue } from '../../src/simulator/json-text.js';

describe('stringify', () => {
  it.each<[JsonValue, string]>([
    [18446744073709551615n, '18446744073709551615'],
    [-1, '-1'],
    [null, 'null'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [{ a: undefined, b: [], c: {}, d: [1, 'x', true] }, '{"b":[],"c":{},"d":[1,"x",true]}'],
    [{ process: new JsonText('{"pid":1}') }, '{"process":{"pid":1}}'],
  ])('writes %p as %s', (value, text) => {
    expect(stringify(value)).toBe(text);
  });
});
