import { AcknowledgementStore } from './acknowledgements/acknowledgement-store.js';
import { EventAnalytics } from './analytics/event-analytics.js';
import { PivotStore } from './analytics/pivot-store.js';
import type { Principal } from './auth/principal.js';
import type { Database, RequestLife } from './database/database.js';
import type { HostRestriction } from './database/host-restriction.js';
import { EnvelopeStore } from './events/envelope-store.js';
import { EventStore } from './events/event-store.js';
import { HostNumbers } from './events/host-numbers.js';
import { HostStore, type StoredHost } from './events/host-store.js';
import { SnapshotStore } from './events/snapshot-store.js';
import { StoredDaysReader } from './events/stored-days.js';
import type { FeedCursors } from './feed/feed-cursors.js';
import { FeedReader } from './feed/feed-reader.js';
import { lineageStores, type LineageStores } from './lineage/lineage-stores.js';
import { EventSearch } from './search/event-search.js';
import { StoragePlans } from './storage/storage-plan.js';
import type { TableCatalog } from './storage/table-catalog.js';

/** Everything that answers questions about events. */
export interface Readers {
  readonly events: EventStore;
  readonly hosts: HostStore;
  readonly search: EventSearch;
  readonly feed: FeedReader;
  readonly analytics: EventAnalytics;
  readonly pivots: PivotStore;
  readonly lineage: LineageStores;
  readonly acknowledgements: AcknowledgementStore;
  /** By ids that the others gave: these two know of no hosts. */
  readonly snapshots: SnapshotStore;
  readonly envelopes: EnvelopeStore;
}

/**
 * Gives everybody the readers that see what exists for them. Whoever handles a request has no others, so that there is no
 * way to forget the restriction.
 */
export class ReadersByHosts {
  /** For all hosts. */
  readonly all: Readers;
  private readonly plans: StoragePlans;
  private readonly storedDays: StoredDaysReader;
  private readonly hostNumbers: HostNumbers;

  constructor(
    private readonly database: Database,
    catalog: TableCatalog,
    private readonly cursors: FeedCursors,
  ) {
    this.plans = new StoragePlans(catalog);
    this.storedDays = new StoredDaysReader(database);
    this.hostNumbers = new HostNumbers(database);
    this.all = this.build(undefined);
  }

  /** @param life of the request: past its deadline they ask the database nothing more */
  async of({ hosts }: Pick<Principal, 'hosts'>, life?: RequestLife): Promise<Readers> {
    if (!hosts && !life) return this.all;
    return this.build(hosts && (await this.hostNumbers.of(hosts)), life);
  }

  /** A host has sent something: those readers that are to see it do so from now on, also those that are in use. */
  learn(host: StoredHost): void {
    this.hostNumbers.learn(host);
  }

  private build(hosts: HostRestriction, life?: RequestLife): Readers {
    const { plans } = this;
    const database = life ? this.database.under(life) : this.database;
    const events = new EventStore(database, plans, hosts);
    const search = new EventSearch(database, events, this.storedDays, plans, hosts);
    const analytics = new EventAnalytics(database, search, plans);
    return {
      events,
      hosts: new HostStore(database, hosts),
      search,
      feed: new FeedReader(database, search, events, this.cursors),
      analytics,
      pivots: new PivotStore(database, analytics, plans, hosts),
      lineage: lineageStores(database, hosts),
      acknowledgements: new AcknowledgementStore(database, hosts),
      snapshots: new SnapshotStore(database, plans),
      envelopes: new EnvelopeStore(database),
    };
  }
}
