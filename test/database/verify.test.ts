import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findReferences } from '../../src/database/references.js';
import { dailyReferenceStatement, verifyReferences, type VerifiedReference } from '../../src/database/verify.js';
import type { Services } from '../../src/services.js';
import { startTestServices } from '../support/database.js';
import { simulatedNdjson } from '../support/simulated.js';

let services: Services;

beforeAll(async () => {
  services = await startTestServices();
  await services.ingest.ingest(stream(simulatedNdjson(200)));
});

afterAll(() => services.close());

async function* stream(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function verify(): Promise<Map<string, VerifiedReference>> {
  const found = new Map<string, VerifiedReference>();
  for await (const reference of verifyReferences(services.database, services.catalog)) {
    found.set(`${reference.table}.${reference.column}`, reference);
  }
  return found;
}

describe('the references of the data model', () => {
  it.each([
    ['event', 'process_id', 'process_context'],
    ['event', 'file_destination_id', 'file'],
    ['event', 'signal_target_id', 'process_context'],
    ['process_context', 'process_id', 'process'],
    ['process_context', 'ancestors_id', 'process'],
    ['process', 'executable_id', 'file'],
    ['process', 'credentials_id', 'credentials'],
  ])('%s.%s -> %s', (table, column, target) => {
    expect(findReferences(services.catalog)).toContainEqual(expect.objectContaining({ table, column, target }));
  });

  it('leave no column of ids unexplained', () => {
    const catalog = { ...services.catalog, file: [{ name: 'somebody_id', type: 'uuid' }] };

    expect(() => findReferences(catalog)).toThrow(
      'file.somebody_id holds ids, but no storage plan says of which table',
    );
  });
});

describe('verify', () => {
  it('looks up every reference within its day, a list item by item', () => {
    const reference = { table: 'process_context', column: 'ancestors_id', isList: true, target: 'process' } as const;
    const range = { from: 'a', to: 'b' };

    const statement = dailyReferenceStatement(reference, { table: 'process_context', name: 'pc_1', range });

    expect(statement.text.replaceAll(/\s+/g, ' ')).toBe(
      `select count(*)::text as "references", count(*) filter (where t.id is null)::text as dangling, ` +
        `min(r.id::text) filter (where t.id is null) as example ` +
        `from "pc_1" r cross join lateral unnest(r."ancestors_id") as item (id) ` +
        `left join "process" t on t.id = item.id and t.host_id = r.host_id and t.id >= $1 and t.id < $2 ` +
        `where item.id is not null`,
    );
    expect(statement.values).toEqual(['a', 'b']);
  });

  it('finds nothing wrong with what ingest stored', async () => {
    const found = await verify();

    expect([...found.values()].filter(({ dangling }) => dangling)).toEqual([]);
    expect(found.get('event.batch_id')?.references).toBe(200);
    expect(found.get('process_context.ancestors_id')?.references).toBeGreaterThan(200);
  });

  it('counts what refers to a row that is gone, and names one that does', async () => {
    const { database } = services;
    const [lost] = await database.query({
      text: `delete from process_context where id = (select process_id from event where process_id is not null limit 1)
             returning id`,
      values: [],
    });
    const orphans = await database.query({
      text: 'select id from event where process_id = $1 order by id',
      values: [lost?.['id']],
    });

    const { dangling, example } = (await verify()).get('event.process_id') as VerifiedReference;

    expect(dangling).toBe(orphans.length);
    expect(example).toBe(orphans[0]?.['id']);
  });

  it('counts events without a batch', async () => {
    await services.database.query({ text: 'delete from ingest_batch', values: [] });

    expect((await verify()).get('event.batch_id')?.dangling).toBe(200);
  });
});
