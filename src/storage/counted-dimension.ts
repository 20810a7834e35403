import { createHash } from 'node:crypto';

/** By what ingest counts events as it stores them (table `event_count`), and the column of `event` that says it. */
export const COUNTED_COLUMNS = {
  KIND: 'kind',
  EVENT_NAME: 'evt_name',
  CATEGORY: 'evt_category',
  OUTCOME: 'evt_outcome',
  RULE: 'rule_id',
  HOST: 'host_id',
} as const;

export type CountedDimension = keyof typeof COUNTED_COLUMNS;

/** Characters of a value that is counted whole; `spoor_counted_value` says the same. */
const LONGEST = 512;

/** A value as it is counted: one that is too long for an index by its beginning and its hash. */
export function countedValue(value: string): string {
  const characters = value.length > LONGEST ? [...value] : [];
  if (characters.length <= LONGEST) return value;
  return `${characters.slice(0, LONGEST).join('')}… sha256:${createHash('sha256').update(value).digest('hex')}`;
}
