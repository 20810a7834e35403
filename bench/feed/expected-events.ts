import { formatNodeId } from '#spoor/node-id.js';
import { open } from '../query/kept-database.js';
import type { EventRow } from './event-row.js';
import type { FeedFilter } from './feed-filters.js';

/** What is stored, and what of it every filter lets pass. */
export interface ExpectedEvents {
  readonly stored: number;
  /** Ids as the API shows them, by the place of the filter. */
  readonly byFilter: readonly (readonly string[])[];
}

/**
 * Decides by the rows of the database and the bench's own conditions: nothing of what searches or follows has a part in
 * it.
 *
 * @param after number of the batch behind which to begin
 */
export async function expectedEvents(
  databaseUrl: string,
  after: string,
  filters: readonly FeedFilter[],
): Promise<ExpectedEvents> {
  const client = await open(databaseUrl);
  const { rows } = await client.query<EventRow & { id: string }>(
    `select e.id::text as id, e.rule_id as rule, e.evt_name as name, h.name as host, f.path as path,
            c.container_id as container, x.path as program
       from ingest_batch b
       join event e on e.batch_id = b.id
       join host h on h.id = e.host_id
       left join file f on f.id = e.file_id
       left join container c on c.id = e.container_id
       left join process_context pc on pc.id = e.process_id
       left join process p on p.id = pc.process_id
       left join file x on x.id = p.executable_id
      where b.number > $1`,
    [after],
  );
  await client.end();
  return {
    stored: rows.length,
    byFilter: filters.map(({ matches }) => rows.filter(matches).map(({ id }) => formatNodeId('event', id))),
  };
}
