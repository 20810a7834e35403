import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { RoundTrip } from './round-trip.js';
import { wholeDocument, type WholeDocumentTexts } from './whole-document.js';

let roundTrip: RoundTrip;

beforeAll(async () => {
  roundTrip = await RoundTrip.start();
});

afterAll(() => roundTrip.server.close());

/** Reports of agents about themselves are free-form: a field may hold what no contract allows there. */
const report = (texts: WholeDocumentTexts): string => {
  const members = wholeDocument('csm-7.57', texts)
    .slice(1)
    .replace(/"evt":/, '"event":')
    .replace(/"agent":/, '"agent_":');
  return `{"agent":{"rule_id":"heartbeat"},${members}`;
};

const everywhere = (json: string): WholeDocumentTexts => ({
  string: json,
  date: json,
  integer: json,
  boolean: json,
  any: json,
});

describe('a report of an agent', () => {
  it.each([
    '12',
    '-1.5',
    '18446744073709551615',
    '"text"',
    'true',
    'null',
    '{}',
    '[]',
    '[null]',
    '[{"a":[1]}]',
    '{"a":1}',
  ])('with %s in place of every value comes back as it was sent', async (json) => {
    await roundTrip.expectAllBack([report(everywhere(json))]);
  });

  it.each(['12', '"text"', 'true', 'null', '[]', '[null]', '[1,{"a":2}]', '{"a":1}'])(
    'with %s in place of every object comes back as it was sent',
    async (json) => {
      await roundTrip.expectAllBack([report({ object: json, list: '[]' }), report({ object: json })]);
    },
  );

  it.each(['12', '"text"', 'true', 'null', '{}', '{"a":1}', '[null]', '[1,null]', '[[]]', '[{}]', '["x",1]'])(
    'with %s in place of every list comes back as it was sent',
    async (json) => {
      await roundTrip.expectAllBack([report({ list: json })]);
    },
  );
});
