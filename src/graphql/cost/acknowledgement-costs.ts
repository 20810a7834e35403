import { MOST_ACKNOWLEDGED, MOST_HISTORY } from '../../acknowledgements/acknowledgement.js';
import type { FieldCost } from './field-cost.js';

/** Entries of a history come from one place. */
export const HISTORY: FieldCost = {
  reads: ['first'],
  points: ({ given }) => 1 + Math.min(Math.max(Number(given['first']) || 0, 0), MOST_HISTORY) / 10,
};

/** Each event is looked up, and two rows are written for it. */
export const ACKNOWLEDGE: FieldCost = {
  reads: ['input'],
  points: ({ given }) => {
    const { ids } = (given['input'] ?? {}) as { ids?: unknown };
    return 10 + (Array.isArray(ids) ? Math.min(ids.length, MOST_ACKNOWLEDGED) : 0) / 2;
  },
};
