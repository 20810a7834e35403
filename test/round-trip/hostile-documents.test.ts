import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { RoundTrip } from './round-trip.js';
import { wholeDocument } from './whole-document.js';

let roundTrip: RoundTrip;

beforeAll(async () => {
  roundTrip = await RoundTrip.start();
});

afterAll(() => roundTrip.server.close());

const NEWEST = 'csm-7.57';

/** Keys that a JavaScript object has without being given them, or that somebody may take for a method. */
const INHERITED = unknown(
  ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'toJSON', 'length'],
  '{"__proto__":1,"then":null}',
);

/** Names of our columns, tables and GraphQL fields. */
const OURS = unknown(
  ['id', 'host', 'host_id', 'time', 'kind', 'document', '__typename', 'payload', 'extra', 'exact', 'names_host'],
  '"not ours"',
);

const TO_BE_QUOTED = unknown(['', 'a.b', 'a/b~c', 'ключ', '😀', '"', '\\', '\n', '$ref', '1', '-1'], '0');

const LINEAGE = Array.from(
  { length: 250 },
  (
    _,
    i,
  ) => `{"pid":${i % 2 ? 4_000_000_000 + i : 77},"comm":"c${i}","exec_time":"2024-03-01T00:00:00.${String(i).padStart(9, '0')}Z",
     "executable":{"path":"/bin/${i % 40}","inode":1844674407370955${1000 + i}},"credentials":{"uid":${i % 3},"cap_effective":[]},
     "container":{"id":"c${i % 5}"}}`,
);

const TRUNCATED = 'true,"pid":1';

function unknown(keys: readonly string[], json: string): [string, string][] {
  return keys.map((key) => [key, json]);
}

describe('a document', () => {
  it.each<[string, string]>([
    ['of nothing', '{}'],
    ['with every field', wholeDocument(NEWEST)],
    ['with every field of the oldest contract', wholeDocument('cws-7.40')],
    ['with keys that every object inherits', wholeDocument(NEWEST, { unknown: INHERITED })],
    ['with keys of the same names as ours', wholeDocument(NEWEST, { unknown: OURS })],
    ['with names that need quoting', wholeDocument(NEWEST, { unknown: TO_BE_QUOTED })],
    ['with null in place of every object', wholeDocument(NEWEST, { object: 'null', list: '[]' })],
    ['with null in place of every list', wholeDocument(NEWEST, { list: 'null' })],
    [
      'with null in place of every value',
      wholeDocument(NEWEST, {
        string: 'null',
        date: 'null',
        integer: 'null',
        boolean: 'null',
        any: 'null',
        list: '[]',
      }),
    ],
    ['with an empty object in place of every object', wholeDocument(NEWEST, { object: '{}' })],
    ['with an empty list in place of every list', wholeDocument(NEWEST, { list: '[]' })],
    ['with empty texts', wholeDocument(NEWEST, { string: '""', date: '""' })],
    ['with uint64 at its end everywhere', wholeDocument(NEWEST, { integer: '18446744073709551615' })],
    ['with int64 at its end everywhere', wholeDocument(NEWEST, { integer: '-9223372036854775808' })],
    ['with integers past every type', wholeDocument(NEWEST, { integer: `9${'0'.repeat(390)}` })],
    ['with minus zero everywhere', wholeDocument(NEWEST, { integer: '-0' })],
    ['with integers in the spelling of fractions', wholeDocument(NEWEST, { integer: '1.0e1' })],
    ['with numbers that no double holds', wholeDocument(NEWEST, { any: '[1E+400,-1e-400,0.1000,1e-7]' })],
    [
      'with dates to the nanosecond and an offset',
      wholeDocument(NEWEST, { date: '"2024-07-01T08:30:00.123456789-23:59"' }),
    ],
    ['with dates of the year 1', wholeDocument(NEWEST, { date: '"0001-01-01T00:00:00Z"' })],
    ['with dates of the year 9999', wholeDocument(NEWEST, { date: '"9999-12-31T23:59:59.999999999Z"' })],
    ['with a leap second', wholeDocument(NEWEST, { date: '"2016-12-31t23:59:60.5z"' })],
    ['with dates that are none', wholeDocument(NEWEST, { date: '"yesterday"' })],
    ['with control characters', wholeDocument(NEWEST, { string: '"\\u0001\\u001f\\u007f\\u0085\\u2028\\r\\n\\t"' })],
    [
      'with emoji and right-to-left marks',
      wholeDocument(NEWEST, { string: '"👩‍👩‍👧‍👦 \u202eabc\u202c \\ud83d\\ude00 \u{10ffff}"' }),
    ],
    [
      'with quotes and backslashes',
      wholeDocument(NEWEST, { string: '"\\\\ \\" {NULL,\\"a\\"} \\\\N \\\\x00 \\\\u0000"' }),
    ],
    ['with texts of 3,000 characters', wholeDocument(NEWEST, { string: `"${'Ж'.repeat(3000)}"` })],
    ['with addresses in unusual spellings', wholeDocument(NEWEST, { string: '"2001:DB8::0:1"' })],
    ['with an address that is none', wholeDocument(NEWEST, { string: '"10.0.0.1/8"' })],
    [
      'that nests 499 levels',
      `{"deep":${'['.repeat(249)}${'{"a":['.repeat(124)}${']}'.repeat(124)}${']'.repeat(249)}}`,
    ],
    [
      'with 250 ancestors',
      `{"evt":{"name":"exec"},"process":{"pid":1,"parent":${LINEAGE[0]},"ancestors":[${LINEAGE.join()}]}}`,
    ],
    [
      'with a lineage cut in the middle',
      `{"evt":{"name":"exec"},"process":{"truncated_ancestors":${TRUNCATED},"ancestors":[${LINEAGE.slice(0, 200).join()}]}}`,
    ],
    ['with ten thousand unknown fields', `{${Array.from({ length: 10_000 }, (_, i) => `"k${i}":${i}`).join()}}`],
    ['that names the default host as its own', '{"hostname":"unknown","evt":{}}'],
    ['whose host name is no text', '{"hostname":{"a":1},"evt":{}}'],
    ['whose host name is empty', '{"hostname":"","evt":{}}'],
    [
      'with a parent other than its first ancestor',
      '{"evt":{},"process":{"parent":{"pid":9},"ancestors":[{"pid":8}]}}',
    ],
    ['with a parent and no ancestors', '{"evt":{},"process":{"parent":{"pid":9}}}'],
    ['with an empty parent and empty ancestors', '{"evt":{},"process":{"parent":{},"ancestors":[{},{}]}}'],
  ])('%s comes back as it was sent', async (_, document) => {
    await roundTrip.expectAllBack([document]);
  });
});
