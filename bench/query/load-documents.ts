import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { COPY, CREATE_INDEX, CREATE_TABLE } from '../copy-jsonb.js';
import { stockDigest, type EventStock } from './event-stock.js';
import { open, type KeptDatabase } from './kept-database.js';
import { expectEvents, simulation } from './load-spoor.js';

/** The baseline: the same documents in the table of `bench:ingest`, in the order in which they come. */
export function documentDatabase(stock: EventStock): KeptDatabase {
  return {
    name: `documents_${stock.events}`,
    marker: { ...stock, simulator: stockDigest(stock), table: [CREATE_TABLE, CREATE_INDEX] },
    load: (url) => copyDocuments(url, stock),
  };
}

/** The index comes after the rows: it is made faster so, and better. */
async function copyDocuments(url: string, stock: EventStock): Promise<void> {
  const client = await open(url);
  await client.query(CREATE_TABLE);
  await pipeline(simulation(stock).stdout, client.query(copyFrom(COPY)));
  await client.query(`set maintenance_work_mem = '512MB'`);
  await client.query(CREATE_INDEX);
  await client.end();
  await expectEvents(url, 'events', stock.events);
}
