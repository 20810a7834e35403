import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineageStores, type LineageStores } from '../../src/lineage/lineage-stores.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';
import { Family, storeEvents, type Entry } from './family.js';

const { exec, event, time } = new Family('2024-05-01T23:59:00Z');

/** A process by its number: started by the one of `parent`, the first by nobody. */
interface Member {
  readonly parent: number;
  /** An exec of its parent under the same pid. */
  readonly isExec: boolean;
}

/** An event of one process, with so much of its lineage. Seconds pass midnight. */
interface Report {
  readonly process: number;
  readonly carried: number;
  readonly second: number;
}

interface Story {
  readonly members: readonly Member[];
  readonly reports: readonly Report[];
}

const SIZE = 14;

const member = fc.record({ parent: fc.nat({ max: SIZE }), isExec: fc.boolean() });
const report = fc.record({
  process: fc.nat({ max: SIZE - 1 }),
  carried: fc.oneof(fc.nat({ max: 3 }), fc.constant(SIZE)),
  second: fc.nat({ max: 200_000 }),
});
const story: fc.Arbitrary<Story> = fc.record({
  members: fc
    .array(member, { minLength: SIZE, maxLength: SIZE })
    .map((all) => all.map(({ parent, isExec }, i) => ({ parent: i === 0 ? -1 : parent % i, isExec: i > 0 && isExec }))),
  reports: fc.array(report, { minLength: 1, maxLength: 12 }),
});

let services: Services;
let stores: LineageStores;

beforeAll(async () => {
  services = await startTestServices();
  stores = lineageStores(services.database);
});

afterAll(() => services.close());

/** What the reports of a story say, worked out the plain way. */
class Model {
  readonly parents = new Map<number, number>();
  readonly times = new Map<number, number[]>();

  constructor(private readonly told: Story) {
    for (const { process, carried, second } of told.reports) {
      const way = this.way(process).slice(0, carried + 1);
      way.forEach((one, i) => {
        this.times.set(one, [...(this.times.get(one) ?? []), second]);
        const next = way[i + 1];
        if (next !== undefined) this.parents.set(one, next);
      });
    }
  }

  /** The process and everyone above it. */
  way(process: number): number[] {
    const parent = this.told.members[process]?.parent ?? -1;
    return parent < 0 ? [process] : [process, ...this.way(parent)];
  }

  ancestors(process: number): number[] {
    const parent = this.parents.get(process);
    return parent === undefined ? [] : [parent, ...this.ancestors(parent)];
  }

  known(): number[] {
    return [...this.times.keys()].sort((a, b) => a - b);
  }
}

function entries({ members }: Story): Entry[] {
  const pids: number[] = [];
  return members.map(({ parent, isExec }, i) => {
    pids.push(isExec ? (pids[parent] as number) : 100 + i);
    return exec(`p${i}`, pids[i] as number, parent < 0 ? 1 : (pids[parent] as number), i - 100);
  });
}

let told = 0;

/** Stores a story on a host of its own. */
async function tell(one: Story): Promise<Map<number, string>> {
  const host = `h${told++}`;
  const all = entries(one);
  const model = new Model(one);
  const events = one.reports.map(({ process, carried, second }) => {
    const [first, ...ancestors] = model.way(process).map((i) => all[i] as Entry);
    return event(second, first as Entry, ...ancestors.slice(0, carried));
  });
  await storeEvents(services, events, host);
  const rows = await services.database.query({
    text: `select distinct p.comm, p.instance_id from process p join host h on h.id = p.host_id where h.name = $1`,
    values: [host],
  });
  return new Map(rows.map((row) => [Number(String(row['comm']).slice(1)), row['instance_id'] as string]));
}

describe('any family, as any events report it', () => {
  it('is found again: parents, ancestors, children, descendants, first and last seen', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (one) => {
        const instances = await tell(one);
        const numbers = new Map([...instances].map(([number, id]) => [id, number]));
        const model = new Model(one);
        const known = model.known();
        const ids = known.map((number) => instances.get(number) as string);
        expect([...instances.keys()].sort((a, b) => a - b)).toEqual(known);

        const [loaded, ancestries, children, counts, offspring, sightings] = await Promise.all([
          stores.instances.load(ids),
          stores.kin.ancestries(ids, 500),
          stores.kin.children(ids, { direction: 'asc', limit: 500 }),
          stores.kin.childCounts(ids),
          stores.kin.offspring(ids, { maxDepth: 500, maxNodes: 1000 }),
          stores.sightings.sightings(ids),
        ]);

        known.forEach((number, i) => {
          const childrenOf = known.filter((other) => model.parents.get(other) === number);
          const below = known.filter((other) => model.ancestors(other).includes(number));
          const seen = (model.times.get(number) ?? []).map((second) => Date.parse(time(second)));
          const parent = loaded[i]?.parentId;
          expect({
            parent: parent === undefined ? undefined : numbers.get(parent),
            ancestors: ancestries[i]?.ancestors.map(({ id }) => numbers.get(id)),
            depths: ancestries[i]?.ancestors.map(({ depth }) => depth),
            children: children[i]?.map((id) => numbers.get(id)),
            count: counts[i],
            below: offspring[i]?.descendants.map(({ id }) => numbers.get(id) as number).sort((a, b) => a - b),
            belowDepths: offspring[i]?.descendants.every(
              ({ id, depth }) => model.ancestors(numbers.get(id) as number)[depth - 1] === number,
            ),
            seen: sightings[i],
          }).toEqual({
            parent: model.parents.get(number),
            ancestors: model.ancestors(number),
            depths: model.ancestors(number).map((_, depth) => depth + 1),
            children: childrenOf,
            count: childrenOf.length,
            below,
            belowDepths: true,
            seen: { first: Math.min(...seen), last: Math.max(...seen) },
          });
        });
      }),
      { numRuns: 25 },
    );
  });
});
