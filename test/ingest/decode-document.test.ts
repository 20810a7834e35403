import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RefusalCode } from '../../src/event-format/check-document.js';
import { contracts } from '../../src/event-format/contract.js';
import { stringifyLossless } from '../../src/event-format/lossless-json.js';
import { decodeDocument, MAX_DEPTH } from '../../src/ingest/decode-document.js';
import { KnownParts } from '../../src/ingest/known-parts.js';
import { sortKeys } from '../../src/ingest/sort-keys.js';
import { canonicalJson } from '../event-format/canonical-json.js';
import { brokenJsonText, jsonText } from '../event-format/json-text-arbitrary.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { decode } from './decode.js';

function expectRefused(document: string | Buffer, code: RefusalCode, pointer: string, message: string): void {
  expect(decode(document)).toEqual({ kind: 'refused', refusal: { code, pointer, message } });
}

function expectTaken(text: string): void {
  const decoded = decode(text);
  expect(decoded.kind === 'refused' ? decoded.refusal : canonicalJson(documentOf(text))).toBe(canonicalJson(text));
}

function documentOf(text: string): string {
  const decoded = decode(text);
  return decoded.kind === 'document' ? stringifyLossless(sortKeys(decoded.document)) : decoded.refusal.message;
}

/** An object so many levels deep. */
function nested(depth: number): string {
  return `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
}

describe('a document that is not UTF-8', () => {
  const message = 'The document is not valid UTF-8; send JSON in UTF-8 (RFC 8259, section 8.1)';

  it.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a surrogate pair, encoded', [0xed, 0xa0, 0xbd]],
    ['a character cut short', [0xe2, 0x82]],
    ['a byte that UTF-8 never has', [0xff]],
    ['a character past the last', [0xf5, 0x80, 0x80, 0x80]],
  ])('holds %s', (_what, bytes) => {
    const document = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')]);

    expectRefused(document, 'document.not_utf8', '', message);
  });

  it('is UTF-16', () => {
    expectRefused(Buffer.from('\ufeff{"a":"é"}', 'utf16le'), 'document.not_utf8', '', message);
  });
});

describe('a document that is not JSON', () => {
  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"a":1', "expected ',' or '}' after property value in JSON at position 6"],
    ['{"a":"x', 'unterminated string in JSON at position 7'],
    ['{"a":01}', 'unexpected number in JSON at position 6'],
    ['{"a":1.0,"b":1.}', 'unterminated fractional number in JSON at position 15'],
    ['{"a":1.0,"b":NaN}', "unexpected token 'N'"],
    ['{"a":"\u0001"}', 'bad control character in string literal in JSON at position 6'],
    ['{1.0:2}', "expected property name or '}' in JSON at position 1"],
    ['{"a":1}{"b":2}', 'unexpected non-whitespace character after JSON at position 7'],
    ['not json', "unexpected token 'o'"],
    ['{"a":tru}', "unexpected token '}'"],
    ['\ufeff{}', "unexpected token '\ufeff'"],
  ])('%j is refused with what is wrong', (text, problem) => {
    expectRefused(text, 'document.not_json', '', `The document is not JSON: ${problem}; send one complete JSON object`);
  });

  it('is refused without the piece of it that the engine quotes', () => {
    const secret = 'password=hunter2';
    const decoded = decode(`{"a":"${secret}", b}`);

    expect(decoded).toMatchObject({ refusal: { code: 'document.not_json' } });
    expect(JSON.stringify(decoded)).not.toContain('hunter');
  });
});

describe('a document that is no object', () => {
  it.each([
    ['[]', 'a list'],
    ['[{"evt":{}}]', 'a list'],
    ['null', 'null'],
    ['1', 'a number'],
    ['18446744073709551615', 'a number'],
    ['"text"', 'a string'],
    ['true', 'a boolean'],
  ])('%s is refused as %s', (text, what) => {
    const message = `An event is a JSON object, but this document is ${what}`;

    expectRefused(text, 'document.not_object', '', message);
  });
});

describe('nesting', () => {
  it.each([1, 2, MAX_DEPTH - 1, MAX_DEPTH])('of %p levels is taken', (depth) => {
    expectTaken(nested(depth));
  });

  it.each([MAX_DEPTH + 1, 10_000, 250_000])('of %p levels is refused', (depth) => {
    const message = `The document nests ${depth} levels deep; at most 500 are stored`;

    expectRefused(nested(depth), 'document.too_deep', '', message);
    expectRefused(`${'['.repeat(depth)}${']'.repeat(depth)}`, 'document.too_deep', '', message);
  });

  it('with exact numbers and suspect escapes at the bottom is taken', () => {
    expectTaken(nested(MAX_DEPTH - 1).replace('{}', '{"b":[1.0,"\\ud83d\\ude00"]}'));
  });
});

describe('text that the database cannot store', () => {
  const message = (place: string, what: string): string =>
    `${place} holds ${what}, which the database cannot store; remove it and send the document again`;
  const nul = 'a NUL character';
  const half = 'half of a surrogate pair';

  it.each([
    ['{"a":"\\u0000"}', '/a', '/a', nul],
    ['{"a":"x\\ud83d"}', '/a', '/a', half],
    ['{"a":"\\ude00\\ud83d"}', '/a', '/a', half],
    ['{"process":{"args":["ok","\\udfff"]}}', '/process/args/1', '/process/args/1', half],
    ['{"a/b":{"c~d":["\\u0000"]}}', '/a~1b/c~0d/0', '/a~1b/c~0d/0', nul],
    ['{"\\u0000":1}', '', 'A key', nul],
    ['{"\\ud83d":1}', '', 'A key', half],
    ['{"a":{"b\\u0000":1}}', '/a', '/a', nul],
    ['{"😀":{"é":"\\u0000"}}', '/😀/é', '/😀/é', nul],
  ])('in %j is refused with its place', (text, pointer, place, what) => {
    expectRefused(text, 'document.unstorable_text', pointer, message(place, what));
  });

  it.each([
    '{"a":"\\ud83d\\ude00"}',
    '{"a":"\\\\u0000"}',
    '{"a":"\\uD83D\\uDE00\\u0001"}',
    '{"\\ud83d\\ude00":"\\uffff"}',
  ])('is not what only looks like it: %s', (text) => {
    expectTaken(text);
  });
});

describe('a key that stands twice', () => {
  it.each([
    ['{"a":1,"a":1}', '/a'],
    ['{"a":1,"b":{"c":[{},{"d":1,"e":2,"d":3}]}}', '/b/c/1/d'],
    ['{"a":1,"\\u0061":2}', '/a'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"process":{"pid":1,"pid":2}}', '/process/pid'],
    ['{"process":{"ancestors":[{"pid":1},{"pid":2,"pid":2}]}}', '/process/ancestors/1/pid'],
    ['{"evt":{"name":"a"},"evt":{"name":"b"}}', '/evt'],
    ['{"a/b":{"c~":1,"c~":2}}', '/a~1b/c~0'],
    ['{"a":{"b":1,"b":1},"a":{"b":1}}', '/a/b'],
    ['{"a":"{\\"b\\":1,\\"b\\":1}","c":{"":0,"":0}}', '/c/'],
    ['{"agent":{"rule_id":"r"},"process":{"pid":"free","pid":"form"}}', '/process/pid'],
    ['{"a":18446744073709551615,"a":1.0}', '/a'],
  ])('in %s is refused with its place', (text, pointer) => {
    const message = `${pointer} stands more than once in its object, so that its value is anyone's guess; send it once`;

    expectRefused(text, 'document.duplicate_key', pointer, message);
  });

  it.each(['{"a":{"b":1},"b":1}', '{"a":[{"b":1},{"b":1}]}', '{"a":"\\"a\\":","b":":"}', '{"a":1,"A":1,"a ":1}'])(
    'is not one that stands in two objects: %s',
    (text) => {
      expectTaken(text);
    },
  );
});

