import DataLoader from 'dataloader';
import type { LoaderListener } from '../loader-listener.js';
import type { Acknowledgement } from './acknowledgement.js';
import type { AcknowledgementStore } from './acknowledgement-store.js';

/** Loads what was said of events for one operation: one statement for all of a page. By the events' UUIDs. */
export class AcknowledgementLoaders {
  readonly current: DataLoader<string, Acknowledgement | undefined>;
  private readonly histories = new Map<number, DataLoader<string, readonly Acknowledgement[]>>();

  constructor(
    private readonly store: AcknowledgementStore,
    private readonly onBatch?: LoaderListener,
  ) {
    this.current = new DataLoader((ids) => {
      onBatch?.('current_acknowledgement', ids.length);
      return store.current(ids);
    });
  }

  /** @param limit entries of each history */
  history(limit: number): DataLoader<string, readonly Acknowledgement[]> {
    let loader = this.histories.get(limit);
    if (!loader) {
      loader = new DataLoader((ids) => {
        this.onBatch?.('event_acknowledgement', ids.length);
        return this.store.histories(ids, limit);
      });
      this.histories.set(limit, loader);
    }
    return loader;
  }
}
