import { connectionCost } from './default-cost.js';
import type { FieldCost } from './field-cost.js';

/** A page of values that are read from the snapshots of the days asked for. */
export const STORED_VALUES: FieldCost = connectionCost(100);

/** A page of values that ingest has counted. */
export const COUNTED_VALUES: FieldCost = connectionCost(10);

/** When a value was seen, or how often: the events that have it are looked for. */
export const SIGHTINGS_OF_A_VALUE: FieldCost = { points: 10 };
