import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../../src/event-format/contract.js';
import {
  isJsonObject,
  parseLossless,
  stringifyLossless,
  type JsonObject,
} from '../../src/event-format/lossless-json.js';
import { ROOT } from '../../src/event-format/merged-format.js';
import { compileMatcher } from '../../src/matching/compile-matcher.js';
import { MatchedEvent } from '../../src/matching/matched-event.js';
import { inside, not, type Filter, type Test } from '../../src/search/filter.js';
import { compileSecl } from '../../src/secl/compile-secl.js';
import { INSTANCE } from '../../src/storage/read-row.js';
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
  const documents = contracts.flatMap(({ name }) => fc.sample(contractDocument(name), { numRuns: 8, seed: 3 }));
  const reports = contracts
    .flatMap(({ name }) => fc.sample(contractDocument(name), { numRuns: 10, seed: 5 }))
    .map((text, i) => stringifyLossless(hostileReport(parseLossless(text) as JsonObject, i + 1)));
  const posted = await server.post([...simulatedLines(150, 9), ...documents, ...reports].join('\n'));
  expect(posted.status).toBe(200);
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

/** Fails unless the matcher agrees with the search; the share of events of which it says something, of those that it looks at. */
async function decided(filter: Filter): Promise<number> {
  const matches = compileMatcher(filter);
  const found = await server.services.readers.all.search.page(filter, { direction: 'asc', limit: 1000 });
  const ids = new Set(found.map(({ id }) => id));
  const verdicts = [...events].map(([id, event]) => ({ id, verdict: matches(event) }));
  const wrong = verdicts.filter(({ id, verdict }) => verdict !== undefined && verdict !== ids.has(id));
  expect(wrong.map(({ id, verdict }) => `${verdict}: ${stringifyLossless(events.get(id)?.document)}`)).toEqual([]);
  const tame = verdicts.filter(({ id }) => !events.get(id)?.isWild);
  return tame.filter(({ verdict }) => verdict !== undefined).length / tame.length;
}

const RUNS = 80;

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

  it('agrees with the search about rules, and knows nearly always', async () => {
    const shares: number[] = [];
    for (const rule of rules) shares.push(await decided(compileSecl(rule)));
    expect(Math.min(...shares)).toBeGreaterThan(0.9);
    expect(shares.reduce((sum, share) => sum + share) / shares.length).toBeGreaterThan(0.98);
  });

  const start = Date.now() - 43_200_000;
  const path = (test: Test): Filter => inside(['process', 'executable'], { kind: 'value', key: 'path', test });
  const envelope = (filter: Filter): Filter => ({ kind: 'envelope', filter });
  const service = (test: Test): Filter => envelope({ kind: 'value', key: 'service', test });

  it.each<[string, Filter]>([
    ['a time', { kind: 'time', from: start }],
    ['a time with fractions', { kind: 'time', from: start + 0.9, to: start + 3_600_000.5 }],
    ['a time among others', not({ kind: 'time', to: start })],
    ['a host by name', { kind: 'hostName', test: { operator: 'eq', value: 'web-1' } }],
    ['a host by its beginning', { kind: 'hostName', test: { operator: 'startsWith', value: 'web' } }],
    ['hosts by number', { kind: 'hostId', ids: [1, 3] }],
    ['a kind', { kind: 'eventKind', kinds: ['AGENT_REPORT'] }],
    ['the source of a time', { kind: 'timeSource', sources: ['DATE', 'RECEIPT'] }],
    ['a receipt', { kind: 'receivedAt', from: start, to: Date.now() + 60_000 }],
    ['a receipt before', { kind: 'receivedAt', to: start }],
    ['a sending', { kind: 'sentAt' }],
    ['no sending', not({ kind: 'sentAt', from: 0 })],
    ['a format', { kind: 'formats', contracts: ['csm-7.57'] }],
    ['formats', { kind: 'formats', contracts: ['cws-7.40', 'cws-7.44'] }],
    ['an envelope', envelope({ kind: 'all', filters: [] })],
    ['no envelope of that service', not(service({ operator: 'eq', value: 'other' }))],
    ['a service', service({ operator: 'contains', value: 'RUNTIME', ignoreCase: true })],
    [
      'a tag',
      envelope({ kind: 'some', key: 'tags', filter: { kind: 'element', test: { operator: 'eq', value: 'env:prod' } } }),
    ],
    [
      'a path',
      path({ operator: 'in', values: ['/usr/bin/bash', '/bin/sh', '/usr/bin/curl', '/usr/sbin/nginx', '/usr/bin/id'] }),
    ],
    ['a path by a pattern', path({ operator: 'glob', pattern: '/usr/**/n*', isPath: true })],
    ['a path by an expression', path({ operator: 'matches', pattern: '^/usr/(s?bin|lib/[^/]+)/[a-m]\\w*$' })],
    ['some process', inside(['process'], { kind: 'exists', key: 'parent' })],
    ['ages, also those of far-off times', { kind: 'age', key: 'date', comparison: 'gt', nanoseconds: 0n }],
    ['an empty list', inside(['process'], { kind: 'isEmpty', key: 'args' })],
  ])('decides %s', async (_, filter) => {
    expect(await decided(filter)).toBeGreaterThan(0.98);
  });

  it('knows the instances of an event, and leaves their relations to the database', async () => {
    const [event] = [...events.values()].filter(({ document }) => isJsonObject(document['process']));
    const id = (event?.document['process'] as { readonly [INSTANCE]?: string })[INSTANCE] as string;

    expect(await decided(inside(['process'], { kind: 'instance', relation: 'self', id }))).toBe(1);
    expect(await decided(inside(['process'], { kind: 'instance', relation: 'descendantOf', id }))).toBeLessThan(0.5);
  });

  it('leaves an envelope that it does not have to the database', () => {
    const wrapped = [...events.values()].find(({ row }) => row.envelopeId !== null) as MatchedEvent;
    const matches = compileMatcher(service({ operator: 'eq', value: 'other' }));

    expect(matches(new MatchedEvent(wrapped.row, wrapped.document))).toBeUndefined();
  });
});
