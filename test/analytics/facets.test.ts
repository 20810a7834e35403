import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dimension, dimensionNames, type DimensionName } from '../../src/analytics/dimensions.js';
import type { Facet } from '../../src/analytics/facets.js';
import { all, inside, type Filter } from '../../src/search/filter.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';
import { simulatedLines } from '../support/simulated.js';
import { ingest } from './counted-events.js';

type Document = Readonly<Record<string, unknown>>;

let services: Services;
let documents: readonly Document[];

beforeAll(async () => {
  services = await startTestServices();
  documents = simulatedLines(1500).map((line) => JSON.parse(line) as Document);
  await ingest(services, documents);
});

afterAll(() => services.close());

/** Values of a document in a dimension, read from its JSON. */
function valuesOf(document: Document, name: DimensionName): string[] {
  const { path } = dimension(name);
  if (path === 'kind') return ['evt' in document ? 'SECURITY_EVENT' : 'AGENT_REPORT'];
  if (path === 'host') return [document['hostname'] as string];
  // Nothing here came by way of an agent.
  if (path === 'service' || path === 'tags') return [];
  const value = path.reduce<unknown>((inner, key) => (inner as Document | undefined)?.[key], document);
  return [value ?? []].flat().map(String);
}

function countedByHand(chosen: readonly Document[], name: DimensionName, top: number): Omit<Facet, 'dimension'> {
  const counts = new Map<string, number>();
  for (const document of chosen)
    for (const value of valuesOf(document, name)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return {
    values: sorted.slice(0, top).map(([value, count]) => ({ value, count })),
    other: sorted.slice(top).reduce((sum, [, count]) => sum + count, 0),
    missing: chosen.filter((document) => !valuesOf(document, name).length).length,
    distinct: counts.size,
  };
}

/** Which of equally frequent values are shown is of no account. */
function comparable({ values, ...rest }: Omit<Facet, 'dimension'>): object {
  return { ...rest, counts: values.map(({ count }) => count) };
}

describe('facets', () => {
  it.each(dimensionNames)('of %s are what the documents say', async (name) => {
    const [facet] = await services.readers.all.analytics.facets(all([]), [name], 1000);

    const byHand = countedByHand(documents, name, 1000);
    expect(new Map(facet?.values.map(({ value, count }) => [value, count]))).toEqual(
      new Map(byHand.values.map(({ value, count }) => [value, count])),
    );
    expect(facet).toMatchObject({ missing: byHand.missing, distinct: byHand.distinct, other: byHand.other });
  });

  it('of all dimensions are answered by one statement, under a filter as well', async () => {
    const value = { operator: 'eq', value: 'exec' } as const;
    const filter: Filter = inside(['evt'], { kind: 'value', key: 'name', test: value });
    const statements: string[] = [];
    const stop = services.database.onStatement(({ text }) => void statements.push(text));

    const facets = await services.readers.all.analytics.facets(filter, dimensionNames.slice(0, 20), 3);
    stop();

    expect(statements.filter((text) => text.includes('from event e'))).toHaveLength(1);
    const chosen = documents.filter((document) => (document['evt'] as Document | undefined)?.['name'] === 'exec');
    for (const { dimension: name, ...facet } of facets) {
      expect({ name, ...comparable(facet) }).toEqual({ name, ...comparable(countedByHand(chosen, name, 3)) });
    }
  });
});
