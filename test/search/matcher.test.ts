import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../../src/event-format/contract.js';
import { parseLossless, stringifyLossless, type JsonObject } from '../../src/event-format/lossless-json.js';
import { ROOT } from '../../src/event-format/merged-format.js';
import { compileMatcher } from '../../src/matching/compile-matcher.js';
import type { MatchedEvent } from '../../src/matching/matched-event.js';
import { all, inside, not, type Filter, type Test } from '../../src/search/filter.js';
import { compileSecl } from '../../src/secl/compile-secl.js';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { handmadeEvents } from '../secl/handmade-events.js';
import { rules } from '../secl/rules.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { simulatedLines } from '../support/simulated.js';
import { anyFilter } from './any-filter-arbitrary.js';
import { Samples } from './filter-arbitrary.js';
import { hostileReport } from './hostile-reports.js';
import { matchedEvents } from './matched-events.js';

/** The law of matchers: what they say, the search says; and they say something of nearly every event. */
let server: TestServer;
let events: ReadonlyMap<string, MatchedEvent>;
let samples: Samples;

beforeAll(async () => {
  server = await startTestServer();
  const documents = contracts.flatMap(({ name }) => fc.sample(contractDocument(name), { numRuns: 12, seed: 3 }));
  const reports = contracts
    .flatMap(({ name }) => fc.sample(contractDocument(name), { numRuns: 15, seed: 5 }))
    .map((text, i) => stringifyLossless(hostileReport(parseLossless(text) as JsonObject, i + 1)));
  await server.post([...simulatedLines(150, 9), ...documents, ...reports].join('\n'));
  await server.post(JSON.stringify(handmadeEvents), { query: '?host=web-1' });
  await server.agent(
    simulatedLines(20, 4).map((message, i) => ({
      message,
      hostname: i % 2 ? 'web-2' : 'Web-É',
      service: i % 3 ? 'runtime-security-agent' : 'other',
      ddtags: `env:prod,number:${i}`,
      timestamp: Date.now(),
    })),
  );
  events = await matchedEvents(server.services.readers.all);
  samples = new Samples(
    ROOT,
    [...events.values()].map(({ document }) => document),
  );
});

afterAll(() => server.close());

/** Fails unless the matcher agrees with the search; the share of events of which it says something. */
async function decided(filter: Filter): Promise<number> {
  const matches = compileMatcher(filter);
  const found = await server.services.readers.all.search.page(filter, { direction: 'asc', limit: 1000 });
  const ids = new Set(found.map(({ id }) => id));
  const verdicts = [...events].map(([id, event]) => ({ id, verdict: matches(event) }));
  const wrong = verdicts.filter(({ id, verdict }) => verdict !== undefined && verdict !== ids.has(id));
  expect(wrong.map(({ id, verdict }) => `${verdict}: ${stringifyLossless(events.get(id)?.document)}`)).toEqual([]);
  return verdicts.filter(({ verdict }) => verdict !== undefined).length / verdicts.length;
}

const RUNS = 1000;

describe('a matcher', () => {
  it('agrees with the search about any filter and any document', async () => {
    expect(events.size).toBeGreaterThan(250);
    let share = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter(ROOT, samples), async (filter) => {
        share += (await decided(filter)) / RUNS;
      }),
      { numRuns: RUNS },
    );
    expect(share).toBeGreaterThan(0.8);
  });
});
