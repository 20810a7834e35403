import { connectionCost } from './default-cost.js';
import type { FieldCost } from './field-cost.js';

/** Few installations have more. */
export const WEBHOOK_LIST: FieldCost = { points: 20, objects: 100 };

/** A statement for each webhook. */
export const WEBHOOK_DELIVERIES: FieldCost = connectionCost(5);

/** A change, and an entry of the audit log. */
export const WEBHOOK_CHANGE: FieldCost = { points: 20 };

/** A request to somewhere else, which may hang as long as it is let. */
export const WEBHOOK_TEST: FieldCost = { points: 500 };
