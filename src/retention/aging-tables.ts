import { firstId } from '../database/partitions.js';
import type { AgingTable } from './delete-expired.js';

/** When documents without a time of their own first came: needed as long as their events are there. */
export const RECEIPT_TIMES: AgingTable = { table: 'receipt_time', column: 'received_at' };

/** An entry is as old as it is. */
export const AUDIT_ENTRIES: AgingTable = { table: 'audit_entry', column: 'at' };

export const WEBHOOK_DELIVERIES: AgingTable = { table: 'webhook_delivery', column: 'at' };

export const DEAD_LETTERS: AgingTable = { table: 'dead_letter', column: 'received_at' };

const OF_EVENTS: Omit<AgingTable, 'table'> = {
  column: 'event_id',
  start: (cutoff) => firstId(cutoff.getTime()),
  unless: 'exists (select from event e where e.id = r.event_id)',
};

/** What was said of an event goes with the event, whose id tells its day; not before, when the day had to be left. */
export const ACKNOWLEDGEMENTS: readonly AgingTable[] = [
  { table: 'current_acknowledgement', ...OF_EVENTS },
  { table: 'event_acknowledgement', ...OF_EVENTS },
];

/**
 * A batch stays while anything that came with it does; the last one stays for ever, since numbers go on from it. How far
 * batches with events are gone is noted: whoever has not followed the feed that far has missed them.
 */
export const BATCHES: AgingTable = {
  table: 'ingest_batch',
  column: 'committed_at',
  unless:
    'exists (select from event e where e.batch_id = r.id) or exists (select from dead_letter l where l.batch_id = r.id) ' +
    'or r.number = (select max(b.number) from ingest_batch b)',
  note:
    'update installation i set forgotten_batch = greatest(i.forgotten_batch, g.number) ' +
    'from (select max(d.number) as number from deleted d where d.stored > 0) g where g.number is not null',
};
