import type { Sql } from '../database/sql.js';
import { sql } from '../database/sql.js';
import type { Database } from '../database/database.js';
import type { StoragePlans } from '../storage/storage-plan.js';
import type { Filter } from './filter.js';
import { idsWithin, timeRange } from './time-range.js';

/** Finds events by filters. */
export class EventSearch {
  constructor(
    protected readonly database: Database,
    protected readonly plans: StoragePlans,
  ) {}

  /** The condition under which an event passes, for `from event e where ...`: its time range is part of it. */
  condition(filter: Filter): Promise<Sql> {
    return Promise.resolve(idsWithin(sql`e.id`, timeRange(filter)));
  }
}
