import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Sql } from '../../src/database/sql.js';
import {
  ancestorInstances,
  descendantInstances,
  firstSnapshotId,
  firstSnapshotIdOf,
  instancesBelow,
  openInstancesUnder,
} from '../../src/search/lineage-sql.js';
import { Family, storeEvents } from '../lineage/family.js';
import { startTestServices } from '../support/database.js';
import type { Services } from '../../src/services.js';

let services: Services;

/** The instance of each process by its comm. */
let instances: ReadonlyMap<string, string>;

const { exec, event } = new Family('2024-05-01T12:00:00Z');
const init = exec('init', 1, 0, -3600);
const shell = exec('shell', 10, 1, 0);
const make = exec('make', 20, 10, 5);
const compiler = exec('cc', 30, 20, 6);
const linker = exec('ld', 31, 20, 7);

beforeAll(async () => {
  services = await startTestServices();
  await storeEvents(services, [
    event(8, compiler, make, shell),
    event(9, linker, make),
    event(1, shell, init),
    // The same a day later: links of many days and rows.
    event(86_400, linker, make, shell, init),
    // Two processes without a time that name each other as their parent.
    event(2, { pid: 50, ppid: 51, comm: 'chicken' }, { pid: 51, ppid: 50, comm: 'egg' }),
    event(3, { pid: 51, ppid: 50, comm: 'egg' }, { pid: 50, ppid: 51, comm: 'chicken' }),
  ]);
  const rows = await services.database.query({ text: 'select distinct comm, instance_id from process', values: [] });
  instances = new Map(rows.map((row) => [row['comm'] as string, row['instance_id'] as string]));
});

afterAll(() => services.close());

function id(name: string): string {
  return instances.get(name) as string;
}

async function names(query: Sql): Promise<string[]> {
  const { text, values } = query;
  const rows = await services.database.query({ text, values });
  return rows.map((row) => [...instances].find(([, instance]) => instance === row['id'])?.[0] ?? '?').sort();
}

describe('a walk over the stored lineage', () => {
  it.each([
    ['init', ['cc', 'ld', 'make', 'shell']],
    ['shell', ['cc', 'ld', 'make']],
    ['make', ['cc', 'ld']],
    ['cc', []],
    ['egg', ['chicken']],
  ])('finds everything below %s', async (name, expected) => {
    expect(await names(descendantInstances(id(name)))).toEqual(expected);
  });

  it.each([
    ['init', []],
    ['make', ['init', 'shell']],
    ['cc', ['init', 'make', 'shell']],
    ['chicken', ['egg']],
  ])('finds everything above %s, learnt from any event', async (name, expected) => {
    expect(await names(ancestorInstances(id(name)))).toEqual(expected);
  });

  it('finds everything below several, once', async () => {
    const roots = sql`values (${id('make')}::uuid), (${id('shell')}::uuid)`;

    expect(await names(instancesBelow(roots))).toEqual(['cc', 'ld', 'make']);
  });

  it('finds nothing around an instance that there is not', async () => {
    const nobody = '01a130f9-37c5-8000-8000-000000000000';

    expect(await names(descendantInstances(nobody))).toEqual([]);
    expect(await names(ancestorInstances(nobody))).toEqual([]);
  });
});

describe('open ends of lineages', () => {
  it.each([
    ['init', sql`p.comm = 'init'`, ['make', 'shell']],
    ['the shell', sql`p.comm = ${'shell'}`, ['make']],
    ['what itself is the end', sql`p.comm = 'make'`, []],
    ['what stands below', sql`p.comm = 'cc'`, []],
    ['nobody', sql`false`, []],
    ['an egg, which is above itself in a circle', sql`p.comm = 'egg'`, ['chicken', 'egg']],
  ])('are found under %s', async (_, condition, expected) => {
    expect(await names(openInstancesUnder(condition))).toEqual(expected);
  });

  it('of other days are left out', async () => {
    const condition = sql`p.comm = 'init'`;
    const noon = Date.UTC(2024, 4, 1, 12);

    expect(await names(openInstancesUnder(condition, { from: noon, to: noon + 60_000 }))).toEqual(['make', 'shell']);
    expect(await names(openInstancesUnder(condition, { from: noon + 86_400_000 }))).toEqual([]);
    expect(await names(openInstancesUnder(condition, { to: noon - 86_400_000 }))).toEqual([]);
  });
});

describe('the first snapshot that an instance can have', () => {
  it.each(['00000000-0000-8000-8000-000000000000', '018f0000-0000-8abc-8abc-123456789abc'])(
    'is the same to us and, give or take a minute, to Postgres: %s',
    async (instance) => {
      const { text, values } = sql`select ${firstSnapshotIdOf(sql`${instance}::uuid`)} as id`;

      const [row] = await services.database.query({ text, values });

      const milliseconds = (uuid: string): number => parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
      const difference = milliseconds(firstSnapshotId(instance)) - milliseconds(row?.['id'] as string);
      expect(difference).toBeGreaterThanOrEqual(0);
      expect(difference).toBeLessThan(2 * 65_536);
    },
  );
});