describe('a refusal', () => {
  it.each([
    ['{"a":\u0000}'],
    ['{"a":😀}'],
    ['{"a":1}😀'],
    ['😀'],
    ['{"a":{"\\u0000":1,"\\u0000":2},"a":1}'],
    ['{"a":{"\\ud83d":1,"\\ud83d":2},"a":1}'],
    [`{"process":{"pid":"${'x'.repeat(39)}😀😀"}}`],
    ['{"\\ud83d\\ude00":{"a":1,"a":2}}'],
  ])('is itself text that the database can store: %j', (text) => {
    const decoded = decode(text);
    const refusal = decoded.kind === 'refused' ? decoded.refusal : undefined;

    for (const part of [refusal?.pointer, refusal?.message]) {
      expect(part).toBeDefined();
      expect(part).not.toContain('\0');
      expect(part?.isWellFormed()).toBe(true);
    }
  });

  const megabyte = 2 ** 20;

  it.each<[string, string]>([
    ['a long run of zeros', `{"process":{"pid":1${'0'.repeat(200_000)}1}}`],
    ['a long string before a repeated key', `{"a":"${'x'.repeat(megabyte)}","a":1}`],
    ['many escapes before a repeated key', `{"a":"${'\\n'.repeat(megabyte / 2)}","a":1}`],
    [
      'a NUL far down in a long list',
      `{"a":${'['.repeat(499)}${'0,'.repeat(megabyte / 4)}"\\u0000"${']'.repeat(499)}}`,
    ],
    ['many keys without values', '"a":'.repeat(megabyte / 4)],
    ['one key many times', `{${'"a":1,'.repeat(megabyte / 8)}"a":1}`],
    ['a megabyte of blanks', `{"a":1${' '.repeat(megabyte)}x}`],
  ])('is found in a moment: %s', (_what, document) => {
    decode(document);
  });
});

