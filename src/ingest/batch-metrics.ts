import { timeOf } from '../events/event-id.js';
import type { Metrics } from '../observability/metrics.js';
import { requestScope } from '../observability/request-scope.js';
import type { BatchListener } from './pipeline.js';

/** Counts committed batches, under the route of the request that they came with. */
export function batchMetrics(metrics: Metrics): BatchListener {
  return ({ receivedAt, received, tables, deadLetters }, { stored, duplicates }, bytes, milliseconds) => {
    const events = tables.find(({ table }) => table === 'event')?.ids ?? [];
    metrics.batchCommitted({
      source: requestScope()?.route ?? 'command',
      ...{ received, stored, duplicates, bytes, milliseconds },
      deadLetters: deadLetters.map(({ code }) => code),
      lags: events.map((id) => receivedAt - timeOf(id)),
    });
  };
}
