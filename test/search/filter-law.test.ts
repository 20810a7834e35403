import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringifyLossless, type JsonValue } from '../../src/event-format/lossless-json.js';
import { contracts } from '../../src/event-format/contract.js';
import { compileMatcher } from '../../src/matching/compile-matcher.js';
import type { MatchedEvent } from '../../src/matching/matched-event.js';
import { ROOT } from '../../src/event-format/merged-format.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { simulatedLines } from '../support/simulated.js';
import { filterArbitrary, Samples } from './filter-arbitrary.js';
import { matchedEvents } from './matched-events.js';
import { holds } from './oracle.js';

/**
 * The law of search: the store finds exactly the events of which the filter holds, as the document itself says it.
 */
let server: TestServer;
/** Every stored event's document, by the event's UUID. */
const documents = new Map<string, JsonValue>();
let matched: ReadonlyMap<string, MatchedEvent>;
let samples: Samples;

const RUNS = 150;

beforeAll(async () => {
  server = await startTestServer();
  const hostile = contracts.flatMap(({ name }) => fc.sample(contractDocument(name), { numRuns: 25, seed: 7 }));
  await server.post([...simulatedLines(240, 5), ...hostile].join('\n'));
  matched = await matchedEvents(server.services.readers.all);
  for (const [id, { document }] of matched) documents.set(id, document);
  samples = new Samples(ROOT, [...documents.values()]);
});

afterAll(() => server.close());

describe('a filter', () => {
  it('finds exactly the events of which it holds', async () => {
    expect(documents.size).toBeGreaterThan(250);
    let [found, decided] = [0, 0];
    await fc.assert(
      fc.asyncProperty(filterArbitrary(ROOT, samples), async (filter) => {
        const events = await server.services.readers.all.search.page(filter, { direction: 'asc', limit: 1000 });
        const expected = [...documents].filter(([, document]) => holds(filter, document)).map(([id]) => id);
        found += expected.length > 0 && expected.length < documents.size ? 1 : 0;
        const ids = events.map(({ id }) => id);
        const wrong = [...documents.keys()].filter((id) => ids.includes(id) !== expected.includes(id));
        expect(wrong.map((id) => stringifyLossless(documents.get(id) as JsonValue))).toEqual([]);
        expect(ids).toEqual(expected);
        // In memory it is the same, or for the database to say.
        const matches = compileMatcher(filter);
        const verdicts = [...matched].map(([id, event]) => ({ id, verdict: matches(event) }));
        decided += verdicts.filter(({ verdict }) => verdict !== undefined).length;
        const disagreeing = verdicts.filter(({ id, verdict }) => verdict === !expected.includes(id));
        expect(disagreeing.map(({ id }) => stringifyLossless(documents.get(id) as JsonValue))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    // A law about nothing but empty answers would say little.
    expect(found).toBeGreaterThan(60);
    expect(decided / (RUNS * documents.size)).toBeGreaterThan(0.98);
  });
});
