import { isAgentReport } from '../event-format/check-document.js';
import { KnownPart, opened } from '../event-format/known-part.js';
import { isJsonObject, type JsonObject } from '../event-format/lossless-json.js';
import { ROOT } from '../event-format/merged-format.js';
import { fillRow, type Row, type StoreReference } from '../storage/fill-row.js';
import { snapshotOf } from '../storage/entity.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import { startOfDay } from '../utc-day.js';
import type { ContentIds } from './content-id.js';
import type { EventTime } from './event-time.js';
import { NormalizeLineage } from './normalize-lineage.js';
import { splitPayload } from './payload.js';
import type { StoredParts } from './stored-parts.js';
import { sortKeys } from './sort-keys.js';
import type { RowCollector, RowOwner } from './row-collector.js';

export interface EventToNormalize {
  readonly document: JsonObject;
  readonly contracts: number;
  readonly time: EventTime;
  readonly owner: RowOwner;
  /** Columns of the envelope that it came in, and when that says that it was sent. */
  readonly envelope?: Row;
  readonly sentAt?: number;
}

/** Turns one event into rows: the event itself and a snapshot for everything it shares with others. */
export class NormalizeEvent {
  private readonly root;

  constructor(
    private readonly plans: StoragePlans,
    private readonly ids: ContentIds,
    private readonly rows: RowCollector,
    private readonly stored: StoredParts,
  ) {
    this.root = plans.planFor(ROOT, 'event');
  }

  /** @returns the day (midnight UTC, milliseconds) that all its rows belong to */
  normalize({ document, contracts, time, owner, envelope, sentAt }: EventToNormalize): number {
    const day = startOfDay(time.milliseconds);
    const circumstances = `${owner.hostId} ${day}`;
    const storeSnapshot: StoreReference = (value, field) => {
      const { definition, table } = snapshotOf(field.definition);
      const part = value instanceof KnownPart ? value : undefined;
      const known = part && this.stored.id(part, circumstances);
      if (known !== undefined && this.rows.holds(table, known)) return known;

      const row: Row = {};
      const rest = fillRow(opened(value), this.plans.planFor(definition, table), row, storeSnapshot);
      if (rest) row['extra'] = sortKeys(rest);
      const id = this.rows.add(table, owner, day, row);
      if (part) this.stored.remember(part, circumstances, id);
      part?.fold();
      return id;
    };
    const lineage = new NormalizeLineage(this.plans, this.ids, this.rows, this.stored, owner, day, storeSnapshot);
    const storeReference: StoreReference = (value, field, index) =>
      field.definition === 'ProcessContext'
        ? lineage.context(value, field.column !== SENDERS_LINEAGE)
        : storeSnapshot(value, field, index);

    const row: Row = {
      kind: isAgentReport(document) ? 'AGENT_REPORT' : 'SECURITY_EVENT',
      time_source: time.source,
    };
    const rest = fillRow(withoutHostName(document, owner, row), this.root, row, storeReference);
    const ruleId = isJsonObject(document['agent']) ? opened(document['agent'])['rule_id'] : undefined;
    if (typeof ruleId === 'string') row['rule_id'] = ruleId;
    if (rest) Object.assign(row, splitPayload(sortKeys(rest)));
    // Contracts yet to come must not make another event of one that is sent again, nor must another way of coming here.
    const more: Row = { format_mask: contracts };
    if (envelope) more['envelope_id'] = this.rows.add('envelope', owner, day, envelope);
    if (sentAt !== undefined) more['sent_at'] = new Date(sentAt).toISOString();
    this.rows.add('event', owner, time.milliseconds, row, more);
    return day;
  }
}

/** A document that names its own host says nothing that `host_id` does not say already. */
function withoutHostName(document: JsonObject, owner: RowOwner, row: Row): JsonObject {
  if (document['hostname'] !== owner.host) return document;
  const { hostname: _, ...rest } = document;
  row['names_host'] = true;
  return rest;
}

/** The ancestors of a signal's target are the sender's, so they say nothing of who started the target. */
const SENDERS_LINEAGE = 'signal_target_id';
