import { isJsonObject, parseLossless, type JsonObject } from '../event-format/lossless-json.js';
import { readRow, type Fragment, type StoredRow } from '../storage/read-row.js';
import type { StoragePlan } from '../storage/storage-plan.js';
import type { EventKind } from '../storage/event-enums.js';
import { timeOf } from './event-id.js';
import { orError } from './or-error.js';

/** One event as its row holds it: what is ours by name, what the agent sent as a fragment. */
export interface StoredEvent {
  /** The row's UUID. */
  readonly id: string;
  readonly host: { readonly id: number; readonly name: string };
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly timeSource: string;
  readonly receivedAt: Date;
  /** When its agent encoded it; null of what did not come by way of an agent. */
  readonly sentAt: Date | null;
  /** UUID of the envelope that it came in. */
  readonly envelopeId: string | null;
  readonly kind: EventKind;
  /** Bit mask of the contracts that accept the document strictly. */
  readonly contracts: number;
  readonly fragment: Fragment;
}

/**
 * An event from its row. Where what the agent sent cannot be read, whoever looks at it is told why (`fragment` throws): the
 * rest is known all the same, and the events beside it are none the worse.
 */
export function readEvent(row: StoredRow, plan: StoragePlan): StoredEvent {
  const own = {
    id: row['id'] as string,
    host: { id: row['host_id'] as number, name: row['host_name'] as string },
    time: timeOf(row['id'] as string),
    timeSource: row['time_source'] as string,
    receivedAt: row['received_at'] as Date,
    sentAt: row['sent_at'] as Date | null,
    envelopeId: row['envelope_id'] as string | null,
    kind: row['kind'] as EventKind,
    contracts: row['format_mask'] as number,
  };
  const fragment = orError(() => readRow(row, plan, rest(row)));
  if (!(fragment instanceof Error)) return { ...own, fragment };
  return {
    ...own,
    get fragment(): never {
      throw fragment;
    },
  };
}

function rest(row: StoredRow): JsonObject | null {
  const payload = parsed(row['payload']);
  const exact = parsed(row['exact']);
  const hostName = row['names_host'] === true ? { hostname: row['host_name'] as string } : null;
  return payload || hostName ? { ...payload, ...exact, ...hostName } : null;
}

function parsed(text: unknown): JsonObject | null {
  const value = typeof text === 'string' ? parseLossless(text) : null;
  return isJsonObject(value) ? value : null;
}
