import { MOST_REPLAYED } from '../../dead-letters/dead-letter-replay.js';
import type { FieldCost } from './field-cost.js';

/** Grouped by reason, all that the filter lets through is read. */
export const LETTER_COUNTS: FieldCost = { points: 500 };

/** Up to 64 KiB of a document. */
export const LETTER_BYTES: FieldCost = { points: 5 };

/** Each letter takes the whole way of an event into the database again. */
export const REPLAY: FieldCost = {
  reads: ['input'],
  points: ({ given }) => {
    const { limit, ids } = (given['input'] ?? {}) as { limit?: unknown; ids?: unknown };
    const most = typeof limit === 'number' && limit > 0 ? Math.min(limit, MOST_REPLAYED) : MOST_REPLAYED;
    return 20 + (Array.isArray(ids) ? Math.min(ids.length, most) : most);
  },
};