describe('an event', () => {
  it('with very many ancestors is taken in a moment', () => {
    const ancestors = Array.from({ length: 80_000 }, (_, i) => `{"pid":${i}}`).join(',');

    const decoded = decode(`{"evt":{},"process":{"ancestors":[${ancestors}]}}`);

    expect(decoded.kind).toBe('document');
  });

  it('is what its bytes say, wherever they stand among others', () => {
    fc.assert(
      fc.property(contractDocument('csm-7.57'), jsonText, jsonText, (text, before, behind) => {
        const bytes = Buffer.from(`${before}\n${text}\n${behind}`);
        const start = Buffer.byteLength(before) + 1;

        const among = decodeDocument(bytes, start, start + Buffer.byteLength(text), new KnownParts());

        expect(among.kind === 'document' && stringifyLossless(sortKeys(among.document))).toBe(documentOf(text));
      }),
      { numRuns: 200 },
    );
  });

  it.each(contracts)('of $name is taken, every value as it is', ({ name }) => {
    fc.assert(
      fc.property(contractDocument(name), (text) => {
        expectTaken(text);
      }),
      { numRuns: 200 },
    );
  });
});

describe('any text at all', () => {
  it('is a document or refused with a code, a pointer and a sentence, and only JSON is a document', () => {
    fc.assert(
      fc.property(fc.oneof(brokenJsonText, jsonText), (written) => {
        const text = Buffer.from(written).toString();
        const decoded = decode(text);

        if (decoded.kind === 'document') {
          expect(canonicalJson(documentOf(text))).toBe(canonicalJson(text));
          expect(() => JSON.parse(text) as unknown).not.toThrow();
        } else {
          expect(decoded.refusal.code).toMatch(/^(document|field)\.\w+$/);
          expect(decoded.refusal.pointer).toMatch(/^(\/.*)?$/s);
          expect(decoded.refusal.message).toMatch(/^[A-Z/][\s\S]{20,}/);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is no event when its bytes are random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        expect(decode(Buffer.from(bytes)).kind).toBe('refused');
      }),
      { numRuns: 400 },
    );
  });
});
