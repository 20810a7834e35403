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

/** Characters of a value that is counted whole; a longer one is cut and hashed (`spoor_counted_value`). */
export const LONGEST_COUNTED_VALUE = 512;
