import DataLoader from 'dataloader';
import type { Sql } from '../database/sql.js';
import type { EventStore } from '../events/event-store.js';
import type { StoredEvent } from '../events/stored-event.js';
import type { LoaderListener } from '../loader-listener.js';
import type { StoredInstance } from './instance-store.js';
import type { KeysetPage } from './keyset-page.js';
import type { Ancestry, Offspring } from './kin-store.js';
import type { LineageStores } from './lineage-stores.js';
import type { EventCount, Sightings } from './sighting-store.js';

/** Generations that a walk goes up or down at most. */
export const MAX_DEPTH = 500;

/** Descendants that a walk finds at most: the nearest. */
export const MAX_DESCENDANTS = 1_000;

/**
 * Answers for one operation: each once, and what many instances ask together in one statement. Questions with arguments
 * are gathered by their arguments.
 */
export class LineageLoaders {
  private readonly loaders = new Map<string, DataLoader<string, unknown>>();

  constructor(
    readonly stores: LineageStores,
    private readonly eventStore: EventStore,
    private readonly onBatch?: LoaderListener,
  ) {}

  instance(id: string): Promise<StoredInstance | undefined> {
    return this.load('instance', id, (ids) => this.stores.instances.load(ids));
  }

  sightings(id: string): Promise<Sightings | undefined> {
    return this.load('sightings', id, (ids) => this.stores.sightings.sightings(ids));
  }

  eventCounts(id: string): Promise<EventCount[]> {
    return this.load('eventCounts', id, (ids) => this.stores.sightings.eventCounts(ids));
  }

  isTruncated(id: string): Promise<boolean> {
    return this.load('isTruncated', id, (ids) => this.stores.sightings.truncations(ids));
  }

  /** One generation more than is shown, to tell whether there is one. */
  ancestry(id: string): Promise<Ancestry> {
    return this.load('ancestry', id, (ids) => this.stores.kin.ancestries(ids, MAX_DEPTH + 1));
  }

  children(id: string, page: KeysetPage): Promise<string[]> {
    return this.load(`children ${JSON.stringify(page)}`, id, (ids) => this.stores.kin.children(ids, page));
  }

  childCount(id: string): Promise<number> {
    return this.load('childCount', id, (ids) => this.stores.kin.childCounts(ids));
  }

  offspring(id: string, maxDepth: number): Promise<Offspring> {
    const limits = { maxDepth, maxNodes: MAX_DESCENDANTS };
    return this.load(`offspring ${maxDepth}`, id, (ids) => this.stores.kin.offspring(ids, limits));
  }

  snapshots(id: string, page: KeysetPage): Promise<string[]> {
    return this.load(`snapshots ${JSON.stringify(page)}`, id, (ids) => this.stores.sightings.snapshots(ids, page));
  }

  /** @param selection tells one condition from another */
  events(id: string, page: KeysetPage, selection: string, condition: () => Promise<Sql>): Promise<string[]> {
    return this.load(`events ${selection} ${JSON.stringify(page)}`, id, async (ids) =>
      this.stores.sightings.events(ids, page, await condition()),
    );
  }

  /** Events by their ids, in that order. */
  async storedEvents(ids: readonly string[]): Promise<StoredEvent[]> {
    const events = await Promise.all(
      ids.map((id) => this.load('storedEvents', id, (all) => this.eventStore.byIds(all))),
    );
    return events.filter((event) => event !== undefined);
  }

  private load<Value>(question: string, id: string, ask: (ids: readonly string[]) => Promise<Value[]>): Promise<Value> {
    let loader = this.loaders.get(question) as DataLoader<string, Value> | undefined;
    if (!loader) {
      loader = new DataLoader<string, Value>((ids) => {
        // What comes behind the first word is what this one operation asks for.
        this.onBatch?.(`lineage ${question.split(' ', 1)[0]}`, ids.length);
        return ask(ids);
      });
      this.loaders.set(question, loader);
    }
    return loader.load(id);
  }
}
