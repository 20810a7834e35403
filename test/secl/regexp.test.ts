import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Services } from '../../src/services.js';
import { sql } from '../../src/database/sql.js';
import { regexpTest } from '../../src/secl/patterns/regexp.js';

import { startTestServices } from '../support/database.js';

let services: Services;

beforeAll(async () => {
  services = await startTestServices();
});

afterAll(() => services.close());

/** Whether Postgres finds the translated expression in the text. */
async function isFound(source: string, text: string): Promise<unknown> {
  const test = regexpTest(source, { from: 0, to: 0 }, {});
  if (test.operator !== 'matches') throw new Error('A regular expression became something else');
  const pattern = `***:${test.pattern}`;
  const condition = test.ignoreCase ? sql`${text}::text ~* ${pattern}::text` : sql`${text}::text ~ ${pattern}::text`;
  const [row] = await services.database.query(sql`select ${condition} as found`);
  return row?.['found'];
}

describe('a regular expression of an agent', () => {
  it.each<[string, string, boolean]>([
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['^a.c$', 'abc', true],
    ['^a.c$', 'a\nc', false],
    ['(?s)^a.c$', 'a\nc', true],
    ['(?m)^c$', 'a\nc', true],
    ['^c$', 'a\nc', false],
    ['(?i)ABC', 'xabcx', true],
    ['\\bcat\\b', 'a cat.', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['a\\z', 'ba', true],
    ['\\d{3}', 'a123', true],
    ['[\\d-]{3}', '1-2', true],
    ['[^\\d]', '123', false],
    ['[a\\-z]', '-', true],
    ['[a\\-z]', 'b', false],
    ['[]a]', ']', true],
    ['[[]', '[', true],
    ['[[:alpha:]_]', '_', true],
    ['[[:word:]]+$', 'a_1', true],
    ['\\x41', 'A', true],
    ['\\x41B', 'AB', true],
    ['\\x{1F600}', '😀', true],
    ['[\\x41-\\x43]', 'B', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\Qa.b\\E', 'axb', false],
    ['(?P<name>ab)+c', 'ababc', true],
    ['(?<name>ab)', 'ab', true],
    ['(?:ab)?c', 'c', true],
    ['a+?b*?c', 'aac', true],
    ['a{', 'a{', true],
    ['a{,3}', 'a{,3}', true],
    ['}', '}', true],
    ['(a|)b', 'b', true],
    ['((25[0-5]|(2[0-4]|1\\d|[1-9]|)\\d)\\.?\\b){4}', '10.0.200.255', true],
    ['how\\ to', 'how to', true],
    ['^\\[.*\\]$', '[kworker]', true],
    ['\\/etc\\/', '/etc/passwd', true],
    ['s=.*\\\\', 's=a\\', true],
  ])('%s looked for in %j', async (source, text, expected) => {
    expect(await isFound(source, text)).toBe(expected);
  });
});
