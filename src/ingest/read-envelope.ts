import { setOwn, type JsonObject, type JsonValue } from '../event-format/lossless-json.js';
import type { Row } from '../storage/fill-row.js';
import { isHostName } from './host-name.js';
import { sortKeys } from './sort-keys.js';

/** What an envelope says, as ingest works with it. */
export interface ReadEnvelope {
  readonly host?: string;
  /** Milliseconds since 1970 when the agent encoded it; the same when it is sent again. */
  readonly timestamp?: number;
  /** Columns of `envelope`; undefined where there is nothing to keep in them. */
  readonly row?: Row;
}

/** Keys that have a place of their own. */
const KEYS: ReadonlySet<string> = new Set(['hostname', 'timestamp', 'service', 'status', 'ddsource', 'ddtags']);

/** Reads what stands around the event in an agent's envelope. What is not as agents send it is kept as it is, in `extra`. */
export function readEnvelope(envelope: JsonObject): ReadEnvelope {
  const { hostname, timestamp, service, status, ddsource, ddtags } = envelope;
  const row: Row = {};
  const extra = {};
  const keep = (key: string, value: JsonValue | undefined): void => {
    if (value !== undefined && value !== null && value !== '') setOwn(extra, key, value);
  };
  const host = typeof hostname === 'string' && isHostName(hostname) ? hostname : undefined;
  if (!host) keep('hostname', hostname);
  const sentAt = isTimestamp(timestamp) ? timestamp : undefined;
  if (sentAt === undefined) keep('timestamp', timestamp);
  for (const [column, key, value] of [
    ['service', 'service', service],
    ['status', 'status', status],
    ['source', 'ddsource', ddsource],
  ] as const) {
    if (typeof value === 'string') row[column] = value;
    else keep(key, value);
  }
  const tags = tagsIn(ddtags);
  if (tags) row['tags'] = tags;
  else keep('ddtags', ddtags);
  for (const key of Object.keys(envelope)) if (!KEYS.has(key)) setOwn(extra, key, envelope[key]);
  if (Object.keys(extra).length) row['extra'] = sortKeys(extra);
  return {
    ...(host !== undefined && { host }),
    ...(sentAt !== undefined && { timestamp: sentAt }),
    ...(Object.keys(row).length && { row }),
  };
}

/** The first millisecond of the year 10000: times behind it have no spelling in four digits. */
const YEAR_10000 = 253_402_300_800_000;

function isTimestamp(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < YEAR_10000;
}

/** Agents join their tags with commas. */
function tagsIn(value: JsonValue | undefined): readonly string[] | undefined {
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    return list.every((tag) => typeof tag === 'string') ? list : undefined;
  }
  if (typeof value !== 'string') return undefined;
  return value
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
}
