import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseLossless, stringifyLossless, type JsonObject } from '../../src/event-format/lossless-json.js';
import { splitPayload } from '../../src/ingest/payload.js';
import { canonicalJson } from '../event-format/canonical-json.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { storedRow } from '../storage/postgres-value.js';

const COLUMNS = [
  { name: 'payload', type: 'jsonb' },
  { name: 'exact', type: 'json' },
];

function parts(json: string): { payload: string; exact: string | undefined } {
  const row = splitPayload(parseLossless(json) as JsonObject);
  return {
    payload: stringifyLossless(row['payload']),
    exact: row['exact'] === undefined ? undefined : stringifyLossless(row['exact']),
  };
}

describe('an event payload', () => {
  it.each([
    '{}',
    '{"dns":{"id":65535,"question":{"name":"😀"}}}',
    '{"mmap":{"offset":18446744073709551615,"length":-1}}',
    '{"x":[0.5,1.0,-1.50,123456789012345678901234567890,[],{},"",null,true]}',
    '{"__proto__":{"a":1}}',
  ])('%s keeps every number, and stands alone', (json) => {
    expect(parts(json)).toEqual({ payload: json, exact: undefined });
  });

  it.each([
    ['{"x":1e3}', '{"x":1000}', '{"x":1e3}'],
    ['{"x":0.1e-3}', '{"x":null}', '{"x":0.1e-3}'],
    ['{"x":-0}', '{"x":0}', '{"x":-0}'],
    ['{"x":-0.00,"y":1}', '{"x":0,"y":1}', '{"x":-0.00}'],
    [
      '{"x":{"y":[1,{"z":1E+400}]},"w":{"v":2}}',
      '{"x":{"y":[1,{"z":null}]},"w":{"v":2}}',
      '{"x":{"y":[1,{"z":1E+400}]}}',
    ],
    ['{"__proto__":[1e3],"a":1}', '{"__proto__":[1000],"a":1}', '{"__proto__":[1e3]}'],
    [
      '{"a":{"__proto__":{"b":1e3},"c":1}}',
      '{"a":{"__proto__":{"b":1000},"c":1}}',
      '{"a":{"__proto__":{"b":1e3},"c":1}}',
    ],
  ])('%s shows what jsonb can spell, and the exact part stands beside', (json, payload, exact) => {
    expect(parts(json)).toEqual({ payload, exact });
  });

  it('keeps a number of more than a thousand digits beside it', () => {
    expect(parts(`{"x":${'9'.repeat(1001)}}`)).toEqual({ payload: '{"x":null}', exact: `{"x":${'9'.repeat(1001)}}` });
  });

  it('leaves the value that it was made of alone', () => {
    const rest = parseLossless('{"x":{"y":1e3}}') as JsonObject;

    splitPayload(rest);

    expect(stringifyLossless(rest)).toBe('{"x":{"y":1e3}}');
  });

  it('and its exact part give back any document', () => {
    fc.assert(
      fc.property(contractDocument('csm-7.57', { maxAncestors: 3 }), (json) => {
        const row = splitPayload(parseLossless(json) as JsonObject);
        const stored = storedRow(stringifyLossless(row), COLUMNS);
        const [payload, exact] = [stored['payload'], stored['exact'] ?? '{}'].map((text) =>
          parseLossless(text as string),
        );

        const back = { ...(payload as JsonObject), ...(exact as JsonObject) };

        expect(canonicalJson(stringifyLossless(back))).toBe(canonicalJson(json));
      }),
      { numRuns: 300 },
    );
  });
});
