import { timeOf } from '../events/event-id.js';
import type { Metrics } from '../observability/metrics.js';
import type { BatchListener } from './chunk-store.js';

/** Counts committed batches, under the door that they came by: the route of a request, or a command. */
export function batchMetrics(metrics: Metrics): BatchListener {
  return ({ receivedAt, received, tables, deadLetters }, { stored, duplicates }, bytes, milliseconds, source) => {
    const events = tables.find(({ table }) => table === 'event')?.ids ?? [];
    metrics.batchCommitted({
      source: source ?? 'command',
      ...{ received, stored, duplicates, bytes, milliseconds },
      deadLetters: deadLetters.map(({ code }) => code),
      lags: events.map((id) => receivedAt - timeOf(id)),
    });
  };
}
